"""Each mail of a mailbox and each other source as a JSON line: as soon as it is done, or when it is known whose the mails are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.progress import Progress
from mimawari.faces.scan_progress import ScanProgress
from mimawari.faces.streams import put
from mimawari.model import Finding, Item, Report, Source, Us

_INQUIRY = "inquiry"
_OTHERS = frozenset({"account", "returned", "host", "log"})
"""How subjects begin that are no reported mail."""
_WHOLE = frozenset({"", "threads", "dmarc", "firm"})
"""Subjects that are of the whole."""


@dataclass(slots=True)
class Lines:
    """Prints them. Where it *asks* whose the mails are, lines wait for the answer, which is known when all was heard."""

    progress: Progress | ScanProgress
    asks: bool = False
    _mailboxes: set[str] = field(default_factory=set)
    _held: list[Item | Source] = field(default_factory=list)

    def mail(self, item: Item) -> None:
        """One mail, or one file of a full scan."""
        if item.source_kind != json_report.FILES:
            self._mailboxes.add(item.origin.source)
        self._take(item)

    def printed(self, found: Iterable[Source]) -> Iterator[Source]:
        """All of *found*; of a mailbox whose mails were told only what is wrong with it as a whole."""
        clues = Clues()
        for source in found:
            whole = app.beside_items(source) if source.id in self._mailboxes else source
            if whole.gaps or whole.findings or source.id not in self._mailboxes:
                self._take(whole)
            if source.kind == _INQUIRY:
                clues = Clues(source)
            yield source
        for one in self._held:
            self._put(one, clues.of(one))

    def _take(self, one: Item | Source) -> None:
        if self.asks:
            self._held.append(one)
        else:
            self._put(one)

    def _put(self, one: Item | Source, us: Us | None = None) -> None:
        self.progress.clear()
        put(json_report.line(one, us) if isinstance(one, Source) else json_report.item_line(one, us))


@dataclass(slots=True)
class Clues:
    """The clues of a run, and the answer for one mail alone."""

    source: Source | None = None
    _by_source: dict[str, list[Finding]] = field(default_factory=dict)
    _by_subject: dict[Any, list[Finding]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for clue in self.source.findings if self.source else ():
            subject = str(clue.facts.get("subject") or "")
            if subject not in _WHOLE and subject.partition(":")[0] not in _OTHERS:
                self._by_source.setdefault(clue.origin.source, []).append(clue)
                self._by_subject.setdefault(subject, []).append(clue)

    def of(self, one: Item | Source) -> Us | None:
        """The answer for a reported mail; of the inquiry the whole answer; None for anything else."""
        if self.source is None:
            return None
        if isinstance(one, Source) and one.kind == _INQUIRY:
            return app.judge(Report.of([one])).us
        path = one.origin.path if isinstance(one, Item) else ()
        here = self._by_source.get(one.origin.source if isinstance(one, Item) else one.id, ())
        subjects = {str(clue.facts["subject"]) for clue in here if clue.origin.path[: len(path)] == path}
        found = {clue for subject in subjects for clue in self._by_subject[subject]}
        parts = tuple(replace(part, findings=tuple(sorted(found & {*part.findings}))) for part in self.source.parts)
        return app.judge(Report.of([replace(self.source, parts=parts)])).us if subjects else None
