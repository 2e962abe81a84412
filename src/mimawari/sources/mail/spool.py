"""A source whose mails are files of their own: surveyed, looked at and opened again alike, wherever its files may lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import digest
from mimawari.sources import Evidence, Seen, Survey
from mimawari.sources.mail import sharing, telling
from mimawari.sources.mail.listing import EVERYTHING, Fault, File, Listed, Range


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
    place of a file alone says that it is a mail.
    """

    name: str
    listed: Callable[[Evidence, Range], Iterator[Listed]]
    shown: Callable[[str], str]
    stored: Callable[[Evidence, str], Iterable[str]]
    takes: Callable[[Evidence, File], bool] = every
    labelled: Callable[[File], bool] = never

    def survey(self, evidence: Evidence) -> Survey:
        """How many mails there are, and the pieces that they fall into."""
        listed = self.listed(evidence, EVERYTHING)
        count = sharing.Count.of(one for one in listed if isinstance(one, Fault) or self.takes(evidence, one))
        itself = Survey(self.name, digest(self.name, count.identity(top(evidence)), evidence.inside))
        gaps = tuple(telling.faults(evidence, itself, count.faults))
        pieces = tuple(sharing.piece(key) for key in sharing.keys(count.borders())) if count.files else ()
        return Survey(self.name, itself.source, pieces=pieces, gaps=gaps, looked=telling.LOOKED)

    def look(self, evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
        """The mails of a piece, in the order of folder and name."""
        found = list(self.listed(evidence, sharing.span(piece, survey.pieces)))
        yield from self._told(evidence, survey, sorted(one for one in found if isinstance(one, File)))
        known = set(survey.gaps)
        faults = telling.faults(evidence, survey, (one for one in found if isinstance(one, Fault)))
        yield from (gap for gap in faults if gap not in known)

    def _told(self, evidence: Evidence, survey: Survey, files: Iterable[File]) -> Iterator[Seen]:
        path = top(evidence)
        for file in files:
            if self.takes(evidence, file):
                yield from self._in(evidence, survey, path, file)

    def _in(self, evidence: Evidence, survey: Survey, path: Path, file: File) -> Iterator[Seen]:
        return telling.in_file(evidence, survey, self.shown(file.folder), file.at(path), labelled=self.labelled(file))

    def reopen(self, evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
        """The mails at *paths* once more."""
        skip, path = 1 if evidence.inside else 0, top(evidence)
        for shown, place in sorted({(way[skip], way[skip + 1]) for way in paths}):
            stored = (File(folder, place) for folder in self.stored(evidence, shown))
            found = [file for file in stored if file.at(path).is_file()]
            for file in found:
                yield from self._in(evidence, survey, path, file)
            if not found:
                yield from telling.in_box_of(evidence, survey, shown, path, place)


def top(evidence: Evidence) -> Path:
    """The folder itself; a link that was named as the locator is followed."""
    return evidence.path.resolve()
