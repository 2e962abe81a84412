"""The image of a disc (ISO 9660, Joliet, UDF), which Windows opens with a double click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives import iso_9660, udf
from mimawari.formats.archives.disc import SECTOR, Found, read
from mimawari.formats.archives.members import LISTED, flow, stored, taken
from mimawari.formats.budget import Budget
from mimawari.model import Archive, BadEvidence, Blob, Gap, Member, Reason

_FIRST = 16 * SECTOR


def recognises(head: Head) -> bool:
    """A volume descriptor of ISO 9660 or UDF in the first sectors behind the 16 that are free for other uses."""
    marks = [head.start[at + 1 : at + 6] for at in range(_FIRST, len(head.start), SECTOR)]
    return iso_9660.MAGIC in marks or any(mark in udf.MAGIC for mark in marks)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The files of its trees, that of UDF first, as Windows shows it; what only another tree lists is opened too."""
    members: list[Member] = []
    count, faults = 0, dict[tuple[Reason, str], None]()
    with blob.content.open() as stream:
        for found in _each(stream, blob.content.size):
            if budget.is_spent:
                break
            if isinstance(found, BadEvidence):
                faults[found.reason, found.detail] = None
                continue
            count += 1
            if len(members) < LISTED:
                members.append(Member(name=found.path, size=found.size))
            yield from _file(blob, budget, stream, found)
    for reason, detail in list(faults)[:100]:
        yield Gap(blob.origin, reason, "content", detail)
    if not count and not faults:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "a disc image with no files in it")
    yield Archive(**blob.common, form="iso", members=tuple(members), count=count)


def _file(blob: Blob, budget: Budget, stream: BinaryIO, found: Found) -> Iterator[Inside]:
    first = found.runs[0][0] if len(found.runs) == 1 else None
    if first is not None:
        yield from stored(blob, budget, found.path, first, found.size, by="iso")
    elif found.runs:
        yield from taken(blob, budget, found.path, flow(read(stream, found.runs)), by="iso")


def _each(stream: BinaryIO, size: int) -> Iterator[Found | BadEvidence]:
    """The files of each tree that lie in none before it."""
    met: set[object] = set()
    for tree in _trees(stream, size):
        here: set[object] = set()
        for found in tree:
            if isinstance(found, BadEvidence):
                yield found
            elif found.runs not in met:
                here.add(found.runs)
                yield found
        met |= here


def _trees(stream: BinaryIO, size: int) -> Iterator[Iterator[Found | BadEvidence]]:
    stream.seek(_FIRST)
    if any(mark in stream.read(16 * SECTOR) for mark in udf.MAGIC):
        try:
            disc = udf.opened(stream, size)
        except BadEvidence as bad:
            yield iter([bad])
        else:
            yield udf.files(disc)
    for volume in iso_9660.volumes(stream):
        yield iso_9660.files(stream, volume)


FORMAT = Format("iso", 120, recognises, opened)
