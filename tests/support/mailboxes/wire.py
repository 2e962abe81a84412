"""Writes mails byte by byte, as the mailers of the years before wrote them: charsets, encoded words, names of files, parts."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from support.mailboxes.charsets import encoded, fits, label


@dataclass
class File:
    """An attachment. ``style`` tells how its name is written: ``2231``, ``2047``, ``raw`` (bytes of the charset), ``both``."""

    name: str
    data: bytes
    media: str = "application/octet-stream"
    style: str = ""
    cid: str = ""


@dataclass
class Body:
    """What a mail says. ``cte`` is the encoding of its text; ``called`` is the charset
    that the mail says it has, where that is another; without a text the page stands alone."""

    text: str
    page: str = ""
    charset: str = "utf-8"
    cte: str = ""
    files: list[File] = field(default_factory=list)
    raw_parts: list[bytes] = field(default_factory=list)
    calendar: str = ""
    called: str = ""
    report: str = ""
    """For ``multipart/report``: its type (``delivery-status``); ``raw_parts`` are then its further parts."""


def words(text: str, charset: str, how: str = "b") -> str:
    """*text* in encoded words (RFC 2047), folded; ASCII as it is."""
    if text.isascii():
        return text
    charset = fits(text, charset)
    chunks, now = list[str](), ""
    for sign in text:
        if len(base64.b64encode(encoded(now + sign, charset))) > 52:
            chunks.append(now)
            now = ""
        now += sign
    return "\n ".join(word(chunk, charset, how) for chunk in [*chunks, now])


def word(text: str, charset: str, how: str = "b") -> str:
    """One encoded word, ASCII or not."""
    raw, charset = encoded(text, charset), label(charset)
    if how == "q":
        shown = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}" for byte in raw)
        return f"=?{charset}?Q?{shown}?="
    return f"=?{charset.upper() if how == 'B' else charset}?B?{base64.b64encode(raw).decode()}?="


def mailbox(name: str, address: str, charset: str, how: str = "b") -> str:
    """A person in a header."""
    if not name:
        return address
    if not name.isascii():
        return f"{words(name, charset, how)} <{address}>"
    return f"{name} <{address}>" if name.replace(" ", "").isalnum() else '"{}" <{}>'.format(name.replace('"', '\\"'), address)


def header(name: str, value: str | bytes) -> bytes:
    """A field; raw bytes stand as they are."""
    return name.encode() + b": " + (value if isinstance(value, bytes) else value.encode("utf-8")) + b"\n"


def _encoded(raw: bytes, cte: str) -> bytes:
    if cte == "base64":
        return base64.encodebytes(raw)
    if cte == "quoted-printable":
        return quopri.encodestring(raw.replace(b"\r\n", b"\n"))
    return raw if raw.endswith(b"\n") else raw + b"\n"


def _leaf(text: str, kind: str, charset: str, cte: str, called: str = "") -> tuple[bytes, bytes]:
    charset = fits(text, charset)
    raw, charset = encoded(text, charset), label(charset)
    cte = "7bit" if charset == "iso-2022-jp" and cte != "base64" else cte or ("7bit" if text.isascii() else "8bit")
    if cte in ("7bit", "8bit") and max(map(len, raw.split(b"\n"))) > 950:
        cte = "base64"
    return f"Content-Type: {kind}; charset={called or charset}\nContent-Transfer-Encoding: {cte}\n".encode(), _encoded(raw, cte)


def _file(file: File, charset: str) -> bytes:
    kind, name = _named(file, charset)
    where = f"Content-ID: <{file.cid}>\nContent-Disposition: inline".encode() if file.cid else b"Content-Disposition: attachment"
    head = b"Content-Type: " + file.media.encode() + kind + b"\nContent-Transfer-Encoding: base64\n" + where + name
    return head + b"\n\n" + base64.encodebytes(file.data)


def _named(file: File, charset: str) -> tuple[bytes, bytes]:
    """What stands behind the type and behind the disposition."""
    if file.name.isascii() and file.style != "2231":
        plain = f'"{file.name}"'.encode()
        return b";\n name=" + plain, b";\n filename=" + plain
    if file.style == "raw":
        raw = b'"' + encoded(file.name, fits(file.name, charset)) + b'"'
        return b";\n name=" + raw, b";\n filename=" + raw
    hidden = b'"' + words(file.name, charset).encode() + b'"'
    if file.style == "2047":
        return b";\n name=" + hidden, b";\n filename=" + hidden
    return (b";\n name=" + hidden if file.style == "both" else b""), b";\n" + _continued(file.name, charset)


def _continued(name: str, charset: str) -> bytes:
    """RFC 2231, in pieces where it is long."""
    charset = "utf-8" if label(charset) == "iso-2022-jp" else fits(name, charset)
    shown = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in encoded(name, charset))
    full = f"{charset}''{shown}"
    if len(full) <= 66:
        return f" filename*={full}".encode()
    pieces = [full[at : at + 60] for at in range(0, len(full), 60)]
    return ";\n".join(f" filename*{number}*={piece}" for number, piece in enumerate(pieces)).encode()


def _multi(kind: str, border: str, parts: list[bytes], note: str = "") -> tuple[bytes, bytes]:
    """The type of a multipart and its body; each part has its own header."""
    body = b"".join(f"--{border}\n".encode() + part.removesuffix(b"\n") + b"\n" for part in parts)
    return f'Content-Type: multipart/{kind};\n boundary="{border}"\n'.encode(), note.encode() + body + f"--{border}--\n".encode()


def _whole(pair: tuple[bytes, bytes]) -> bytes:
    return pair[0] + b"\n" + pair[1]


def body(draw: Random, said: Body) -> tuple[bytes, bytes]:
    """The MIME fields of the mail, and its body."""
    border: Callable[[], str] = lambda: f"----=_{draw.choice(('NextPart', 'Part', 'b1'))}_{draw.getrandbits(64):016x}"  # noqa: E731
    top = _leaf(said.text, "text/plain", said.charset, said.cte, said.called)
    if said.page:
        page = _leaf(said.page, "text/html", said.charset, said.cte, said.called)
        inline = [_file(file, said.charset) for file in said.files if file.cid]
        if inline:
            page = _multi("related", border(), [_whole(page), *inline])
        top = _multi("alternative", border(), [_whole(top), _whole(page)]) if said.text else page
    if said.calendar:
        invitation = _leaf(said.calendar, "text/calendar; method=REQUEST", "utf-8", said.cte)
        top = _multi("alternative", border(), [_whole(top), _whole(invitation)])
    files = [_file(file, said.charset) for file in said.files if not (file.cid and said.page)]
    if said.report:
        return _multi(f"report; report-type={said.report}", border(), [_whole(top), *said.raw_parts])
    if files or said.raw_parts:
        note = draw.choice(("", "This is a multi-part message in MIME format.\n\n"))
        top = _multi("mixed", border(), [_whole(top), *files, *said.raw_parts], note)
    return top
