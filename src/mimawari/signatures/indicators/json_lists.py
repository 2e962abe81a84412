"""Lists in JSON: a STIX bundle or events of MISP, told by what their outer brackets hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path as FilePath
from typing import TextIO

from mimawari.model import Reason
from mimawari.signatures.indicators.filling import Filling
from mimawari.signatures.indicators.json_walk import Broken, Leaf, Path, walk
from mimawari.signatures.indicators.misp import Misp
from mimawari.signatures.indicators.stix import Stix

_EVENTS = [("Event",), ("[]", "Event"), ("response", "[]", "Event"), ("response", "Event")]
_STIX, _FOUND = ("objects", "[]"), ("response", "Attribute", "[]")
_ROWS = {(*event, part, "[]") for event in _EVENTS for part in ("Attribute", "Object")} | {_FOUND}
_INSIDE = {way[:end] for way in (_STIX, *_ROWS) for end in range(len(way))}
_BESIDE = {(*event, name) for event in _EVENTS for name in ("date", "info", "uuid", "Orgc", "Tag", "Galaxy")}


def read(path: FilePath, encoding: str, filling: Filling) -> None:
    """Put the rows of the list at *path* into *filling*; may raise ``Broken`` and ``OSError``."""
    stix, misp = Stix(filling), Misp(filling)
    with _opened(path, encoding) as stream:
        try:
            for leaf in walk(stream, _inside):
                _told(leaf, filling, stix.beside, misp.beside)
        except Broken:
            # The rows before it are read all the same; the second reading ends there too and tells it.
            pass
    with _opened(path, encoding) as stream:
        for leaf in walk(stream, _inside):
            _row(leaf, stix, misp)
    if not filling.tally.form:
        filling.tally.broken(Reason.UNSUPPORTED, "JSON that is neither STIX nor MISP")


def _told(leaf: Leaf, filling: Filling, stix: Callable[[Leaf], None], misp: Callable[[Leaf], None]) -> None:
    way = _way(leaf.path)
    if way == _STIX:
        filling.tally.form = "stix"
        stix(leaf)
    elif way in _BESIDE:
        filling.tally.form = "misp"
        misp(leaf)
    elif way in _ROWS:
        filling.tally.form = "misp"


def _row(leaf: Leaf, stix: Stix, misp: Misp) -> None:
    way = _way(leaf.path)
    if way == _STIX:
        stix.row(leaf)
    elif way in _ROWS:
        misp.row(leaf)


def _way(path: Path) -> tuple[str, ...]:
    return tuple("[]" if isinstance(one, int) else one for one in path)


def _inside(path: Path) -> bool:
    return _way(path) in _INSIDE


@contextmanager
def _opened(path: FilePath, encoding: str) -> Iterator[TextIO]:
    with path.open("rb") as raw, TextIOWrapper(raw, encoding, errors="replace", newline="") as stream:
        yield stream
