"""What a page is made of: lines that know nothing of a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What a line is; colour only repeats what its words say."""

    PLAIN = ""
    HEAD = "bold"
    ALARM = "bold red"
    CARE = "bold yellow"
    FAINT = "dim"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; ``lead`` stands before its first line, and all further lines start below its end."""

    text: str = ""
    lead: str = ""
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Line | Table
