"""Mails whose texts, pages, names and attachments are made to cost time or memory, or to be read wrongly."""

from __future__ import annotations

import base64
import io
import random
import zipfile

from support.hostile import (
    CASES as CASES,
)
from support.hostile import (
    END,
    HTML,
    IN_HEADER,
    LONG_PAGE,
    LONG_TEXT,
    MANY_ELEMENTS,
    PARTS,
    TOP,
    Pieces,
    attached,
    case,
    times,
)
from support.office.ole_writer import compound_file
from support.office.vba_writer import Project, Source, project_streams

# Texts and pages


@case(LONG_TEXT)
def quotes_of_quotes() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"> ", 25_000_000)


@case(LONG_TEXT)
def lines_of_quotes() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"> \r\n", 9_000_000)


@case()
def passwords_without_end() -> Pieces:
    yield TOP + b"\r\n"
    yield from times("パスワード：「".encode(), 400_000)
    yield from times(b"pass (", 400_000)


@case()
def addresses_without_end() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"http://", 3_000_000)


@case()
def escape_sequences() -> Pieces:
    yield TOP + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
    yield from times(b"\x1b$B\x1b(I", 3_000_000)


@case("a mail locked with PGP")
def locked_without_end() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"-----BEGIN PGP MESSAGE-----\r\n", 800_000)


@case(LONG_PAGE)
def page_of_angles() -> Pieces:
    yield HTML
    yield from times(b"<", 50_000_000)


@case(LONG_PAGE, MANY_ELEMENTS)
def page_of_elements() -> Pieces:
    yield HTML
    yield from times(b"<a ", 16_000_000)


@case(MANY_ELEMENTS)
def page_of_attributes() -> Pieces:
    yield HTML
    yield from times(b'<a b="c"', 2_000_000)


@case()
def page_of_comments() -> Pieces:
    yield HTML
    yield from times(b"<!--", 4_000_000)


@case()
def page_of_texts_just_too_short() -> Pieces:
    yield HTML
    yield from times(b"A" * 999 + b" ", 5_000)
    yield from times(b"1, " * 249 + b"; ", 7_000)
    yield from times(b"%41" * 249 + b"; ", 7_000)


@case("more than 50000 files as addresses in one page")
def page_of_addresses() -> Pieces:
    yield HTML
    yield from times(b"data:;a;a;a;a;a;a;a;", 700_000)


@case()
def report_of_fields() -> Pieces:
    yield TOP + b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    yield from times(b"a: b\r\n", 5_000_000)
    yield END


# Nothing, and names


@case("a.eml")
def zeros_only() -> Pieces:
    yield from times(bytes(1 << 20), 50)


@case(IN_HEADER)
def one_field_only() -> Pieces:
    yield b"Subject: x"


NAMES = (
    b"../../x", b"CON", b"a\xe2\x80\xaegpj.exe", b"n" * 10_000, b"\0a\0.zip", b"a/b\\c", b"NUL.txt", b". . .", b"\x1b[2J.zip",
    b"=?utf-8?b?" + base64.b64encode(("あ" * 5000).encode()) + b"?=", b"\xff\xfe\xfd", b"C:\\Windows\\x.exe", b"a\r\n b",
)  # fmt: skip


@case()
def hostile_names() -> Pieces:
    yield PARTS
    for name in NAMES:
        yield b'--b\r\nContent-Disposition: attachment; filename="%s"\r\n\r\nx\r\n' % name
    yield END


@case()
def zeros_in_the_text() -> Pieces:
    yield PARTS
    yield from times(bytes(1 << 20), 20)
    yield b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" + END


# What is attached


@case("a.bin")
def bomb() -> Pieces:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.bin", "w", force_zip64=True) as member:
        for _ in range(1000):
            member.write(bytes(1 << 20))
    yield from attached("a.zip", held.getvalue())


@case("more than 16 containers inside each other", may=("19493 more things",))
def bombs_in_each_other() -> Pieces:
    data = b"PK\5\6" + bytes(18)
    for _ in range(20):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", data)
            archive.writestr("b.zip", data)
        data = held.getvalue()
    yield from attached("a.zip", data)


def packed_macros(chunks: int) -> bytes:
    """A compressed container (MS-OVBA 2.4.1) of which every six bytes become 4096: one sign, and the copy of it."""
    return b"\1" + b"\x03\xb0\x02a\xfc\x0f" * chunks


def macro_document(chunks: int) -> bytes:
    """A Word document whose only macro is small as it lies there, and hundreds of megabytes when it is read."""
    streams = project_streams(Project((Source("Module1", "Sub a()\nEnd Sub\n"),)))
    streams["VBA/Module1"] = packed_macros(chunks)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _relation("officeDocument", "word/document.xml"))
        package.writestr(
            "word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
        )
        package.writestr("word/_rels/document.xml.rels", _relation("vbaProject", "vbaProject.bin", _MICROSOFT))
        package.writestr("word/vbaProject.bin", compound_file(streams))
    return held.getvalue()


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)


def _relation(kind: str, target: str, space: str = _OFFICE) -> str:
    spaces = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{spaces}"><Relationship Id="r1" Type="{space}/{kind}" Target="{target}"/></Relationships>'


@case("VBA/Module1: more than 4194304 bytes of text")
def macros_that_swell() -> Pieces:
    yield from attached("a.docm", macro_document(170_000))


@case("a.bin")
def noise() -> Pieces:
    """Files that cannot be made smaller: together more than may be kept of one."""
    draw = random.Random(1)
    yield PARTS
    for _ in range(60):
        head = b"--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        yield head + base64.encodebytes(draw.randbytes(2 << 20))
    yield END
