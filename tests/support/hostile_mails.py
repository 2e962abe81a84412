"""Mails that are made to cost time or memory, or to be read wrongly; each a stream of pieces, so that writing them costs little.

Each comes with the gaps that have to tell what was left out of it; none where all of it is read.
"""

from __future__ import annotations

import base64
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from support.office.ole_writer import compound_file
from support.office.vba_writer import Project, Source, project_streams

Pieces = Iterator[bytes]
TOP = b"Subject: hostile\r\nFrom: a@example.com\r\nTo: b@example.com\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
PARTS = TOP + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HTML = TOP + b"Content-Type: text/html\r\n\r\n<p>"
END = b"--b--\r\n"

MANY_PARTS = "more than 10000 parts in one mail"
LONG_HEADER = "a mail whose header is too long to be read"
IN_HEADER = "a mail that ends within its header"
IN_PART = "a mail that ends within a part"
LONG_TEXT = "a very long text of a mail was not read to its end"
NO_PARTS = "a mail of parts that cannot be told apart"
FIRST_CHARACTERS = "only the first 1048576 characters of the text were read"
LONG_PAGE = "only the first 16 MiB of the page were read"
MANY_ELEMENTS = "a page of too many elements"


@dataclass(frozen=True)
class Hostile:
    """``gaps`` are the details that must be told, ``may`` such that may be told too."""

    pieces: Callable[[], Pieces]
    gaps: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


def _case(*gaps: str, may: tuple[str, ...] = ()) -> Callable[[Callable[[], Pieces]], Callable[[], Pieces]]:
    def kept(pieces: Callable[[], Pieces]) -> Callable[[], Pieces]:
        CASES[pieces.__name__.replace("_", "-")] = Hostile(pieces, frozenset(gaps), frozenset(may))
        return pieces

    return kept


CASES: dict[str, Hostile] = {}


def times(piece: bytes, count: int) -> Pieces:
    """*piece* so many times, in pieces of about a megabyte."""
    each = max(1, (1 << 20) // len(piece))
    yield from (piece * min(each, count - done) for done in range(0, count, each))


def attached(name: str, content: bytes) -> Pieces:
    """A mail with one file."""
    yield PARTS + b"--b\r\nContent-Type: application/octet-stream; name=%s\r\n" % name.encode()
    yield b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content) + END


def encoded(how: str) -> bytes:
    """The beginning of a mail with one file in the encoding *how*."""
    part = b"--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: %s\r\n\r\n" % how.encode()
    return PARTS + part


# Parts


@_case(MANY_PARTS)
def parts_of_text() -> Pieces:
    yield PARTS
    yield from times(b"--b\r\n\r\nx\r\n", 100_000)
    yield END


@_case(MANY_PARTS)
def parts_of_archives() -> Pieces:
    head = b"--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    yield PARTS
    yield from times(head + base64.encodebytes(b"PK\5\6" + bytes(18)), 100_000)
    yield END


@_case(MANY_PARTS)
def boundaries_beside_each_other() -> Pieces:
    yield PARTS
    for number in range(100_000):
        yield b"--b\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)


@_case(NO_PARTS, IN_PART, may=(FIRST_CHARACTERS,))
def boundaries_in_each_other() -> Pieces:
    yield PARTS + b"--b\r\n"
    for number in range(100_000):
        yield b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)


@_case()
def boundaries_of_nothing() -> Pieces:
    yield PARTS
    for number in range(1_000_000):
        yield b"--x%d\r\n" % number


@_case(NO_PARTS, MANY_PARTS, may=(FIRST_CHARACTERS, IN_PART))
def boundary_again() -> Pieces:
    yield PARTS
    yield from times(b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 20_000)


@_case("more than 16 containers inside each other")
def mails_in_each_other() -> Pieces:
    for number in range(200):
        yield b"Subject: %d\r\nFrom: a@example.com\r\nContent-Type: message/rfc822\r\n\r\n" % number
    yield b"Subject: end\r\n\r\nend\r\n"


# Headers


@_case(LONG_HEADER, IN_HEADER)
def header_of_megabytes() -> Pieces:
    yield TOP
    for number in range(5500):
        yield b"X-%d: %s\r\n" % (number, b"y" * 900)
    yield b"\r\nbody"


