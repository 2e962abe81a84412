"""What a page is built of. Every text in it is plain and harmless already; a page in HTML and one on paper are made of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a text is set. The words say the same without it."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    CARE = "care"
    LEAD = "lead"


class Width(StrEnum):
    """Whether a section takes the whole width of the page, or stands beside the next one where there is room."""

    WHOLE = "whole"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = Tone.PLAIN
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing of a list, with a mark before it (``✓``; empty: the list's own) and lines below it in small."""

    text: str
    notes: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    points: tuple[Point, ...]
    numbered: bool = False
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; without ``heads`` where its section's title says what stands in it.

    ``widths`` are the columns' shares of the width; ``fixed`` are columns in letters of equal width.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    fixed: tuple[int, ...] = ()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG of our own making), and what it shows in words."""

    svg: str
    alt: str
    kind: str = "picture"


Block = Text | Points | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under one heading."""

    title: str
    blocks: tuple[Block, ...]
    width: Width = Width.WHOLE


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the case with the id *case*: its title, what stands below it in small, the box at its head, its sections,
    and what stands at its foot."""

    tongue: str
    title: str
    about: tuple[str, ...]
    box: tuple[Block, ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    running: str
    level: str = ""
    case: str = ""

    def data(self) -> Mapping[str, object]:
        """All of it as plain values, for a template."""
        return asdict(self)
