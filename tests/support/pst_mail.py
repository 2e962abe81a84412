"""Writes messages into Outlook's data file (MS-PST 2.4): folders, mails, what is attached to them, mails in mails."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from support.pst_file import ANSI, UNICODE, File, Form
from support.pst_heap import ANSI as ANSI_TEXT
from support.pst_heap import BINARY, BOOLEAN, LONG, OBJECT, TIME, Value, properties, table
from support.pst_heap import UNICODE as UNICODE_TEXT

STORE, MAP, ROOT, SUBTREE = 0x21, 0x61, 0x122, 0x8022
OF_CONTACTS = bytes.fromhex("0420060000000000c000000000000046")
"""PSETID_Address {00062004-0000-0000-C000-000000000046} as it lies in a file (MS-OXPROPS 1.3.2)."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """A recipient; ``form`` 1 To, 2 Cc, 3 Bcc. ``kind`` ``EX``: an address of Exchange, beside ``smtp``."""

    name: str
    address: str
    form: int = 1
    kind: str = "SMTP"
    smtp: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached: bytes, another message, or nothing but a method (2: by reference)."""

    name: str
    data: bytes | Written | None
    method: int = 1
    mime: str = ""
    extra: Mapping[int, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A message. Texts of an ANSI file are written in ``page``; ``named`` is the code page that it names (0: none)."""

    subject: str = ""
    text: str = ""
    page_html: bytes = b""
    rtf: bytes = b""
    headers: str = ""
    sender: Person | None = None
    people: Sequence[Person] = ()
    attached: Sequence[Attached] = ()
    form: str = "IPM.Note"
    sent: datetime | None = None
    message_id: str = ""
    named: int = 0
    internet: int = 0
    extra: Mapping[int, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Writer:
    """A file of folders and messages in the making. ``names`` are numbers of named properties of contacts (PSETID_Address):
    in the file the first of them is 0x8001."""

    file: File
    page: int = 932
    names: Sequence[int] = ()
    tree: dict[int, list[int]] = field(default_factory=dict)
    _folder: int = 0x8042 >> 5
    _message: int = 0x200024 >> 5

    def text(self, text: str) -> Value:
        """A text as this form of the file has it."""
        if self.file.form is ANSI:
            return ANSI_TEXT, text.encode(f"cp{self.page}")
        return UNICODE_TEXT, text.encode("utf-16-le")

    def begin(self) -> None:
        """The store, the map of names, and the two uppermost folders."""
        entry = bytes(4) + b"\x11" * 16 + struct.pack("<I", SUBTREE)
        self.file.node(STORE, *properties(self.file, {0x0FF9: (BINARY, b"\x11" * 16), 0x35E0: (BINARY, entry)}))
        # One named property (MS-PST 2.4.7): libpff opens no file without any.
        named = struct.pack("<IHH", 0x8554, 3 << 1, 0)
        named += b"".join(struct.pack("<IHH", number, 4 << 1, place) for place, number in enumerate(self.names, 1))
        guids = b"\x22" * 16 + OF_CONTACTS
        names: dict[int, Value] = {1: (LONG, 251), 2: (BINARY, guids), 3: (BINARY, named), 4: (BINARY, bytes(8))}
        self.file.node(MAP, *properties(self.file, names))
        self.folder("", ROOT, ROOT)
        self.folder("Top of Personal Folders", ROOT, SUBTREE)

    def folder(self, name: str, parent: int = SUBTREE, number: int = 0) -> int:
        """A folder; its number."""
        if not number:
            number, self._folder = self._folder << 5 | 2, self._folder + 1
        self.tree.setdefault(number, [])
        if number != ROOT:
            self.tree[parent].append(number)
        counts: dict[int, Value] = {0x3602: (LONG, 0), 0x3603: (LONG, 0), 0x360A: (BOOLEAN, 0)}
        self.file.node(number, *properties(self.file, {0x3001: self.text(name), **counts}), parent)
        return number

    def message(self, written: Written, parent: int, number: int = 0) -> int:
        """A message in a folder; its number."""
        if not number:
            number, self._message = self._message << 5 | 4, self._message + 1
        self.tree.setdefault(parent, []).append(number)
        self.file.node(number, *self._written(written), parent)
        return number

    def done(self) -> bytes:
        """The whole file, with the tables of what lies in each folder."""
        kind = ANSI_TEXT if self.file.form is ANSI else UNICODE_TEXT
        for folder, inside in self.tree.items():
            for form, member in ((0x0D, 0x02), (0x0E, 0x04), (0x0F, 0x08)):
                rows: dict[int, dict[int, int | bytes]] = {number: {} for number in inside if number & 0x1F == member}
                self.file.node(folder & ~0x1F | form, *table(self.file, {0x3001: kind}, rows))
        return self.file.done()

    def _written(self, one: Written) -> tuple[int, int]:
        below: dict[int, tuple[int, int]] = {}
        if one.people:
            below[0x692] = self._people(one.people)
        if one.attached:
            rows = {0x8025 + 0x20 * place: {0x3705: each.method, 0x0E20: 0} for place, each in enumerate(one.attached)}
            below[0x671] = table(self.file, {0x3705: LONG, 0x0E20: LONG}, rows)
            below |= {number: self._attached(each) for number, each in zip(rows, one.attached, strict=True)}
        return properties(self.file, self._values(one), below)

    def _values(self, one: Written) -> dict[int, Value]:
        texts = {0x1A: one.form, 0x37: one.subject, 0x1000: one.text, 0x7D: one.headers, 0x1035: one.message_id}
        values: dict[int, Value] = {number: self.text(text) for number, text in texts.items() if text}
        values |= {0x1013: (BINARY, one.page_html)} if one.page_html else {}
        values |= {0x1009: (BINARY, one.rtf)} if one.rtf else {}
        values |= {0x3FFD: (LONG, one.named)} if one.named else {}
        values |= {0x3FDE: (LONG, one.internet)} if one.internet else {}
        values[0x0E07] = (LONG, 0x11 if one.attached else 1)
        values[0x0E1B] = (BOOLEAN, bool(one.attached))
        if one.sent:
            values[0x39] = values[0x0E06] = (TIME, int((one.sent - _EPOCH).total_seconds()) * 10_000_000)
        if one.sender:
            told = {0x0C1A: one.sender.name, 0x0C1E: one.sender.kind, 0x0C1F: one.sender.address, 0x5D01: one.sender.smtp}
            values |= {number: self.text(text) for number, text in told.items() if text}
        return values | dict(one.extra)

    def _people(self, people: Sequence[Person]) -> tuple[int, int]:
        kind = ANSI_TEXT if self.file.form is ANSI else UNICODE_TEXT
        columns = {0x0C15: LONG, **dict.fromkeys((0x3001, 0x3002, 0x3003, 0x39FE), kind)}
        rows = {}
        for number, one in enumerate(people):
            told = {0x3001: one.name, 0x3002: one.kind, 0x3003: one.address, 0x39FE: one.smtp}
            texts = {place: self.text(text)[1] for place, text in told.items() if text}
            rows[number] = {0x0C15: one.form, **texts}
        return table(self.file, columns, rows)

    def _attached(self, one: Attached) -> tuple[int, int]:
        values: dict[int, Value] = {0x3705: (LONG, one.method), 0x370B: (LONG, 0xFFFFFFFF), 0x0E20: (LONG, 0)}
        values |= {0x3707: self.text(one.name), 0x3001: self.text(one.name)} if one.name else {}
        values |= {0x370E: self.text(one.mime)} if one.mime else {}
        below: dict[int, tuple[int, int]] = {}
        if isinstance(one.data, Written):
            below[0x200104] = self._written(one.data)
            values[0x3701] = (OBJECT, struct.pack("<II", 0x200104, 4096))
            values[0x3705] = (LONG, 5)
        elif one.data is not None and one.method == 6:
            below[0x8105] = (self.file.data(one.data), 0)
            values[0x3701] = (OBJECT, struct.pack("<II", 0x8105, len(one.data)))
        elif one.data is not None:
            values[0x3701] = (BINARY, one.data)
            values[0x0E20] = (LONG, len(one.data))
        return properties(self.file, values | dict(one.extra), below)


def pst(
    folders: Mapping[str, Sequence[Written]], form: Form = UNICODE, crypt: int = 1, page: int = 932, *, squeeze: bool = True
) -> bytes:
    """A file with these messages in these folders, which may be paths (``受信トレイ/2022``)."""
    writer = Writer(File(form, crypt, squeeze=squeeze), page)
    writer.begin()
    known: dict[str, int] = {}
    for path, messages in folders.items():
        parent, way = SUBTREE, ""
        for name in path.split("/"):
            way = f"{way}/{name}"
            known.setdefault(way, 0)
            known[way] = known[way] or writer.folder(name, parent)
            parent = known[way]
        for one in messages:
            writer.message(one, parent)
    return writer.done()
