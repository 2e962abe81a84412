"""Collects what one piece of work gives, in flat memory: the first hundred of what is not strong, of what is strong all.

But a rule may fit every file of a disk. Of a full scan, where no mail is judged by itself, the first thousand strong findings are
kept of those that say the same of different files, and a few thousand in all (at least one of each); the others are counted.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from mimawari.engine.examine import Outcome
from mimawari.model import About, Finding, Gap, Holding, Looked, Part, Reason, Strength
from mimawari.model.report import holding_order

KEEP, HELD = 100, 5_000
MOST_ALIKE, MOST_STRONG = 1_000, 4_000
FURTHER = "further-finding"
"""Counted: strong findings that are not kept, as many others say the same of other files."""
_Alike = tuple[object, ...]
_HELD_FIELDS = ("user", "program", "account", "place", "service", "count", "size", "begins", "ends", "saved")


class Ledger:
    """Takes outcomes one by one and gives a :class:`~mimawari.model.Part`; writes each as a line to *lines*."""

    def __init__(self, lines: IO[str] | None = None, keep: int = KEEP, *, is_scan: bool = False) -> None:
        self._lines, self._keep, self._is_scan = lines, keep, is_scan
        self._alike: dict[_Alike, list[Finding]] = {}
        self._room = MOST_ALIKE
        self._strong: set[Finding] = set()
        self._hints: dict[str, list[Finding]] = {}
        self._hint_counts: Counter[str] = Counter()
        self._gaps: dict[str, list[Gap]] = {}
        self._gap_counts: Counter[str] = Counter()
        self._looked: Counter[str] = Counter()
        self._held: list[Holding] = []
        self._is_over = False
        self._content = hashlib.sha256()

    def add(self, outcome: Outcome) -> None:
        """Take one outcome."""
        if isinstance(outcome, Looked):
            self._looked[outcome.kind] += outcome.count
            return
        self._note(outcome)
        if isinstance(outcome, Holding):
            self._hold(outcome)
        elif isinstance(outcome, Gap):
            self._count(self._gaps, self._gap_counts, f"{outcome.reason}-{outcome.wanted}", outcome)
        elif outcome.strength is Strength.HINT:
            self._count(self._hints, self._hint_counts, outcome.kind, outcome)
        else:
            self._keep_strong(outcome)

    def _note(self, outcome: Finding | Gap | Holding) -> None:
        self._content.update((repr(outcome) if isinstance(outcome, Holding) else outcome.id).encode("utf-8", "surrogatepass"))
        if self._lines:
            self._lines.write(json.dumps(_line(outcome), ensure_ascii=False, sort_keys=True) + "\n")

    def _hold(self, one: Holding) -> None:
        """Keep it among the first by what they say, each once."""
        at = bisect_left(self._held, holding_order(one), key=holding_order)
        if at < len(self._held) and self._held[at] == one:
            return
        self._held.insert(at, one)
        if len(self._held) > HELD:
            self._held.pop()
            self._is_over = True

    def _lacks(self) -> Iterator[Gap]:
        if self._is_over:
            origin = self._held[0].origin
            yield Gap(origin.at(), Reason.TOO_LARGE, Holding.kind(), f"more than {HELD} things, the rest was not looked at")

    def _count(self, kept: dict[str, list[Any]], counts: Counter[str], kind: str, thing: Finding | Gap) -> None:
        if self._insert(kept.setdefault(kind, []), thing):
            counts[kind] += 1

    def merge(self, part: Part) -> None:
        """Take all that *part* holds, and its counts. In whichever order parts come, the sum is the same."""
        for finding in (one for one in part.findings if one.strength is not Strength.HINT):
            self._keep_strong(finding)
        for finding in (one for one in part.findings if one.strength is Strength.HINT):
            self._insert(self._hints.setdefault(finding.kind, []), finding)
        for gap in part.gaps:
            self._insert(self._gaps.setdefault(f"{gap.reason}-{gap.wanted}", []), gap)
        for one in part.holdings:
            self._hold(one)
        self._hint_counts.update(dict(part.hints))
        self._gap_counts.update(dict(part.gap_counts))
        self._looked.update({looked.kind: looked.count for looked in part.looked})

    def _keep_strong(self, finding: Finding) -> None:
        if not self._is_scan or (finding.about is About.HOST and "rule" not in finding.facts):
            self._strong.add(finding)
            return
        kept = self._alike.get(alike := _alike(finding))
        if kept is None:
            kept = self._alike[alike] = []
            self._make_room()
        at = bisect_left(kept, finding)
        if at == len(kept) or kept[at] != finding:
            kept.insert(at, finding)
            self._cut(kept)

    def _make_room(self) -> None:
        """However many kinds there are, and whatever came first: of each the first are kept, and of each as many."""
        room = min(MOST_ALIKE, max(1, MOST_STRONG // len(self._alike)))
        if room < self._room:
            self._room = room
            for kept in self._alike.values():
                self._cut(kept)

    def _cut(self, kept: list[Finding]) -> None:
        if over := len(kept[self._room :]):
            self._looked[FURTHER] += over
            del kept[self._room :]

    def _insert(self, kept: list[Any], thing: Finding | Gap) -> bool:
        """Keep it among the first, and in order; false where it is there already."""
        at = bisect_left(kept, thing)
        if at < len(kept) and kept[at] == thing:
            return False
        if at < self._keep:
            insort(kept, thing)
            del kept[self._keep :]
        return True

    def part(self, source: str, key: str, knowledge: str) -> Part:
        """All that was taken."""
        for lack in self._lacks():
            self._count(self._gaps, self._gap_counts, f"{lack.reason}-{lack.wanted}", lack)
        hints = [hint for kept in self._hints.values() for hint in kept]
        looked = tuple(Looked(kind, count) for kind, count in sorted(self._looked.items()))
        self._content.update(repr(looked).encode())
        return Part(
            source=source,
            key=key,
            knowledge=knowledge,
            findings=tuple(sorted((*self._strong, *(one for kept in self._alike.values() for one in kept), *hints))),
            gaps=tuple(sorted(gap for kept in self._gaps.values() for gap in kept)),
            looked=looked,
            hints=tuple(sorted(self._hint_counts.items())),
            gap_counts=tuple(sorted(self._gap_counts.items())),
            content=self._content.hexdigest()[:16],
            holdings=tuple(self._held),
        )


def _alike(finding: Finding) -> _Alike:
    """All that a verdict rests on, but for the file: findings that have it in common are as good as one another."""
    facts = finding.facts
    said = (facts.get("collection"), facts.get("rule"))
    return (finding.strength, finding.kind, finding.about, finding.family, finding.past, finding.era, finding.attack, *said)


def _line(outcome: Finding | Gap | Holding) -> dict[str, Any]:
    at = outcome.origin
    place = {"source": at.source, "locator": at.locator, "path": list(at.path)}
    if isinstance(outcome, Holding):
        told = {name: getattr(outcome, name) for name in _HELD_FIELDS}
        return {"holding": outcome.held} | told | {"origin": place}
    if isinstance(outcome, Gap):
        return {"id": outcome.id, "gap": outcome.reason, "wanted": outcome.wanted, "detail": outcome.detail, "origin": place}
    said = outcome.sentence
    return {
        "id": outcome.id, "finding": outcome.kind, "strength": outcome.strength.word, "family": outcome.family,
        "past": outcome.past, "about": outcome.about, "seen_at": outcome.seen_at, "facts": outcome.facts, "origin": place,
        "words": {"en": said.en, "ja": said.ja},
    }  # fmt: skip


def collect(
    outcomes: Iterable[Outcome],
    source: str,
    key: str,
    knowledge: str,
    out: Path | None = None,
    keep: int = KEEP,
    *,
    is_scan: bool = False,
) -> Part:
    """The part that *outcomes* make; with *out*, every one of them is also kept there as a line of JSON."""
    if out is None:
        return _fill(Ledger(None, keep, is_scan=is_scan), outcomes).part(source, key, knowledge)
    name = Part(source, key, knowledge).id
    with (out / f"{name}.jsonl").open("w", encoding="utf-8", errors="surrogateescape") as lines:
        return _fill(Ledger(lines, keep, is_scan=is_scan), outcomes).part(source, key, knowledge)


def _fill(ledger: Ledger, outcomes: Iterable[Outcome]) -> Ledger:
    for outcome in outcomes:
        ledger.add(outcome)
    return ledger
