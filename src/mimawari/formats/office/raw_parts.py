"""The parts of a document as they lie in it, for signatures: what the readers of the document make of them is another matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.formats import Inside
from mimawari.formats.archives.zip_data import Entry, packed, unpacked
from mimawari.formats.archives.zip_list import hidden, listed
from mimawari.formats.budget import Budget, in_words
from mimawari.formats.office.forward import forward
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.ooxml_parts import ZipParts
from mimawari.formats.slices import Held
from mimawari.model import BadEvidence, Blob, Content, Gap, Raw, Reason

_BLOCK = 64 << 10
FAULTS = 100
"""So many parts that cannot be read are told one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Taken:
    """A part that is taken out anew each time that it is opened. ``size`` is what its container says."""

    size: int
    take: Callable[[], BinaryIO]
    budget: Budget

    def open(self) -> BinaryIO:
        return forward(self._blocks())

    def _blocks(self) -> Iterator[bytes]:
        left = self.budget.allowance.member
        with closing(self.take()) as stream:
            while block := stream.read(_BLOCK):
                self.budget.spend(len(block))
                left -= len(block)
                if left < 0:
                    raise BadEvidence(
                        Reason.TOO_LARGE, f"too large: looked at the first {in_words(self.budget.allowance.member)} only"
                    )
                yield block


def of_package(blob: Blob, budget: Budget, parts: ZipParts, given: Collection[str], *, by: str) -> Iterator[Inside]:
    """All parts of a zip package but those in *given*, which are opened in their turn."""
    others = set(given)
    names = (name for name in parts.names() if name not in others)
    yield from _each(blob, budget, names, lambda name: _of_zip(parts, name, budget), by)


def unlisted(blob: Blob, budget: Budget, stream: BinaryIO, *, by: str) -> Iterator[Inside]:
    """The members of a zip package that its directory does not list: no program for documents opens them, but they are there."""
    if not budget.is_watched:
        return
    listing = listed(stream, blob.content.size)
    if listing.rows and not listing.cut:  # without a directory all are found by their own headers
        found = {one.row.name: one for one in hidden(stream, listing) if isinstance(one, Entry)}
        yield from _each(blob, budget, found, lambda name: _of_entry(found[name], stream, budget), by)


def of_compound(blob: Blob, budget: Budget, parts: OleParts, *, by: str) -> Iterator[Inside]:
    """The streams of a compound file that lie in pieces; those that lie in one are held against signatures with the file."""
    yield from _each(blob, budget, parts.names(), lambda name: _in_pieces(parts, name, budget), by)


def _each(blob: Blob, budget: Budget, names: Iterable[str], take: Callable[[str], Content | None], by: str) -> Iterator[Inside]:
    faults = 0
    for name in names if budget.is_watched else ():
        if budget.is_spent:
            return
        try:
            budget.check()
            content = take(name)
            if content is not None:
                yield Raw(blob.inner(name, content, by=by))
        except BadEvidence as bad:
            faults += 1
            yield Gap(blob.origin, bad.reason, "content", bad.detail)
        if faults >= FAULTS:
            yield Gap(blob.origin, Reason.CORRUPT, "content", "more of its parts cannot be read")
            return


def _in_pieces(parts: OleParts, name: str, budget: Budget) -> Content | None:
    return None if parts.lies_whole(name) else _Taken(parts.size(name), lambda: parts.stream(name), budget)


def _of_entry(one: Entry, stream: BinaryIO, budget: Budget) -> Content:
    if one.is_encrypted:
        raise BadEvidence(Reason.ENCRYPTED, f"part {one.row.name[:200]}: a password is needed")
    return _Taken(max(1, one.row.size), lambda: forward(unpacked(one, packed(stream, one))), budget)


def _of_zip(parts: ZipParts, name: str, budget: Budget) -> Content:
    data = parts.whole(name)
    if data is not None:
        budget.spend(len(data))
        return Held(data)
    parts.flow(name).close()
    return _Taken(max(1, parts.size(name)), lambda: parts.flow(name), budget)
