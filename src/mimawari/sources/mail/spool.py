"""A source whose mails are files of their own: surveyed, looked at and opened again alike, wherever its files may lie."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import Gap, digest
from mimawari.sources import Evidence, Seen, Survey
from mimawari.sources.mail import names, sharing, telling
from mimawari.sources.mail.listing import BY_NAME, EVERYTHING, Fault, File, Listed, Order, Range, as_stored, inside


def every(evidence: Evidence, file: File) -> bool:  # noqa: ARG001  # the signature of what decides it
    """Any file is its own."""
    return True


def never(file: File) -> bool:  # noqa: ARG001  # the signature of what decides it
    """The content says it."""
    return False


@dataclass(frozen=True, slots=True)
class Spool:
    """``listed`` gives the files below a folder, ``takes`` says which are its own.

    ``shown`` is what people call a folder of them, ``stored`` gives the folders that are called so. ``labelled``: whether the
    place of a file alone says that it is a mail. ``order``: what stays of its name while programs use it.
    """

    name: str
    listed: Callable[[Evidence, Range], Iterator[Listed]]
    shown: Callable[[str], str]
    stored: Callable[[Evidence, str], Iterable[str]]
    takes: Callable[[Evidence, File], bool] = every
    labelled: Callable[[File], bool] = never
    order: Order = BY_NAME

    def survey(self, evidence: Evidence) -> Survey:
        """How many mails there are, and the pieces that they fall into."""
        count = sharing.Count.of(self._own(evidence), self.order)
        itself = Survey(self.name, digest(self.name, count.identity(top(evidence)), evidence.inside))
        gaps = tuple(telling.faults(evidence, itself, count.faults))
        pieces = tuple(sharing.piece(key) for key in self._keys(evidence, count)) if count.files else ()
        return Survey(self.name, itself.source, pieces=pieces, gaps=gaps, looked=telling.LOOKED)

    def _own(self, evidence: Evidence, wanted: Range = EVERYTHING) -> Iterator[Listed]:
        return (one for one in self.listed(evidence, wanted) if isinstance(one, Fault) or self.takes(evidence, one))

    def _keys(self, evidence: Evidence, count: sharing.Count) -> list[str]:
        places = count.places()
        if places is None:
            again = (self.order.place(one) for one in self._own(evidence) if isinstance(one, File))
            return sharing.keys(count.borders(), again)
        return sharing.keys(count.borders(), places)

    def look(self, evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
        """The mails of a piece, in the order of folder and name; a gap where there are less than there were."""
        found = list(self._own(evidence, sharing.span(piece, survey.pieces, self.order)))
        files = sorted(one for one in found if isinstance(one, File))
        yield from self._told(evidence, survey, files)
        known = set(survey.gaps)
        faults = telling.faults(evidence, survey, (one for one in found if isinstance(one, Fault)))
        new = [gap for gap in faults if gap not in known]
        yield from new
        if not new and sharing.is_less(piece, files, self.order):
            yield self._lost(evidence, survey, files or [File(*sharing.place(piece))])

    def _lost(self, evidence: Evidence, survey: Survey, left: list[File]) -> Gap:
        """That mails are gone: from the first to the last of those that are left there."""
        ends = (left[0], left[-1])
        folder = " … ".join(dict.fromkeys(self.shown(one.folder) for one in ends))
        return telling.lost(survey.origin(evidence, folder, " … ".join(names.readable(one.name) for one in ends)))

    def _told(self, evidence: Evidence, survey: Survey, files: list[File]) -> Iterator[Seen]:
        path, listed = top(evidence), {(file.folder, file.name) for file in files}
        for file in files:
            now = self._now(path, file)
            # What moved while the folders were listed may be in the list twice.
            if now is file or (now.folder, now.name) not in listed:
                yield from self._in(evidence, survey, path, now)

    def _now(self, path: Path, file: File) -> File:
        """The file where it lies now; as it is where it is gone."""
        if os.path.lexists(file.at(path)):
            return file
        return next(self._moved(path, file), file)

    def _moved(self, path: Path, file: File) -> Iterator[File]:
        name = self.order.name(file.name)
        for folder in self.order.beside(file.folder):
            yield from (File(folder, one) for one in inside(path / folder) if self.order.name(one) == name)

    def _in(self, evidence: Evidence, survey: Survey, path: Path, file: File, place: str = "") -> Iterator[Seen]:
        shown, labelled = self.shown(file.folder), self.labelled(file)
        return telling.in_file(evidence, survey, shown, file.at(path), labelled=labelled, place=place)

    def reopen(self, evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
        """The mails at *paths* once more, wherever in their folder they are meanwhile."""
        skip, path = 1 if evidence.inside else 0, top(evidence)
        for shown, place in sorted({(way[skip], way[skip + 1]) for way in paths}):
            found = self._found(evidence, path, shown, place)
            for file in found:
                yield from self._in(evidence, survey, path, file, place)
            if not found:
                yield from telling.in_box_of(evidence, survey, shown, path, place)

    def _found(self, evidence: Evidence, path: Path, shown: str, place: str) -> list[File]:
        stored = [File(folder, as_stored(path / folder, place)) for folder in self.stored(evidence, shown)]
        found = [file for file in stored if file.at(path).is_file()]
        return found or sorted({moved for file in stored for moved in self._moved(path, file)})


def top(evidence: Evidence) -> Path:
    """The folder itself; a link that was named as the locator is followed."""
    return evidence.path.resolve()
