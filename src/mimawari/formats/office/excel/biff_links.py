"""What a workbook links to: other books, other programs, add-ins.

[MS-XLS] 2.4.271 SupBook, 2.4.105 ExternName, 2.4.106 ExternSheet.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from mimawari.formats.office.excel.biff_strings import unbroken
from mimawari.formats.office.excel.shells import dde_links
from mimawari.model import External

MOST_BOOKS = 10_000
MOST_REFERENCES = 65_535
MOST_ITEMS = 65_535


@dataclass(slots=True)
class LinkedBook:
    """``service`` and ``topic``: it is another program. ``target``: it is a file. Otherwise this book, or an add-in."""

    is_own: bool = False
    target: str = ""
    service: str = ""
    topic: str = ""
    sheet: str = ""
    names: list[str] = field(default_factory=list)

    def named(self, index: int) -> str:
        """Its name with this number, from 1."""
        name = self.names[index - 1] if 0 < index <= len(self.names) else "#NAME?"
        if self.service:
            return dde_links(self.service, self.topic, [name])[0]
        return f"[{self.target}]!{name}" if self.target else name


@dataclass(slots=True)
class Links:
    """All of them, in the order of the file. ``code_page`` is that of BIFF5's texts."""

    code_page: str = "cp1252"
    books: list[LinkedBook] = field(default_factory=list)
    _references: list[tuple[int, int, int]] = field(default_factory=list)

    def reference(self, number: int) -> tuple[LinkedBook | None, int, int]:
        """An entry of EXTERNSHEET: the book, its first and its last sheet (−2: the whole book)."""
        if not 0 <= number < len(self._references):
            return None, -1, -1
        book, first, last = self._references[number]
        return (self.books[book] if book < len(self.books) else None), first, last

    def old_book(self, number: int) -> LinkedBook | None:
        """BIFF5 counts its EXTERNSHEET records from 1, and means this book by negative numbers."""
        return self.books[abs(number) - 1] if 0 < abs(number) <= len(self.books) else None

    def old_sheet(self, number: int) -> str:
        """The sheet that BIFF5's entry *number* names."""
        book = self.old_book(number)
        if book is None:
            return "#REF"
        return book.sheet if book.is_own else f"[{book.target}]{book.sheet}"

    def fields(self) -> tuple[str, ...]:
        """The links to other programs."""
        found = [one for book in self.books if book.service for one in dde_links(book.service, book.topic, book.names)]
        return tuple(dict.fromkeys(found))

    def externals(self) -> tuple[External, ...]:
        """The other workbooks."""
        targets = dict.fromkeys(book.target for book in self.books if book.target)
        return tuple(External(form="externalLink", target=target) for target in targets)

    def add_book(self, data: bytes) -> None:
        """SUPBOOK."""
        if len(self.books) >= MOST_BOOKS:
            return
        self.books.append(LinkedBook())
        _, count = struct.unpack_from("<HH", data)
        if count in (0x0401, 0x3A01):
            self.books[-1].is_own = count == 0x0401
            return
        path, _ = unbroken(data, 4, count)
        self.books[-1] = _linked(path)

    def add_name(self, data: bytes, code_page: str) -> None:
        """EXTERNNAME: it belongs to the book before it."""
        if self.books and len(self.books[-1].names) < MOST_ITEMS:
            # A name that cannot be read keeps its place: formulas count them.
            self.books[-1].names.append("#NAME?")
            (count,) = struct.unpack_from("<B", data, 6)
            self.books[-1].names[-1], _ = unbroken(data, 7, count, code_page)

    def add_references(self, data: bytes, code_page: str) -> None:
        """EXTERNSHEET: in BIFF8 the list of references, in BIFF5 one sheet or book a record."""
        if code_page:
            self._add_old(data, code_page)
            return
        (count,) = struct.unpack_from("<H", data)
        room = MOST_REFERENCES - len(self._references)
        whole = min(count, (len(data) - 2) // 6, room)
        self._references.extend(struct.iter_unpack("<Hhh", data[2 : 2 + 6 * whole]))

    def _add_old(self, data: bytes, code_page: str) -> None:
        if len(self.books) >= MOST_BOOKS:
            return
        self.books.append(LinkedBook())
        (count,) = struct.unpack_from("<B", data)
        if data[1:2] in (b"\x02", b"\x03", b"\x04"):
            # 3: a sheet of this book, whose name follows; it counts among the bytes only here.
            self.books[-1] = LinkedBook(is_own=True, sheet=data[2 : 2 + count].decode(code_page, "replace"))
            return
        if data[1:2] == b"\x3a":
            return
        path, _ = unbroken(data, 1, min(count, len(data) - 1), code_page)
        self.books[-1] = _linked(path)


def _linked(path: str) -> LinkedBook:
    """[MS-XLS] 2.5.277: a path in Excel's own writing, or ``server 0x03 topic``; a single space or NUL is a book without a name."""
    if path[:1] != "\x01" and "\x03" in path:
        service, _, topic = path.partition("\x03")
        return LinkedBook(service=service, topic=topic)
    return LinkedBook(target=_plain(path)) if path.strip("\0 ") else LinkedBook()


def _plain(path: str) -> str:
    r"""``\x01`` begins such a path; then ``\x01X`` is drive X (``\x01@``: a server), ``\x02`` this drive.

    ``\x03`` is a backslash, ``\x04`` one folder up; ``\x05`` and a character that counts: an address follows as it is.
    """
    if not path.startswith("\x01"):
        return path
    path = path[1:]
    if path.startswith("\x05"):
        return path[2:]
    if path.startswith("\x01"):
        path = "\\\\" + path[2:] if path[1:2] == "@" else f"{path[1:2]}:\\{path[2:]}"
    return path.replace("\x02", "\\").replace("\x03", "\\").replace("\x04", "..\\")
