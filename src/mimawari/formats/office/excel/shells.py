"""What every shell of a workbook (BIFF, XML, BIFF12, SLK) gives in the same form, before it is known which cells matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from mimawari.model import DefinedName, External, Sheet


@dataclass(slots=True)
class Cell:
    """A cell, rows and columns counted from 0. ``text`` is its formula, ``value`` its text or what was saved with the formula.

    ``shared_text`` is the number of its text in the workbook's table, instead of ``value``. ``is_number``: the value is one, and
    not a text.
    """

    row: int
    column: int
    text: str = ""
    value: str = ""
    shared_text: int | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A sheet and where its cells lie: an offset in the stream, or the path of a part."""

    sheet: Sheet
    place: int | str


class Shell(Protocol):
    """A workbook that can be read sheet by sheet. What cannot be read it notes itself."""

    entries: tuple[Entry, ...]
    names: tuple[DefinedName, ...]
    fields: tuple[str, ...]
    externals: tuple[External, ...]

    def cells(self, entry: Entry) -> Iterator[Cell]:
        """The cells of a sheet that are not empty. Of a worksheet, formulas that cannot call a macro may come without ``text``."""

    def shared_texts(self, wanted: frozenset[int]) -> dict[int, str]:
        """Texts of the workbook's table by number."""


BUILT_IN = ("Auto_Open", "Auto_Close", "Auto_Activate", "Auto_Deactivate")


def name_as_stored(name: str) -> str:
    """``_xlnm.Auto_Open`` for a name that is exactly one of those that Excel runs by itself, in any letter case; else as it is."""
    plain = name[6:] if name.lower().startswith("_xlnm.") else name
    for one in BUILT_IN:
        if plain.lower() == one.lower():
            return f"_xlnm.{one}"
    return name


def dde(service: str, topic: str, item: str) -> str:
    """A link to another program as a formula has it: ``cmd|'/c calc'!A0``."""
    item = item.removeprefix("_xlbgnm.")
    return f"{service}|'{topic}'!{item}" if item else f"{service}|'{topic}'"


def dde_links(service: str, topic: str, items: list[str]) -> list[str]:
    """One a link; every server is asked for ``StdDocumentName`` as well, which is left out beside other items."""
    telling = [item for item in items if item.lower() != "stddocumentname"]
    return [dde(service, topic, item) for item in telling or [""]]
