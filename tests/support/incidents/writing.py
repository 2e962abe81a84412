"""Mails as bytes: headers as mail programs encode them, texts in their charsets, attachments."""

from __future__ import annotations

import base64
import textwrap
from datetime import UTC, datetime, timedelta, timezone
from email.header import Header
from functools import lru_cache

Head = tuple[str, str]
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(100_000)
def word(text: str, charset: str = "utf-8") -> str:
    """A text in a header: as it is, or as an encoded word (RFC 2047)."""
    if text.isascii():
        return text
    fits = charset if charset == "utf-8" or _has(text, charset) else "utf-8"
    return Header(text, fits, maxlinelen=70).encode(linesep="\r\n")


@lru_cache(10_000)
def person(name: str, address: str, charset: str = "utf-8") -> str:
    """A name before an address, quoted where it must be (RFC 5322 3.2.4)."""
    if not name:
        return address
    if name.isascii():
        return f'"{name}" <{address}>' if not name.replace(" ", "").isalnum() else f"{name} <{address}>"
    return f"{word(name, charset)} <{address}>"


def date(told: datetime, comment: str = "") -> str:
    """A date of a mail (RFC 5322 3.3), in the time's own zone."""
    return f"{_DAYS[told.weekday()]}, {told.day} {_MONTHS[told.month - 1]} {told:%Y %H:%M:%S %z}{comment}"


def at(seconds: int, hours: int = 9) -> datetime:
    """A time in a zone."""
    return datetime.fromtimestamp(seconds, timezone(timedelta(hours=hours)) if hours else UTC)


def text_part(text: str, charset: str) -> tuple[list[Head], bytes]:
    """A plain text with the headers that tell how it is written; its lines end with CR LF."""
    lines = text.replace("\n", "\r\n") + "\r\n"
    if charset == "iso-2022-jp" and _has(text, charset):
        return [("Content-Type", 'text/plain; charset="iso-2022-jp"'), ("Content-Transfer-Encoding", "7bit")], lines.encode(charset)
    packed = base64.encodebytes(lines.encode()).replace(b"\n", b"\r\n")
    return [("Content-Type", 'text/plain; charset="UTF-8"'), ("Content-Transfer-Encoding", "base64")], packed


def mixed(text: str, charset: str, attached: tuple[str, str, bytes] | None, boundary: str) -> tuple[list[Head], bytes]:
    """A text, alone or with one attachment behind it."""
    heads, body = text_part(text, charset)
    if attached is None:
        return [("MIME-Version", "1.0"), *heads], body
    name, kind, data = attached
    parts = [
        (heads, body),
        (
            [
                ("Content-Type", f'{kind}; name="{name}"'),
                ("Content-Transfer-Encoding", "base64"),
                ("Content-Disposition", f'attachment; filename="{name}"'),
            ],
            base64.encodebytes(data).replace(b"\n", b"\r\n"),
        ),
    ]
    mark = f"--{boundary}".encode()
    whole = b"".join(mark + b"\r\n" + joined(one) + b"\r\n" + content for one, content in parts) + mark + b"--\r\n"
    return [("MIME-Version", "1.0"), ("Content-Type", f'multipart/mixed; boundary="{boundary}"')], whole


def joined(heads: list[Head]) -> bytes:
    """Headers as lines."""
    return "".join(f"{name}: {value}\r\n" for name, value in heads).encode("ascii")


def wrapped(lines: list[str], width: int) -> list[str]:
    """The lines broken anew, as a mail program does that knows no words."""
    return [piece for line in lines for piece in (textwrap.wrap(line, width, break_long_words=True) or [""])]


def _has(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
