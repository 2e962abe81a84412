"""How much speaks for a script or a command being a dropper. Honest administrators fetch and run things as well.

Each mark has a weight; :data:`ENOUGH` of them together is what honest scripts hardly come to. The counter-rates are told in
docs/findings/script-dropper.md and shortcut-command.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.detectors.marks.acts import Act
from mimawari.detectors.marks.addresses import foreign, hosts, is_site_folder, place_of
from mimawari.detectors.marks.revealed import Reading

ENOUGH = 3
WEIGHT = {
    "hidden-words": 2, "several-addresses": 2, "library-loader": 2, "bare-address": 1, "site-folder": 1, "temporary-folder": 1,
    "hidden-window": 1, "script-host": 1, "fetched-code": 1, "decodes": 1, "fetches": 2, "own-name": 2, "appended-script": 3,
    "long-blank": 2, "document-icon": 1, "disguised-name": 2, "odd-library": 2, "encoded-command": 2, "script-beside": 2,
}  # fmt: skip

_BY_ACT = {
    Act.LOADER: "library-loader",
    Act.TEMPORARY: "temporary-folder",
    Act.HIDE: "hidden-window",
    Act.FETCH_AND_RUN: "fetched-code",
    Act.DECODE: "decodes",
}


def general(reading: Reading) -> Iterator[str]:
    """The marks that any text of commands may have; they mean something only where it fetches and runs."""
    out = foreign(reading.addresses)
    if reading.hides_it:
        yield "hidden-words"
    if hosts(out) >= 3:
        yield "several-addresses"
    if any(place.is_bare for url in out if (place := place_of(url))):
        yield "bare-address"
    if any(map(is_site_folder, out)):
        yield "site-folder"
    yield from (mark for act, mark in _BY_ACT.items() if act in reading.acts)


def weight(marks: set[str]) -> int:
    """What *marks* weigh together."""
    return sum(WEIGHT[mark] for mark in marks)


def stays_inside(reading: Reading) -> bool:
    """Whether it names addresses, and all of them lie in the firm's own net."""
    return bool(reading.addresses) and not foreign(reading.addresses)
