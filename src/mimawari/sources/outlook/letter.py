"""A mail (RFC 5322) made of a message of Outlook: its header, its text, its page, what is attached, mails in it too.

What is small is there as bytes, what is large as a place in the file, read when it is asked for.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from mimawari.model import BadEvidence, Reason
from mimawari.sources.outlook import fields, strings
from mimawari.sources.outlook.items import ATTACHMENT
from mimawari.sources.outlook.joined import Base64, Piece
from mimawari.sources.outlook.properties import ANSI, INTERNET_PAGE, OBJECT, TEXT, UNICODE, Properties, properties
from mimawari.sources.outlook.store import Node, Store
from mimawari.trees import outlook_rtf as rtf

BODY, HTML, RTF = 0x1000, 0x1013, 0x1009
METHOD, DATA, MIME, LONG_NAME, SHORT_NAME, DISPLAY, CONTENT_ID = 0x3705, 0x3701, 0x370E, 0x3707, 0x3704, 0x3001, 0x3712
BY_REFERENCE, MESSAGE, OBJECTS = (2, 3, 4, 7), 5, 6
"""Attach methods (MS-OXCMSG 2.2.2.9)."""
ATTACHMENTS, DEPTH, TEXTS = 2000, 8, 32 << 20
"""The most attachments of a mail and of the mails in it, the most mails in each other, the most bytes of all their texts."""
_HAS_ATTACHMENTS = 0x0E1B
_FLAGS, _FLAG_ATTACHED = 0x0E07, 0x10
_ENCODED = "Content-Transfer-Encoding: base64"
_MIME = re.compile(r"[\w.+\-]{1,60}/[\w.+\-]{1,100}")


@dataclass(slots=True)
class Letter:
    """The mail in pieces; ``faults`` are what of it could not be read. ``attached`` counts what is attached."""

    pieces: list[Piece] = field(default_factory=list)
    faults: list[tuple[Reason, str]] = field(default_factory=list)
    message_id: str = ""
    attached: int = 0

    def fault(self, reason: Reason, detail: str) -> None:
        """Note that something could not be read."""
        if (reason, detail) not in self.faults and len(self.faults) < 100:
            self.faults.append((reason, detail))


@dataclass(slots=True)
class _Part:
    """A part: the lines of its header, and its body."""

    head: tuple[str, ...]
    body: list[Piece]


def letter(store: Store, node: Node, pages: tuple[int, ...] = ()) -> Letter:
    """The mail that the message at *node* is. Raises ``BadEvidence`` where not even its properties can be read."""
    store.next_item()
    writer = _Writer(store)
    writer.letter.pieces = writer.mail(node, pages, 0)
    for reason, detail in store.noted():
        writer.letter.fault(reason, detail)
    return writer.letter


class _Writer:
    """Every body is in base64: so neither a border nor anything else that a format looks for stands in the mail by chance."""

    def __init__(self, store: Store) -> None:
        self.letter = Letter()
        self._store = store
        self._borders, self._left = 0, TEXTS

    def mail(self, node: Node, pages: tuple[int, ...], depth: int) -> list[Piece]:
        """Header and body of a message."""
        message = properties(self._store, node, pages)
        head = fields.header(self._store, message)
        self._take(sum(len(line) for _, line in head))
        if not depth:
            self.letter.message_id = fields.message_id(message, head)
        parts = self._texts(message)
        before = self.letter.attached
        for number, below in enumerate(self._attachments(message), 1):
            self._attach(below, number, message, parts, depth)
        parts = parts or [_Part(("Content-Type: text/plain",), [])]
        flagged = message.number(_HAS_ATTACHMENTS) or message.number(_FLAGS) & _FLAG_ATTACHED
        if flagged and self.letter.attached == before:
            self.letter.fault(Reason.MISSING, "attachments that a message of Outlook says it has")
        return self._joined([line for _, line in head], parts)

    def _take(self, size: int) -> None:
        """Count what is held in memory. Raises ``BadEvidence`` too large where that is more than a mail may have."""
        if size > self._left:
            raise BadEvidence(Reason.TOO_LARGE, "an item of Outlook that is too large to be read")
        self._left -= size

    def _joined(self, fields_: list[str], parts: list[_Part]) -> list[Piece]:
        top = [*fields_, "MIME-Version: 1.0"]
        if len(parts) == 1 and _is_text(parts[0]):
            return [_lines(*top, *parts[0].head, ""), *parts[0].body]
        self._borders += 1
        border = f"=_{self._borders}"
        found: list[Piece] = [_lines(*top, f'Content-Type: multipart/mixed; boundary="{border}"', "")]
        for part in parts:
            found += [_lines(f"--{border}", *part.head, ""), *part.body, b"\r\n"]
        return [*found, _lines(f"--{border}--")]

    def _attachments(self, message: Properties) -> Iterator[Node]:
        for below in sorted(message.below.values(), key=lambda one: one.number):
            if below.kind != ATTACHMENT:
                continue
            if self.letter.attached >= ATTACHMENTS:
                self.letter.fault(Reason.TOO_LARGE, f"more than {ATTACHMENTS} attachments of one message")
                return
            self.letter.attached += 1
            yield below

    def _texts(self, message: Properties) -> list[_Part]:
        found: list[_Part] = []
        for number, kind in ((BODY, "text/plain"), (HTML, "text/html")):
            if message.has(number):
                try:
                    found.append(self._text(message, number, kind))
                except BadEvidence as bad:
                    self.letter.fault(bad.reason, f"the text of an Outlook message: {bad.detail}")
        if message.has(RTF) and not message.has(HTML):
            self._rich(message, found)
        return found

    def _text(self, message: Properties, number: int, kind: str) -> _Part:
        data = message.data(number, TEXT + 1)
        most = min(TEXT, self._left)
        if len(data) > most:
            self.letter.fault(Reason.TOO_LARGE, "a very long text of a mail was not read to its end")
        data = data[:most]
        self._take(len(data))
        charset = "utf-8"
        if message.kind(number) == UNICODE:
            data = _coded(strings.text(data, is_wide=True))
        elif message.kind(number) == ANSI and b"\x1b" not in data:
            data = _coded(strings.text(data, is_wide=False, pages=message.pages))
        else:
            charset = strings.label(message.number(INTERNET_PAGE)) if b"\x1b" not in data else "iso-2022-jp"
        return _shown(kind, charset, data)

    def _rich(self, message: Properties, found: list[_Part]) -> None:
        """The page that RTF was made from; other RTF as it is too, for what may lie in it."""
        try:
            data, is_whole = rtf.unpacked(message.data(RTF))
            self._take(2 * len(data))
            text, is_page = rtf.text_of(data)
        except BadEvidence as bad:
            self.letter.fault(bad.reason, bad.detail)
            return
        if not is_whole:
            self.letter.fault(*rtf.shortfall(data))
        if is_page:
            found.append(_shown("text/html", "utf-8", _coded(text)))
            return
        if not found:
            found.append(_shown("text/plain", "utf-8", _coded(text)))
        found.append(_Part(_head("text/rtf", "body.rtf"), [b64encode(data)]))

    def _attach(self, node: Node, number: int, message: Properties, parts: list[_Part], depth: int) -> None:
        name = f"attachment {number}"
        try:
            one = properties(self._store, node, message.pages)
            name = _name(one) or name
            parts.append(self._attached(one, name, message.pages, depth))
        except BadEvidence as bad:
            self.letter.fault(bad.reason, f"{name}: {bad.detail}")
            # Its name tells something, even so.
            parts.append(_Part(_head("application/octet-stream", name), []))

    def _attached(self, one: Properties, name: str, pages: tuple[int, ...], depth: int) -> _Part:
        method = one.number(METHOD)
        if method == MESSAGE and one.kind(DATA) == OBJECT:
            if depth + 1 >= DEPTH:
                raise BadEvidence(Reason.TOO_LARGE, "too many messages inside each other")
            head = ("Content-Type: message/rfc822", _disposition(f"{name}.eml"))
            return _Part(head, self.mail(_embedded(one), pages, depth + 1))
        if not one.has(DATA):
            elsewhere = method in BY_REFERENCE
            raise BadEvidence(Reason.MISSING, "an attachment that lies elsewhere" if elsewhere else "an attachment without content")
        data = self._store.data(_embedded(one).data) if one.kind(DATA) == OBJECT else one.stream(DATA)
        if isinstance(data, bytes):
            self._take(len(data))
        body: list[Piece] = [b64encode(data) if isinstance(data, bytes) else Base64(data)]
        if not isinstance(data, bytes) and not data.is_whole:
            self.letter.fault(Reason.CORRUPT, f"{name}: it ends early")
        kind = one.text(MIME).strip().lower()
        # A signed mail is kept whole, with its own header (MS-OXOSMIME 2.1.3.1).
        if kind == "multipart/signed":
            return _Part(_head("message/rfc822", f"{name}.eml"), body)
        is_told = _MIME.fullmatch(kind) and not kind.startswith("multipart/")
        return _Part(_head(kind if is_told else "application/octet-stream", name, one.text(CONTENT_ID)), body)


def _embedded(one: Properties) -> Node:
    """The node below that an object lies in (MS-PST 2.3.3.5): its number stands in the heap, or is the value itself."""
    node = one.node(DATA)
    if node is not None:
        return node
    found = one.below.get(int.from_bytes(one.data(DATA, 4), "little"))
    if found is None:
        raise BadEvidence(Reason.CORRUPT, "a part of an item of Outlook is missing")
    return found


def _name(one: Properties) -> str:
    name = one.text(LONG_NAME) or one.text(SHORT_NAME) or one.text(DISPLAY)
    return " ".join(name.replace("\0", "").split())[:255]


def _is_text(part: _Part) -> bool:
    return part.head[0].startswith("Content-Type: text/") and len(part.head) < 3


def _shown(kind: str, charset: str, data: bytes) -> _Part:
    label = f"Content-Type: {kind}; charset={charset}" if charset else f"Content-Type: {kind}"
    return _Part((label, _ENCODED), [b64encode(data)])


def _head(kind: str, name: str, content_id: str = "") -> tuple[str, ...]:
    """The header of a file."""
    inner = re.sub(r"[^\x21-\x7e]|[<>]", "", content_id)[:200]
    told = (f"Content-Type: {kind}", _disposition(name), _ENCODED)
    return (*told, f"Content-ID: <{inner}>") if inner else told


def _disposition(name: str) -> str:
    """A file's name by RFC 2231, which no character breaks out of."""
    return f"Content-Disposition: attachment; filename*=utf-8''{quote(name, safe='', errors='replace')}"


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


def _coded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
