"""Outlook's message file (MS-OXMSG): its properties and attachments, read from the compound file that it is."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mimawari.formats.scripts.charsets import decoded
from mimawari.model import Mailbox
from mimawari.model.filetime import to_iso
from mimawari.trees.faults import parsing

TEXT, ATTACHMENTS, DEPTH = 1 << 20, 1000, 8
"""The most bytes of one text, attachments of one message, and messages in each other."""
SUBJECT, SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0037, 0x0C1A, 0x0C1F, 0x5D01
BODY, HTML, MESSAGE_ID, HEADERS, TO, CC = 0x1000, 0x1013, 0x1035, 0x007D, 0x0E04, 0x0E03
RTF, MESSAGE_CODE_PAGE, INTERNET_CODE_PAGE, SENT, DELIVERED = 0x1009, 0x3FFD, 0x3FDE, 0x0039, 0x0E06
REFERENCES, IN_REPLY_TO, FOR_NAME, FOR_SMTP = 0x1039, 0x1042, 0x0042, 0x5D02
LONG_NAME, SHORT_NAME, DATA, METHOD, MIME, DISPLAY, PATH = 0x3707, 0x3704, 0x3701, 0x3705, 0x370E, 0x3001, 0x370D
BY_REFERENCE = (2, 3, 4, 7)
"""Attach methods (MS-OXCMSG 2.2.2.9) of what lies elsewhere."""
_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})", re.IGNORECASE)
_UNICODE, _ANSI, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_FIXED = {0x0003: 4, 0x0040: 8, 0x000B: 2, 0x0002: 2}
# Before the fixed properties: the header of a message, of one in another, of an attachment or a recipient (MS-OXMSG 2.4.1).
TOP, EMBEDDED, OTHER = 32, 24, 8


@dataclass(slots=True)
class Storage:
    """A message or attachment: its streams by property, with their type, and its fixed properties."""

    ole: Any
    path: tuple[str, ...]
    streams: dict[int, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    fixed: dict[int, bytes] = field(default_factory=dict)
    below: tuple[str, ...] = ()
    code_page: str = ""

    def data(self, property_: int, most: int = TEXT) -> bytes:
        """A stream's bytes; empty where there is none. Raises ``BadEvidence`` corrupt."""
        if property_ not in self.streams:
            return b""
        with parsing("a stream of an Outlook message"):
            data: bytes = self.ole.openstream(list(self.streams[property_][1])).read(most)
            return data

    def size(self, property_: int) -> int:
        """How many bytes a stream has; 0 where there is none. Raises ``BadEvidence`` corrupt."""
        if property_ not in self.streams:
            return 0
        with parsing("a stream of an Outlook message"):
            size: int = self.ole.get_size(list(self.streams[property_][1]))
            return size

    def text(self, property_: int) -> str:
        """A text property, in Unicode or in the message's code page."""
        kind = self.streams.get(property_, (0, ()))[0]
        data = self.data(property_)
        if kind == _UNICODE:
            return data[: len(data) // 2 * 2].decode("utf-16-le", "replace").rstrip("\0")
        # Some writers call Unicode ANSI.
        return decoded(data, "" if b"\0" in data[:100].rstrip(b"\0") else self.code_page).rstrip("\0")

    def number(self, property_: int) -> int:
        """A fixed property as a number; 0 where there is none."""
        return int.from_bytes(self.fixed.get(property_, b""), "little")

    def time(self, property_: int) -> str:
        """A time as ISO 8601 UTC; empty where there is none."""
        value = self.number(property_)
        return (to_iso(value) or "") if value else ""

    @property
    def is_object(self) -> bool:
        """Whether an attachment is a message or an OLE object, a storage of its own."""
        return DATA in self.streams and self.streams[DATA][0] == _OBJECT

    def children(self, prefix: str) -> list[tuple[str, ...]]:
        """The storages in it whose name begins so."""
        return [(*self.path, name) for name in self.below if name.lower().startswith(prefix)]


class Outlook:
    """The compound file, listed once."""

    def __init__(self, stream: Any) -> None:
        import olefile

        with parsing("an Outlook message"):
            self.ole = olefile.OleFileIO(stream)
            entries = self.ole.listdir(streams=True, storages=True)
        self._below: dict[tuple[str, ...], list[str]] = {}
        for entry in entries[:200_000]:
            self._below.setdefault(tuple(entry[:-1]), []).append(entry[-1])

    def storage(self, path: tuple[str, ...], header: int, code_page: str = "") -> Storage:
        """A message, attachment or recipient; *header* is the length of what is before its fixed properties."""
        found = Storage(self.ole, path, below=tuple(self._below.get(path, ())), code_page=code_page)
        for name in found.below:
            mark = _STREAM.fullmatch(name)
            if mark:
                found.streams.setdefault(int(mark[1], 16), (int(mark[2], 16), (*path, name)))
        with parsing("the properties of an Outlook message"):
            if self.ole.exists([*path, "__properties_version1.0"]):
                found.fixed = _fixed(self.ole.openstream([*path, "__properties_version1.0"]).read(TEXT)[header:])
        own = found.number(INTERNET_CODE_PAGE) or found.number(MESSAGE_CODE_PAGE)
        found.code_page = _codec(own) or code_page
        return found

    def attachments(self, message: Storage) -> Iterator[Storage]:
        """The first :data:`ATTACHMENTS` of a message."""
        for path in message.children("__attach_version1.0_")[:ATTACHMENTS]:
            yield self.storage(path, OTHER, message.code_page)

    def recipients(self, message: Storage) -> Iterator[Mailbox]:
        """Name and address of each."""
        for path in message.children("__recip_version1.0_")[:ATTACHMENTS]:
            one = self.storage(path, OTHER, message.code_page)
            name, address = one.text(DISPLAY), one.text(0x39FE) or one.text(0x3003)
            yield Mailbox(name if name != address or not address else "", address)


def _fixed(data: bytes) -> dict[int, bytes]:
    """Property and value of each entry of 16 bytes (MS-OXMSG 2.4.2)."""
    found: dict[int, bytes] = {}
    for at in range(0, len(data) - 15, 16):
        kind, property_ = struct.unpack_from("<HH", data, at)
        if kind in _FIXED:
            found[property_] = data[at + 8 : at + 8 + _FIXED[kind]]
    return found


def _codec(page: int) -> str:
    known = {932: "shift_jis", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 51932: "euc-jp", 65001: "utf-8", 20127: "", 1200: ""}
    return known.get(page, f"cp{page}" if 0 < page < 60000 else "")
