"""A mark in every place where something lies in a file and not as it stands: each a file of its own, by what it is."""

from __future__ import annotations

import base64
import bz2
import gzip
import struct
import zlib

from support.archives import PNG, Member, zipped
from support.mail_files import mixed, text
from support.office import ooxml_writer
from support.office.ole_writer import compound_file
from support.office.rtf_writer import embedded, rtf, thing
from support.pdf_files import pdf, stream
from support.pe_files import pe
from support.rule_sets import MARK
from support.script_files import encode, page

_TEXT = MARK.decode()
LONG = b"honest words before it. " * 20 + MARK + b" and behind it." * 20
JUNK = bytes(range(1, 250)) * 300
"""More than the records of a zip are sought in."""
MAIL = b"From: a@example.com\r\nTo: b@example.jp\r\nSubject: x\r\nMessage-ID: <1@example.com>\r\n"
JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\x3f\0"
    + bytes(range(1, 200)) * 3
    + b"\xff\xd9"
)
_ZIP = zipped(Member(b"a.txt", LONG))


def picture() -> bytes:
    """A PNG of one black pixel."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    made = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def bitmap() -> bytes:
    """A BMP of one pixel."""
    return b"BM" + struct.pack("<IHHIIiiHHIIiiII", 58, 0, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4)


def link_member(method: int = 8) -> bytes:
    """A member that is a symbolic link by its mode, and is a whole text."""
    data = bytearray(zipped(Member(b"a.txt", LONG, method=method)))
    at = data.index(b"PK\1\2")
    data[at + 5] = 3
    data[at + 38 : at + 42] = struct.pack("<I", 0o120777 << 16)
    return bytes(data)


def empty_row(method: int = 8) -> bytes:
    """A member of which only its own header says that there is something in it."""
    data = bytearray(zipped(Member(b"b.txt", b"honest"), Member(b"a.txt", LONG, method=method)))
    at = data.rindex(b"PK\1\2")
    data[at + 16 : at + 28] = bytes(12)
    return bytes(data)


def tar(kind: bytes, data: bytes = LONG, name: bytes = b"a.gz") -> bytes:
    """A tar archive of one member of this kind, and an honest one behind it."""
    return _tar_member(kind, gzip.compress(data), name) + _tar_member(b"0", b"honest", b"b.txt") + bytes(1024)


def _tar_member(kind: bytes, data: bytes, name: bytes) -> bytes:
    head = name.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % len(data) + b"00000000000\0" + b" " * 8 + kind
    head = head.ljust(257, b"\0") + b"ustar\x0000"
    head = head.ljust(512, b"\0")
    head = head[:148] + b"%06o\0 " % sum(head) + head[156:]
    return head + data.ljust(-(-len(data) // 512) * 512, b"\0")


def lines(data: bytes) -> bytes:
    """Base64 in the lines of a mail."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def lzw(data: bytes) -> bytes:
    """Packed with LZW as the PDF specification has it (7.4.4.2)."""
    table = {bytes([byte]): byte for byte in range(256)}
    codes, width, following, word = [(256, 9)], 9, 258, b""
    for byte in data:
        if (longer := word + bytes([byte])) in table:
            word = longer
            continue
        codes.append((table[word], width))
        table[longer], following, word = following, following + 1, bytes([byte])
        width = 10 if following > 511 else 9
    codes += [(table[word], width), (257, width)]
    assert following < 1000
    bits = "".join(f"{code:0{size}b}" for code, size in codes)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


def command(script: str) -> bytes:
    """A batch file that gives PowerShell this script in base64."""
    return b"@echo off\r\npowershell -enc " + base64.b64encode(script.encode("utf-16-le")) + b"\r\n"


def _groups() -> dict[str, tuple[str, bytes]]:
    hexed = LONG.hex()
    spread = "{\\*\\x}".join(hexed[at : at + 8] for at in range(0, len(hexed), 8))
    b64 = base64.b64encode(LONG).decode()
    wide = base64.b64encode(b"\x89PNG\r\n\x1a\n" + LONG).decode()
    return {
        "rtf picture": ("a.rtf", rtf(r"{\pict\pngblip " + hexed + "}")),
        "rtf picture, disguised": ("a.rtf", rtf(r"{\pict\pngblip 89504e470d0a1a0a" + spread + "}")),
        "rtf datastore": ("a.rtf", rtf(r"{\*\datastore " + hexed + "}")),
        "rtf theme, in lines": (
            "a.rtf",
            rtf(r"{\*\themedata " + "\n".join(hexed[at : at + 128] for at in range(0, len(hexed), 128)) + "}"),
        ),
        "rtf package of raw data": ("a.rtf", rtf(thing(embedded("Package", LONG), between=r"\x "))),
        "rtf object without a header": ("a.rtf", rtf(thing(LONG, between=r"\x "))),
        "rtf object of a text": ("a.rtf", rtf(thing(embedded("Notes", LONG), between="{}"))),
        "html picture": ("a.html", page(f'<img src="data:image/png;base64,{wide}">')),
        "html font": ("a.html", page(f"<style>@font-face{{src:url(data:font/woff;base64,{wide})}}</style>")),
        "html download": ("a.html", page(f'<a download="x.bin" href="data:application/octet-stream;base64,{b64}">x</a>')),
        "html escaped": ("a.html", page(f'<a href="data:text/plain,{"".join(f"%{byte:02x}" for byte in LONG)}">x</a>')),
    }


