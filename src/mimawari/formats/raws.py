"""What a format has decoded and gives to nobody, for signatures: large things by themselves, little ones together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.formats.budget import Budget
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.slices import Held
from mimawari.model import Blob, Content, Raw

_SMALL, _JOINED = 64 << 10, 256 << 10

Piece = tuple[str, bytes | Content]
"""What it is called, and what it is."""


def raws(blob: Blob, budget: Budget, pieces: Iterable[Piece], *, by: str) -> Iterator[Raw]:
    """All *pieces* that the format *by* took out of *blob*; none where nobody asks for them.

    There may be thousands of little ones: signatures are asked once for many. What begins as a file of some kind comes by
    itself, as rules look at beginnings. Raises ``BadEvidence`` where the budget is spent.
    """
    joined, names = bytearray(), list[str]()
    for name, data in pieces if budget.is_watched else ():
        budget.check()
        if not isinstance(data, bytes):
            yield Raw(blob.inner(name, data, by=by))
            continue
        budget.spend(len(data))
        if len(data) > _SMALL or kind_of(data[:ENOUGH]) not in ("", "text"):
            yield Raw(blob.inner(name, Held(data), by=by))
        elif data:
            joined += data + b"\n"
            names.append(name)
        if len(joined) >= _JOINED:
            yield _together(blob, joined, names, by)
            joined, names = bytearray(), []
    if joined:
        yield _together(blob, joined, names, by)


def _together(blob: Blob, joined: bytearray, names: list[str], by: str) -> Raw:
    name = names[0] if len(names) == 1 else f"{names[0]} - {names[-1]}"
    return Raw(blob.inner(name, Held(bytes(joined)), by=by))