@_case(LONG_HEADER, IN_HEADER, LONG_TEXT)
def field_of_50_mb() -> Pieces:
    yield TOP + b"X-Long: "
    yield from times(b"a ", 25_000_000)
    yield b"\r\n\r\nbody"


@_case(LONG_HEADER, LONG_TEXT)
def folded_field() -> Pieces:
    yield TOP + b"X-Folded: a\r\n"
    yield from times(b" a\r\n", 9_000_000)
    yield b"\r\nbody"


@_case(LONG_HEADER)
def fields_by_the_million() -> Pieces:
    yield TOP
    for number in range(1_000_000):
        yield b"X-%d: y\r\n" % number
    yield b"\r\nbody"


@_case("a part of a mail whose header is too long to be read")
def headers_of_parts() -> Pieces:
    yield PARTS
    yield from times(b"--b\r\n" + b"X: y\r\n" * 15_000 + b"\r\nx\r\n", 60)
    yield END


@_case(LONG_HEADER, IN_HEADER, LONG_TEXT)
def encoded_words() -> Pieces:
    yield TOP + b"Subject:"
    yield from times(b" =?utf-8?q?a?=", 10_000_000)
    yield b"\r\n\r\nbody"


@_case()
def encoded_words_in_every_field() -> Pieces:
    for name in (b"Subject", b"From", b"To", b"Cc", b"Reply-To", b"Message-ID", b"References", b"Date", b"Received"):
        yield name + b": " + b"=?a?b?QQ==?= " * 5000 + b"\r\n"
    yield b"\r\nbody"


@_case(may=(LONG_HEADER,))
def recipients_by_the_thousand() -> Pieces:
    yield TOP + b"Cc: " + b"=?utf-8?q?a,?= <a@b.example>," * 2000 + b"\r\n"
    yield from times(b"Cc: " + b'"a" <a@b.example>, ' * 3000 + b"\r\n", 50)
    yield b"\r\nbody"


@_case("a part of a mail whose header is too long to be read", may=(FIRST_CHARACTERS,))
def continuations_of_a_name() -> Pieces:
    yield PARTS + b"--b\r\nContent-Type: application/zip;\r\n"
    for number in range(100_000):
        yield b" name*%d*=%%41;\r\n" % number
    yield b"\r\nx\r\n" + END


@_case()
def continuations_in_one_line() -> Pieces:
    yield TOP + b"Content-Type: application/zip;"
    for number in range(100_000):
        yield b" name*%d*=%%41;" % number
    yield b"\r\n\r\nx"


@_case()
def parameters_of_signs() -> Pieces:
    yield TOP + b"Content-Type: text/plain;" + b"; " * 15_000 + b' """;;;' * 3000 + b"\r\n\r\nx"


# Encodings


@_case("a.bin: its encoding is damaged", may=(FIRST_CHARACTERS, "a.bin"))
def broken_base64() -> Pieces:
    yield encoded("base64")
    yield from times(b"A=!@#\xff\r\n", 1_000_000)
    yield END


@_case(may=("a.bin", FIRST_CHARACTERS))
def base64_of_padding() -> Pieces:
    yield encoded("base64")
    yield from times(b"=A", 2_000_000)
    yield b"\r\n" + END


@_case(may=("a.bin", FIRST_CHARACTERS))
def quoted_printable_of_signs() -> Pieces:
    yield encoded("quoted-printable")
    yield from times(b"=", 20_000_000)
    yield b"\r\n" + END


@_case(may=("a.bin", FIRST_CHARACTERS))
def quoted_printable_in_one_line() -> Pieces:
    yield encoded("quoted-printable")
    yield from times(b"=41", 8_000_000)
    yield b"\r\n" + END


@_case(may=("a.bin", FIRST_CHARACTERS))
def broken_uuencode() -> Pieces:
    yield encoded("x-uuencode") + b"begin 644 a\r\n"
    yield from times(b"M\xff\xff\r\n", 1_000_000)
    yield END


@_case(may=("a.bin", FIRST_CHARACTERS))
def uuencode_in_one_line() -> Pieces:
    yield encoded("x-uuencode") + b"begin 644 a\r\n"
    yield from times(b"M", 40_000_000)
    yield b"\r\n" + END


