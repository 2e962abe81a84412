"""A source whose mails are files of their own: surveyed, looked at and opened again alike, wherever its files may lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import digest
from mimawari.sources import Evidence, Seen, Survey
from mimawari.sources.mail import sharing, telling
from mimawari.sources.mail.listing import Fault, File, Listed


def every(evidence: Evidence, file: File) -> bool:  # noqa: ARG001  # the signature of what decides it
    """Any file is a mail of it."""
    return True


def never(file: File) -> bool:  # noqa: ARG001  # the signature of what decides it
    """The content says it."""
    return False


@dataclass(frozen=True, slots=True)
class Spool:
    """``listed`` gives the files below a folder, ``takes`` says which are its own, ``shown`` what people call a folder of them.

    ``labelled``: whether the place of a file alone says that it is a mail.
    """

    name: str
    listed: Callable[[Evidence], Iterator[Listed]]
    shown: Callable[[str], str]
    takes: Callable[[Evidence, File], bool] = every
    labelled: Callable[[File], bool] = never

    def survey(self, evidence: Evidence) -> Survey:
        """How many mails there are, and the pieces that they fall into."""
        listed = self.listed(evidence)
        count = sharing.Count.of(one for one in listed if isinstance(one, Fault) or self.takes(evidence, one))
        itself = Survey(self.name, digest(self.name, count.identity(top(evidence)), evidence.inside))
        gaps = tuple(telling.faults(evidence, itself, count.faults))
        pieces = tuple(sharing.piece(key) for key in sharing.keys(count.borders())) if count.files else ()
        return Survey(self.name, itself.source, pieces=pieces, gaps=gaps, looked=telling.LOOKED)

    def look(self, evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
        """The mails of a piece, in the order of folder and name."""
        first, before = sharing.span(piece, survey.pieces)
        faults: list[Fault] = []
        yield from self._told(evidence, survey, sharing.within(_aside(self.listed(evidence), faults), first, before))
        known = set(survey.gaps)
        yield from (gap for gap in telling.faults(evidence, survey, faults) if gap not in known)

    def reopen(self, evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
        """The mails at *paths* once more."""
        skip = 1 if evidence.inside else 0
        wanted = {way[skip : skip + 2] for way in paths}
        found = (one for one in self.listed(evidence) if isinstance(one, File) and (self.shown(one.folder), one.name) in wanted)
        yield from self._told(evidence, survey, sorted(found))

    def _told(self, evidence: Evidence, survey: Survey, files: Iterable[File]) -> Iterator[Seen]:
        for file in files:
            if self.takes(evidence, file):
                yield from telling.in_file(
                    evidence, survey, self.shown(file.folder), file.at(top(evidence)), labelled=self.labelled(file)
                )


def top(evidence: Evidence) -> Path:
    """The folder itself; a link that was named as the locator is followed."""
    return evidence.path.resolve()


def _aside(listed: Iterable[Listed], faults: list[Fault]) -> Iterator[Listed]:
    """The files of *listed*; what else there is goes into *faults*."""
    for one in listed:
        if isinstance(one, Fault):
            faults.append(one)
        else:
            yield one
