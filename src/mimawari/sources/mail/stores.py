"""The mails of many mailbox files and of files beside them, as one row that can be divided anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from mimawari.model import BadEvidence, digest
from mimawari.sources import Evidence, Piece, Seen, Survey
from mimawari.sources.mail import sharing, telling
from mimawari.sources.mail.listing import File
from mimawari.sources.mail.names import readable
from mimawari.trees.mailbox.boxes import Box
from mimawari.trees.streams import open_plain

Mark = tuple[str, str, int]
"""Folder, name, and in a mailbox file the offset of a mail."""


@dataclass(frozen=True, slots=True, order=True)
class Store:
    """A file of mails: a mailbox (``is_box``) or a mail by itself (``is_mail``) or something that lies among them."""

    file: File
    is_box: bool = False
    is_mail: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The stores of a source, in their order, below *top*; ``shown`` is what people call the folder of a store."""

    top: Path
    stores: tuple[Store, ...]
    shown: Callable[[Store], str]

    def pieces(self) -> tuple[Piece, ...]:
        """So that each holds some mails, whichever files they are in. A file that cannot be read is told when its piece is done."""
        begins = sharing.Borders(sum(store.file.size for store in self.stores))
        marks = [mark for mark, at in self._mails() if begins.begins(at)]
        every: list[Mark] = [("", "", 0), *marks]
        counts = (len(self._within(first, before)) for first, before in zip_longest(every, marks))
        keys = (
            f"{number}:{at}-{count}:{folder}/{name}"
            for number, ((folder, name, at), count) in enumerate(zip(every, counts, strict=True))
        )
        return tuple(sharing.piece(key) for key in keys) if self.stores else ()

    def _within(self, first: Mark, before: Mark | None) -> list[Store]:
        """The stores of which something lies between two marks."""
        places = ((store, (store.file.folder, store.file.name)) for store in self.stores)
        return [store for store, here in places if here >= first[:2] and (before is None or (*here, 0) < before)]

    def _mails(self) -> Iterator[tuple[Mark, int]]:
        before = 0
        for store in self.stores:
            file = store.file
            yield (file.folder, file.name, 0), before
            if store.is_box:
                yield from (((file.folder, file.name, at), before + at) for at in self._starts(file) if at)
            before += file.size

    def _starts(self, file: File) -> Iterator[int]:
        try:
            with open_plain(file.at(self.top)) as stream:
                yield from Box(stream).starts()
        except BadEvidence:
            return

    def identity(self) -> str:
        """By the content of each."""
        return digest(*(self._known(store.file) for store in self.stores))

    def _known(self, file: File) -> list[str]:
        try:
            with open_plain(file.at(self.top)) as stream:
                by = sharing.known_by(stream, file.size, (0, file.size // 2, file.size))
        except BadEvidence as bad:
            by = str(bad.reason)
        return [file.folder, file.name, by]

    def look(self, evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
        """The mails of a piece."""
        every = [one.key for one in survey.pieces]
        first, index = _mark(piece), every.index(piece) + 1
        before = _mark(every[index]) if index < len(every) else None
        within = self._within(first, before)
        for store in within:
            file = store.file
            here = (file.folder, file.name)
            at = first[2] if here == first[:2] else 0
            until = before[2] if before is not None and here == before[:2] else None
            yield from self._told(evidence, survey, store, at, until)
        if len(within) < int(piece.split(":", 2)[1].partition("-")[2]):
            yield telling.lost(survey.origin(evidence, self._named(first, within), str(first[2])))

    def _named(self, first: Mark, within: list[Store]) -> str:
        """What people call the folder where a piece begins."""
        return self.shown(within[0]) if within else readable("/".join(filter(None, first[:2]))) or "."

    def _told(self, evidence: Evidence, survey: Survey, store: Store, at: int, until: int | None) -> Iterator[Seen]:
        path, shown = store.file.at(self.top), self.shown(store)
        if store.is_box:
            yield from telling.boxed(evidence, survey, shown, path, at, until)
        else:
            yield from telling.in_file(evidence, survey, shown, path, labelled=store.is_mail)

    def reopen(self, evidence: Evidence, survey: Survey, paths: Iterable[tuple[str, ...]]) -> Iterator[Seen]:
        """The mails at *paths* once more; a gap for each whose store is gone."""
        skip = 1 if evidence.inside else 0
        wanted = {(way[skip], way[skip + 1]) for way in paths}
        found: set[tuple[str, str]] = set()
        for store in self.stores:
            here = {way for way in wanted if self._holds(store, *way)}
            found |= here
            for at in sorted(int(place) if store.is_box else 0 for _, place in here):
                yield from self._told(evidence, survey, store, at, at + 1)
        yield from (telling.gone(evidence, survey, *way) for way in sorted(wanted - found))

    def _holds(self, store: Store, folder: str, place: str) -> bool:
        """Whether a mail at *place* of the folder that people call *folder* would be in a store."""
        return folder == self.shown(store) and (place.isdecimal() if store.is_box else place == readable(store.file.name))


def _mark(key: str) -> Mark:
    _, offset, way = key.split(":", 2)
    folder, _, name = way.rpartition("/")
    return folder, name, int(offset.partition("-")[0])