@_case()
def uuencode_that_only_begins() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"begin 644 a\r\n", 1_000_000)


@_case()
def yenc_that_only_begins() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"=ybegin line=128 size=1 name=a\r\n", 800_000)


# Texts and pages


@_case(LONG_TEXT)
def quotes_of_quotes() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"> ", 25_000_000)


@_case(LONG_TEXT)
def lines_of_quotes() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"> \r\n", 9_000_000)


@_case()
def passwords_without_end() -> Pieces:
    yield TOP + b"\r\n"
    yield from times("パスワード：「".encode(), 400_000)
    yield from times(b"pass (", 400_000)


@_case()
def addresses_without_end() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"http://", 3_000_000)


@_case()
def escape_sequences() -> Pieces:
    yield TOP + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
    yield from times(b"\x1b$B\x1b(I", 3_000_000)


@_case("a mail locked with PGP")
def locked_without_end() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"-----BEGIN PGP MESSAGE-----\r\n", 800_000)


@_case(LONG_PAGE)
def page_of_angles() -> Pieces:
    yield HTML
    yield from times(b"<", 50_000_000)


@_case(LONG_PAGE, MANY_ELEMENTS)
def page_of_elements() -> Pieces:
    yield HTML
    yield from times(b"<a ", 16_000_000)


@_case(MANY_ELEMENTS)
def page_of_attributes() -> Pieces:
    yield HTML
    yield from times(b'<a b="c"', 2_000_000)


@_case()
def page_of_comments() -> Pieces:
    yield HTML
    yield from times(b"<!--", 4_000_000)


@_case()
def page_of_texts_just_too_short() -> Pieces:
    yield HTML
    yield from times(b"A" * 999 + b" ", 5_000)
    yield from times(b"1, " * 249 + b"; ", 7_000)
    yield from times(b"%41" * 249 + b"; ", 7_000)


@_case("more than 50000 files as addresses in one page")
def page_of_addresses() -> Pieces:
    yield HTML
    yield from times(b"data:;a;a;a;a;a;a;a;", 700_000)


@_case()
def report_of_fields() -> Pieces:
    yield TOP + b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    yield from times(b"a: b\r\n", 5_000_000)
    yield END


# Nothing, and names


@_case("a.eml")
def zeros_only() -> Pieces:
    yield from times(bytes(1 << 20), 50)


@_case(IN_HEADER)
def one_field_only() -> Pieces:
    yield b"Subject: x"


NAMES = (
    b"../../x", b"CON", b"a\xe2\x80\xaegpj.exe", b"n" * 10_000, b"\0a\0.zip", b"a/b\\c", b"NUL.txt", b". . .", b"\x1b[2J.zip",
    b"=?utf-8?b?" + base64.b64encode(("あ" * 5000).encode()) + b"?=", b"\xff\xfe\xfd", b"C:\\Windows\\x.exe", b"a\r\n b",
)  # fmt: skip


@_case()
def hostile_names() -> Pieces:
    yield PARTS
    for name in NAMES:
        yield b'--b\r\nContent-Disposition: attachment; filename="%s"\r\n\r\nx\r\n' % name
    yield END


@_case()
def zeros_in_the_text() -> Pieces:
    yield PARTS
    yield from times(bytes(1 << 20), 20)
    yield b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" + END


# What is attached


@_case("a.bin")
def bomb() -> Pieces:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.bin", "w", force_zip64=True) as member:
        for _ in range(1000):
            member.write(bytes(1 << 20))
    yield from attached("a.zip", held.getvalue())


@_case("more than 16 containers inside each other", may=("19493 more things",))
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


@_case("VBA/Module1: more than 4194304 bytes of text")
def macros_that_swell() -> Pieces:
    yield from attached("a.docm", macro_document(170_000))


@_case("a.bin")
def noise() -> Pieces:
    """Files that cannot be made smaller: together more than may be kept of one."""
    draw = random.Random(1)
    yield PARTS
    for _ in range(60):
        head = b"--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        yield head + base64.encodebytes(draw.randbytes(2 << 20))
    yield END
