"""Mails whose parts, headers and encodings are made to cost time or memory, or to be read wrongly."""

from __future__ import annotations

import base64

from support.hostile import (
    CASES as CASES,
)
from support.hostile import (
    END,
    FIRST_CHARACTERS,
    IN_HEADER,
    IN_PART,
    LONG_HEADER,
    LONG_TEXT,
    MANY_PARTS,
    NO_PARTS,
    PARTS,
    TOP,
    Pieces,
    case,
    encoded,
    times,
)

# Parts


@case(MANY_PARTS)
def parts_of_text() -> Pieces:
    yield PARTS
    yield from times(b"--b\r\n\r\nx\r\n", 100_000)
    yield END


@case(MANY_PARTS)
def parts_of_archives() -> Pieces:
    head = b"--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    yield PARTS
    yield from times(head + base64.encodebytes(b"PK\5\6" + bytes(18)), 100_000)
    yield END


@case(MANY_PARTS)
def boundaries_beside_each_other() -> Pieces:
    yield PARTS
    for number in range(100_000):
        yield b"--b\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)


@case(NO_PARTS, IN_PART, may=(FIRST_CHARACTERS,))
def boundaries_in_each_other() -> Pieces:
    yield PARTS + b"--b\r\n"
    for number in range(100_000):
        yield b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)


@case(NO_PARTS)
def boundaries_of_nothing() -> Pieces:
    yield PARTS
    for number in range(1_000_000):
        yield b"--x%d\r\n" % number


@case(NO_PARTS, MANY_PARTS, may=(FIRST_CHARACTERS, IN_PART))
def boundary_again() -> Pieces:
    yield PARTS
    yield from times(b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 20_000)


@case("more than 16 containers inside each other")
def mails_in_each_other() -> Pieces:
    for number in range(200):
        yield b"Subject: %d\r\nFrom: a@example.com\r\nContent-Type: message/rfc822\r\n\r\n" % number
    yield b"Subject: end\r\n\r\nend\r\n"


# Headers


@case(LONG_HEADER, IN_HEADER)
def header_of_megabytes() -> Pieces:
    yield TOP
    for number in range(5500):
        yield b"X-%d: %s\r\n" % (number, b"y" * 900)
    yield b"\r\nbody"


@case(LONG_HEADER, IN_HEADER, LONG_TEXT)
def field_of_50_mb() -> Pieces:
    yield TOP + b"X-Long: "
    yield from times(b"a ", 25_000_000)
    yield b"\r\n\r\nbody"


@case(LONG_HEADER, LONG_TEXT)
def folded_field() -> Pieces:
    yield TOP + b"X-Folded: a\r\n"
    yield from times(b" a\r\n", 9_000_000)
    yield b"\r\nbody"


@case(LONG_HEADER)
def fields_by_the_million() -> Pieces:
    yield TOP
    for number in range(1_000_000):
        yield b"X-%d: y\r\n" % number
    yield b"\r\nbody"


@case("a part of a mail whose header is too long to be read")
def headers_of_parts() -> Pieces:
    yield PARTS
    yield from times(b"--b\r\n" + b"X: y\r\n" * 15_000 + b"\r\nx\r\n", 60)
    yield END


@case(LONG_HEADER, IN_HEADER, LONG_TEXT)
def encoded_words() -> Pieces:
    yield TOP + b"Subject:"
    yield from times(b" =?utf-8?q?a?=", 10_000_000)
    yield b"\r\n\r\nbody"


@case()
def encoded_words_in_every_field() -> Pieces:
    for name in (b"Subject", b"From", b"To", b"Cc", b"Reply-To", b"Message-ID", b"References", b"Date", b"Received"):
        yield name + b": " + b"=?a?b?QQ==?= " * 5000 + b"\r\n"
    yield b"\r\nbody"


@case(may=(LONG_HEADER,))
def recipients_by_the_thousand() -> Pieces:
    yield TOP + b"Cc: " + b"=?utf-8?q?a,?= <a@b.example>," * 2000 + b"\r\n"
    yield from times(b"Cc: " + b'"a" <a@b.example>, ' * 3000 + b"\r\n", 50)
    yield b"\r\nbody"


@case("a part of a mail whose header is too long to be read", may=(FIRST_CHARACTERS,))
def continuations_of_a_name() -> Pieces:
    yield PARTS + b"--b\r\nContent-Type: application/zip;\r\n"
    for number in range(100_000):
        yield b" name*%d*=%%41;\r\n" % number
    yield b"\r\nx\r\n" + END


@case()
def continuations_in_one_line() -> Pieces:
    yield TOP + b"Content-Type: application/zip;"
    for number in range(100_000):
        yield b" name*%d*=%%41;" % number
    yield b"\r\n\r\nx"


@case()
def parameters_of_signs() -> Pieces:
    yield TOP + b"Content-Type: text/plain;" + b"; " * 15_000 + b' """;;;' * 3000 + b"\r\n\r\nx"


# Encodings


@case("a.bin: its encoding is damaged", may=(FIRST_CHARACTERS, "a.bin"))
def broken_base64() -> Pieces:
    yield encoded("base64")
    yield from times(b"A=!@#\xff\r\n", 1_000_000)
    yield END


@case(may=("a.bin", FIRST_CHARACTERS))
def base64_of_padding() -> Pieces:
    yield encoded("base64")
    yield from times(b"=A", 2_000_000)
    yield b"\r\n" + END


@case(may=("a.bin", FIRST_CHARACTERS))
def quoted_printable_of_signs() -> Pieces:
    yield encoded("quoted-printable")
    yield from times(b"=", 20_000_000)
    yield b"\r\n" + END


@case(may=("a.bin", FIRST_CHARACTERS))
def quoted_printable_in_one_line() -> Pieces:
    yield encoded("quoted-printable")
    yield from times(b"=41", 8_000_000)
    yield b"\r\n" + END


@case(may=("a.bin", FIRST_CHARACTERS))
def broken_uuencode() -> Pieces:
    yield encoded("x-uuencode") + b"begin 644 a\r\n"
    yield from times(b"M\xff\xff\r\n", 1_000_000)
    yield END


@case(may=("a.bin", FIRST_CHARACTERS))
def uuencode_in_one_line() -> Pieces:
    yield encoded("x-uuencode") + b"begin 644 a\r\n"
    yield from times(b"M", 40_000_000)
    yield b"\r\n" + END


@case()
def uuencode_that_only_begins() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"begin 644 a\r\n", 1_000_000)


@case("a file in yEnc that is not there as a whole")
def yenc_that_only_begins() -> Pieces:
    yield TOP + b"\r\n"
    yield from times(b"=ybegin line=128 size=1 name=a\r\n", 800_000)
