"""Findings as reasons: plain sentences that leave the exact places to the details, equal ones as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce

from mimawari.faces.safe import shown
from mimawari.faces.text.view import View
from mimawari.model import Finding

_PATH = re.compile(r"^(?:[A-Za-z]:|HK[A-Z]+)\\")


@dataclass(slots=True)
class Reason:
    """One sentence and the findings that say it, each of another place."""

    text: str
    findings: list[Finding] = field(default_factory=list)


def reasons(view: View) -> tuple[Reason, ...]:
    """What the verdict rests on: of the worst machine first, what is before what was, then the strongest; each sentence once."""
    found: dict[str, Reason] = {}
    for finding in sorted(view.verdict.because, key=lambda finding: (view.rank_of(finding.origin), finding.past)):
        text = brief(view, finding)
        found.setdefault(text, Reason(text)).findings.append(finding)
    return tuple(found.values())


def alike(findings: Iterable[Finding]) -> list[Reason]:
    """*findings* of one machine in full words, those that say the same of the same place as one."""
    found: dict[tuple[object, ...], Reason] = {}
    for finding in findings:
        key = (finding.sentence, finding.origin.path, finding.seen_at)
        found.setdefault(key, Reason(finding.kind)).findings.append(finding)
    return list(found.values())


def whereabouts(view: View, reason: Reason) -> list[str]:
    """What was given to look at, of all that show the same; of many machines each by its name."""
    return sorted({view.whereabouts(finding.origin) for finding in reason.findings})


def brief(view: View, finding: Finding) -> str:
    """What a finding says, with the bare names of files and registry values."""
    return shown(reduce(_bare, _paths(finding), finding.sentence.say(view.language)), 600)


def _bare(text: str, path: str) -> str:
    """A command line ends in a path too: the name at its end stands for it, without its quotation marks."""
    return text.replace(path, path.rsplit("\\", 1)[-1].replace('"', "") or path)


def _paths(finding: Finding) -> list[str]:
    """The full paths that a finding names, the longest first: one may begin as another does."""
    named = {fact for fact in (*finding.facts.values(), *finding.origin.path) if isinstance(fact, str) and _PATH.match(fact)}
    return sorted(named, key=lambda path: (-len(path), path))


def places(reason: Reason) -> list[str]:
    """Where the findings of a reason were seen, each place once."""
    return list(dict.fromkeys(place for finding in reason.findings for place in _places(finding)))


def _places(finding: Finding) -> Iterator[str]:
    """The way to it, and the files that the sentence speaks of besides."""
    way = place(finding.origin.path)
    yield way or shown(finding.origin.locator)
    flat, said = "\\".join(finding.origin.path), finding.sentence.en
    yield from (shown(path, 200) for path in _paths(finding) if path in said and path not in flat)


def place(path: tuple[str, ...]) -> str:
    """The way to a thing, in one line."""
    return " > ".join(shown(step, 200) for step in path)