def _pdfs() -> dict[str, tuple[str, bytes]]:
    js = b"<< /S /JavaScript /JS %s >>"
    hexed = base64.b16encode(LONG)
    return {
        "pdf script in a stream": ("a.pdf", pdf([js % b"5 0 R", stream(LONG)], catalogue=b"/OpenAction 4 0 R")),
        "pdf script in digits": ("a.pdf", pdf([js % (b"<" + hexed + b">")], catalogue=b"/OpenAction 4 0 R")),
        "pdf page": ("a.pdf", pdf([stream(b"BT (" + LONG + b") Tj ET")])),
        "pdf page in digits": ("a.pdf", pdf([b"<< /Filter /ASCIIHexDecode /Length 9 >>\nstream\n" + hexed + b">\nendstream"])),
        "pdf picture": ("a.pdf", pdf([stream(LONG, b"/Type /XObject /Subtype /Image /Width 9 /Height 9")])),
        "pdf stream in LZW": ("a.pdf", pdf([b"<< /Filter /LZWDecode /Length 9 >>\nstream\n" + lzw(LONG) + b"\nendstream"])),
        "pdf stream of a program": ("a.pdf", pdf([stream(b"MZ" + bytes(90) + LONG)])),
        "pdf large stream": ("a.pdf", pdf([stream(JUNK + LONG + JUNK)])),
    }


def _mails() -> dict[str, tuple[str, bytes]]:
    def letter(encoding: bytes, body: bytes) -> tuple[str, bytes]:
        head = b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: %s\r\n\r\n" % encoding
        return "a.eml", MAIL + head + body

    quoted = b"".join(b"=%02X" % byte for byte in MARK)
    whole = mixed(text("hello"), header=MAIL)
    return {
        "mail in base64": letter(b"base64", lines(LONG)),
        "mail in quoted-printable": letter(b"quoted-printable", b"hello\r\n" + quoted + b"\r\n"),
        "mail with base64 before its parts": ("a.eml", whole.replace(b"\r\n\r\n--b1", b"\r\n\r\n" + lines(LONG) + b"--b1", 1)),
        "mail with base64 behind its parts": ("a.eml", whole + b"\r\n" + lines(LONG)),
    }


def _behind() -> dict[str, tuple[str, bytes]]:
    png = picture()
    return {
        "zip and junk behind a PNG": ("a.png", png + _ZIP + JUNK),
        "zip and junk behind a JPEG": ("a.jpg", JPEG + _ZIP + JUNK),
        "zip behind much behind a PNG": ("a.png", png + JUNK + _ZIP + JUNK),
        "gzip behind a JPEG": ("a.jpg", JPEG + gzip.compress(LONG)),
        "gzip behind a PNG": ("a.png", png + gzip.compress(LONG)),
        "gzip behind a BMP": ("a.bmp", bitmap() + gzip.compress(LONG)),
        "zip and junk behind a BMP": ("a.bmp", bitmap() + _ZIP + JUNK),
        "bzip2 behind a PNG": ("a.png", png + bz2.compress(LONG)),
        "zip and junk behind a text": ("a.txt", b"honest words\r\n" * 4000 + _ZIP + b"honest words\r\n" * 6000),
        "zip behind a font": ("a.ttf", b"\0\1\0\0\0" + JUNK + _ZIP + JUNK),
    }


def _others() -> dict[str, tuple[str, bytes]]:
    streams = {"Other": LONG * 30, "Big": LONG * 60}
    return {
        "zip link": ("a.zip", link_member()),
        "zip member empty by its row": ("a.zip", empty_row()),
        "tar hard link with data": ("a.tgz", gzip.compress(tar(b"1"))),
        "tar link with data": ("a.tgz", gzip.compress(tar(b"2"))),
        "tar folder with data": ("a.tgz", gzip.compress(tar(b"5"))),
        "zlib": ("a.zz", zlib.compress(LONG)),
        "zlib of no name": ("a.bin", zlib.compress(LONG, 9)),
        "encoded script": ("a.vbe", encode(f"' {_TEXT}\r\nMsgBox 1\r\n").encode()),
        "PowerShell in base64": ("a.bat", command(f"Write-Host {_TEXT}")),
        "PowerShell in base64, twice": (
            "a.ps1",
            command("powershell -enc " + base64.b64encode(f"# {_TEXT} {_TEXT}".encode("utf-16-le")).decode()),
        ),
        "PowerShell quoted in notes": ("notes.txt", b"What was seen:\r\n" + command(f"Write-Host {_TEXT}")),
        "script in UTF-16": ("a.vbs", f'MsgBox "{_TEXT}"\r\n'.encode("utf-16")),
        "word text": ("a.docx", ooxml_writer.package("docx", ooxml_writer.page(ooxml_writer.run(_TEXT)))),
        "part of a package": (
            "a.docx",
            ooxml_writer.package(
                "docx",
                ooxml_writer.page(ooxml_writer.run("x")),
                parts={"word/media/image1.png": PNG + LONG, "customXml/item1.xml": b"<a>x</a>"},
            ),
        ),
        "stream of a compound file": ("a.doc", compound_file(streams)),
        "overlay of a program": ("a.exe", pe(overlay=_ZIP)),
    }


def everything() -> dict[str, tuple[str, bytes]]:
    """Name and content of each file, by what holds the mark."""
    return _groups() | _pdfs() | _mails() | _behind() | _others()


def only_told() -> dict[str, tuple[str, bytes]]:
    """Files that cannot be opened here, which must be told: the mark is not asked for."""
    return {
        "LZ4": ("a.lz4", b"\x04\x22\x4d\x18" + JUNK),
        "LZ4, old frame": ("a.lz4", b"\x02\x21\x4c\x18" + JUNK),
        "LZ4 behind a frame to be skipped": ("a.lz4", b"\x50\x2a\x4d\x18\4\0\0\0abcd\x04\x22\x4d\x18" + JUNK),
    }
