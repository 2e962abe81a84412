"""The streams of a PDF as they are once they are unpacked: pages, fonts, forms, whatever lies in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.pdf_filters import PICTURES, Inflating, is_inflated, unpacked
from mimawari.formats.pdf_objects import Body, Objects
from mimawari.formats.raws import Piece
from mimawari.model import BadEvidence, Reason

_HELD, _FAULTS = 1 << 20, 100


def streams(budget: Budget, objects: Objects, given: Collection[Body]) -> Iterator[Piece]:
    """All but those *given*, which are opened; what lies in the file as it is, is left out. What cannot be unpacked is noted."""
    others = {id(body) for body in given}
    faults = 0
    for body in objects.bodies:
        if not body.stream or id(body) in others or budget.is_spent:
            continue
        try:
            content = _unpacked(body, objects, budget)
        except BadEvidence as bad:
            faults += 1
            _note(objects, bad, faults)
            continue
        if content:
            yield f"object {body.number}", content
        if isinstance(content, Kept) and content.fault:
            _note(objects, BadEvidence(*shortfalls(content)[0]), faults)


def _note(objects: Objects, bad: BadEvidence, faults: int) -> None:
    if faults <= _FAULTS:
        objects.note(bad)
    elif faults == _FAULTS + 1:
        objects.note(BadEvidence(Reason.CORRUPT, "more of its parts cannot be read"))


def _unpacked(body: Body, objects: Objects, budget: Budget) -> bytes | Kept:
    """The stream, kept in little memory where it is large; nothing where it lies in the file as it is. Raises ``BadEvidence``."""
    names = objects.filters(objects.row(body))
    packed = tuple(name for name in names if name not in PICTURES)
    if not packed and not objects.decrypt:
        return b""
    data = objects.raw(body)
    if not is_inflated(packed):
        return unpacked(data, packed)
    first = Inflating(data).read(_HELD + 1)
    return first if len(first) <= _HELD else budget.keep(Inflating(data))  # type: ignore[arg-type]
