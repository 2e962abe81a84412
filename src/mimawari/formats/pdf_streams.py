"""The streams of a PDF as they are once they are unpacked, for signatures: pages, fonts, forms, whatever lies in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mimawari.formats import Inside
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.pdf_filters import PICTURES, Inflating, is_inflated, unpacked
from mimawari.formats.pdf_objects import Body, Objects
from mimawari.formats.slices import Held
from mimawari.model import BadEvidence, Blob, Content, Gap, Raw, Reason

_SMALL, _JOINED, _FAULTS = 64 << 10, 256 << 10, 100


def streams(blob: Blob, budget: Budget, objects: Objects, given: Collection[Body], *, by: str) -> Iterator[Inside]:
    """All but those *given*, which are opened; what lies in the file as it is, is left out.

    Little ones come together, as there may be thousands: signatures are asked once for many. What begins as a file of some kind
    comes by itself, as rules look at beginnings.
    """
    others = {id(body) for body in given}
    joined, numbers, faults = bytearray(), list[int](), 0
    for body in objects.bodies if budget.is_watched else ():
        if not body.stream or id(body) in others or budget.is_spent:
            continue
        try:
            content = _unpacked(body, objects, budget)
        except BadEvidence as bad:
            faults += 1
            yield from _told(blob, bad, faults)
            continue
        if isinstance(content, Kept):
            yield _raw(blob, content, [body.number], by)
            yield from (Gap(blob.origin, reason, "content", detail) for reason, detail in shortfalls(content) if content.fault)
        elif content and kind_of(content[:ENOUGH]) not in ("", "text"):
            yield _raw(blob, Held(content), [body.number], by)
        elif content:
            joined += content + b"\n"
            numbers.append(body.number)
        if len(joined) >= _JOINED:
            yield _raw(blob, Held(bytes(joined)), numbers, by)
            joined, numbers = bytearray(), []
    if joined:
        yield _raw(blob, Held(bytes(joined)), numbers, by)


def _told(blob: Blob, bad: BadEvidence, faults: int) -> Iterator[Gap]:
    if faults <= _FAULTS:
        yield Gap(blob.origin, bad.reason, "content", bad.detail)
    elif faults == _FAULTS + 1:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "more of its parts cannot be read")


def _raw(blob: Blob, content: Content, numbers: list[int], by: str) -> Raw:
    name = f"object {numbers[0]}" if len(numbers) == 1 else f"objects {numbers[0]} to {numbers[-1]}"
    return Raw(blob.inner(name, content, by=by))


def _unpacked(body: Body, objects: Objects, budget: Budget) -> bytes | Kept:
    """The stream, kept in little memory where it is large; nothing where it lies in the file as it is. Raises ``BadEvidence``."""
    budget.check()
    names = objects.filters(objects.row(body))
    packed = tuple(name for name in names if name not in PICTURES)
    if not packed and not objects.decrypt:
        return b""
    data = objects.raw(body)
    if is_inflated(packed):
        first = Inflating(data).read(_SMALL + 1)
        if len(first) > _SMALL:
            return budget.keep(Inflating(data))  # type: ignore[arg-type]
    else:
        first = unpacked(data, packed)
    budget.spend(len(first))
    return first
