"""A formula while its tokens are read: where reading stands, the operands so far, and what the workbook answers."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, Protocol

from mimawari.formats.office.excel.dialects import Dialect

Node = Any
"""A text, or a tuple of nodes: it is joined once, at the end, so that hostile nesting costs nothing."""

MISSING = "?"
"""An operand that is not there."""


class Book(Protocol):
    """What a formula names by number."""

    def name(self, number: int) -> str:
        """The defined name with this number, counted from 1."""

    def sheets(self, number: int) -> tuple[str, str]:
        """The first and the last sheet of an entry of the list of references (XTI)."""

    def foreign_name(self, number: int, index: int) -> str:
        """Name *index*, counted from 1, of what entry *number* leads to: a user-defined function, an item of a DDE link."""

    def own_sheet(self, number: int) -> str:
        """The sheet with this number, counted from 0 (BIFF5)."""


@dataclass(slots=True)
class Parsed:
    """``shared``: row and column of the cell whose shared or array formula this is. ``fault``: why reading ended early."""

    text: str
    shared: tuple[int, int] | None = None
    fault: str = ""


class Unknown(Exception):
    """A token that cannot be skipped, for its length is not known."""


@dataclass(slots=True)
class Reading:
    """Tokens, what stands behind them (``extra``, read up to ``behind``), and the place of the formula's cell."""

    data: bytes
    extra: bytes
    dialect: Dialect
    book: Book
    row: int
    column: int
    at: int = 0
    behind: int = 0
    shared: tuple[int, int] | None = None
    stack: list[Node] = field(default_factory=list)

    def take(self, form: str) -> tuple[Any, ...]:
        """The next values. Raises ``struct.error`` where they are cut off."""
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def bytes(self, length: int) -> bytes:
        """The next *length* bytes. Raises :class:`Unknown` where they are cut off."""
        found = self.data[self.at : self.at + length]
        self.at += length
        if len(found) < length:
            raise Unknown("cut off")
        return found

    def pop(self, count: int) -> list[Node]:
        """The last *count* operands; ``?`` for those that are not there."""
        found = self.stack[len(self.stack) - count :] if 0 < count <= len(self.stack) else list(self.stack) if count else []
        del self.stack[len(self.stack) - len(found) :]
        return [MISSING] * (count - len(found)) + found

    def push(self, node: Node) -> None:
        """One more operand."""
        self.stack.append(node)
