"""A full scan in the parent: its pieces given out and taken back, workers that were lost, its journal, who wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from mimawari import knowledge, signatures, sources
from mimawari.engine import board, journal, tasks
from mimawari.engine.executors import Lost
from mimawari.engine.frontier import Frontier
from mimawari.engine.ledger import collect
from mimawari.engine.opening import CONTENT, MAILBOX
from mimawari.engine.scanning import FILE, Scanned, journal_path
from mimawari.engine.settings import Settings
from mimawari.engine.watch import Watch
from mimawari.model import Gap, Item, Looked, Part, Reason, Strength
from mimawari.signatures import WANTED
from mimawari.sources import Evidence, Survey
from mimawari.sources.scan import Folders


@dataclass(slots=True)
class Patrol:
    """The full scan of one source."""

    evidence: Evidence
    survey: Survey
    settings: Settings
    watch: Watch | None
    told: Callable[[Item], None] | None
    frontier: Frontier
    _told: set[str] = field(default_factory=set)
    _unopened: int = 0
    _spoilt: bool = False

    @classmethod
    def of(
        cls,
        evidence: Evidence,
        survey: Survey,
        settings: Settings,
        watch: Watch | None = None,
        told: Callable[[Item], None] | None = None,
    ) -> Patrol | None:
        """The full scan of *survey*, where it is one."""
        kind = sources.load().get(survey.kind)
        pieces = tuple(one for one in survey.pieces if isinstance(one, Folders))
        if kind is None or kind.files is None or not pieces:
            return None
        patrol = cls(evidence, survey, settings, watch, told, Frontier(pieces))
        if settings.scan.journal:
            patrol._trouble(journal.prepare(journal_path(settings.scan.journal, survey.place)))
        return patrol

    def more(self, under_way: int) -> Iterator[Folders]:
        """The next pieces."""
        return self.frontier.more(under_way)

    def take(self, work: Folders, result: object) -> Iterator[Evidence]:
        """What a piece gave, or that its worker was lost. Gives the mailboxes in it, which are looked at by themselves."""
        if isinstance(result, Scanned):
            self.frontier.take(work, result)
            self._tell(result)
            yield from self._mailboxes(result.part)
            return
        lost = result if isinstance(result, Lost) else Lost(Reason.FAILED, "no result")
        if not self.frontier.again(work, self._at(work), lost.reason, lost.detail):
            self.frontier.keep(work.stage, self._given_up(work, lost))

    def _mailboxes(self, part: Part) -> Iterator[Evidence]:
        locator = self.evidence.locator.removeprefix(f"{sources.SHORT.get(self.evidence.forced, self.evidence.forced)}:")
        told = [gap.origin.path for gap in part.gaps if gap.wanted == MAILBOX]
        found = [path[0] for path in told if len(path) == 1]
        # A part names the first hundred gaps of a kind and counts all.
        self._unopened += dict(part.gap_counts).get(f"{Reason.UNSUPPORTED}-{MAILBOX}", len(told)) - len(found)
        yield from (Evidence(locator, way, moment=self.evidence.moment) for way in found)

    def _given_up(self, work: Folders, lost: Lost) -> Part:
        """The folders of a piece that nobody could do."""
        places = [self.survey.origin(self.evidence, folder) for folder in work.folders]
        gaps = [Gap(at, lost.reason, want, lost.detail) for at in places for want in work.wants]
        return self._part(work.key, gaps)

    def _part(self, key: str, told: Iterable[Gap | Looked]) -> Part:
        known = knowledge.load(self.settings.knowledge)
        return collect(tasks.advised(told, known, self.survey.kind), self.survey.source, key, tasks.version_of(self.settings))

    def _tell(self, result: Scanned) -> None:
        self._trouble(result.trouble)
        self._spoilt = self._spoilt or result.trouble == journal.DAMAGED
        if self.told:
            for item in result.items:
                self.told(item)
        if self.watch is None:
            return
        for finding in result.part.findings:
            if finding.strength is not Strength.HINT:
                self.watch.found(finding)
        self.watch.known(self.survey.source, self.frontier.files, self.frontier.size, self.frontier.is_listed)

    def _trouble(self, what: str) -> None:
        if what and what not in self._told:
            self._told.add(what)
            if self.watch:
                self.watch.trouble(self.evidence.locator, what)

    def _at(self, work: Folders) -> tuple[str, ...]:
        """The file at which the worker of *work* was."""
        at = self.settings.scan.board
        found = board.read(at) if at else ()
        return tuple(one.file for one in found if one.file and (one.source, one.piece) == (self.survey.source, work.key))

    def parts(self) -> Iterator[Part]:
        """All that came of it; a gap where there was not a single file. A journal that workers found damaged is taken away."""
        if self._spoilt and self.settings.scan.journal:
            journal.forget(journal_path(self.settings.scan.journal, self.survey.place))
        parts = list(self.frontier.parts(self.survey.source, tasks.version_of(self.settings)))
        yield from parts
        if self._unopened:
            detail = f"{self._unopened} more mailboxes of Outlook"
            yield self._part("mailboxes", [Gap(self.survey.origin(self.evidence), Reason.TOO_LARGE, CONTENT, detail)])
        if not any(looked.kind == FILE and looked.count for part in parts for looked in part.looked) and not _has_gaps(parts):
            yield self._part("none", self._nothing())

    def _nothing(self) -> Iterator[Gap | Looked]:
        """What there is to say where there is not a single file: that nothing was held against signatures is not their fault."""
        yield Gap(self.survey.origin(self.evidence), Reason.MISSING, FILE, "there is no file in it")
        if signatures.ready(self.settings.signatures, self.settings.knowledge):
            yield Looked(WANTED, 0)


def _has_gaps(parts: Iterable[Part]) -> bool:
    return any(part.gaps for part in parts)
