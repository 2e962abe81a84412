"""What a store records of itself, and its form on the disk."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from mimawari.updates.versions import is_version

SCHEMA = "mimawari.knowledge-store/1"
_FOLDER = re.compile(r"[0-9.]+-[0-9a-f]{8}")


class Damaged(Exception):
    """It is no state, or not a whole one."""


class Held(StrEnum):
    """Whether somebody chose a version on purpose: then a newer one does not take its place."""

    NO = ""
    VERSION = "version"
    PACKED = "packed"
    """The knowledge that comes with the program, whatever else there is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A version that lies in ``folder``. ``content`` is a digest of its files;
    ``origin`` where it came from; ``installed`` when.
    """

    version: str
    as_of: str
    folder: str
    content: str
    origin: str
    installed: str


@dataclass(frozen=True, slots=True)
class State:
    """``active`` is the version in use, empty: none. ``location`` is where newer knowledge is looked for.

    ``checked`` is the last time (UTC) when that place said what is newest; ``held_since`` when a version was chosen on purpose.
    """

    active: str = ""
    held: Held = Held.NO
    held_since: str = ""
    location: str = ""
    checked: str = ""
    kept: tuple[Kept, ...] = ()

    def one(self, version: str) -> Kept | None:
        """The version *version*, where it is kept."""
        return next((kept for kept in self.kept if kept.version == version), None)


def as_bytes(state: State) -> bytes:
    """The text of a state."""
    return (json.dumps({"schema": SCHEMA, **asdict(state)}, indent=1) + "\n").encode("ascii")


def read(text: bytes) -> State:
    """The state that *text* holds. Raises :class:`Damaged`."""
    try:
        table: dict[str, Any] = json.loads(text)
        if table.pop("schema") != SCHEMA:
            raise Damaged("another kind of state")
        held, kept = Held(table.pop("held")), tuple(_kept(row) for row in table.pop("kept"))
        plain = {name: _text(table[name]) for name in _PLAIN}
        return State(held=held, kept=kept, **plain)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Damaged(str(error)) from error


_PLAIN = ("active", "held_since", "location", "checked")


def _kept(row: dict[str, Any]) -> Kept:
    kept = Kept(**{field.name: _text(row[field.name]) for field in fields(Kept)})
    if not is_version(kept.version) or not _FOLDER.fullmatch(kept.folder):
        raise Damaged(kept.version)
    return kept


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Damaged("no text")
    return value
