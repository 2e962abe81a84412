"""What all hostile mails are made with: each is a stream of pieces, with the gaps that have to tell what was left out of it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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


def case(*gaps: str, may: tuple[str, ...] = ()) -> Callable[[Callable[[], Pieces]], Callable[[], Pieces]]:
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
