"""Which part of a knowledge cases try, so that nobody takes their number for more than it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mimawari.cases.reading import Case
from mimawari.knowledge import Knowledge
from mimawari.signatures.yara.rule_text import parts


@dataclass(frozen=True, slots=True)
class Tried:
    """``detectors``: cases of what lies on a PC or in a mail, by which lists of names, traces and marks are tried.

    ``fitting``: contents that rules have to fit; ``silent``: contents that none may fit. ``rules``: so many of the YARA rules
    have a content of their own, ``untried`` are those that have none.
    ``indicators``: rows of hashes and names, which no case tries.
    """

    detectors: int
    fitting: int
    silent: int
    rules: int
    untried: tuple[str, ...]
    indicators: int


def told(cases: Iterable[Case], known: Knowledge) -> Tried:
    """What *cases* try of *known*."""
    every = list(cases)
    held = [case for case in every if case.contents]
    fitting = [case for case in held if case.expect]
    expected = {str(one["rule"]) for case in fitting for one in case.expect if "rule" in one}
    names = [rule.name for text in known.rules.values() for rule in parts(text).rules if not rule.is_private]
    return Tried(
        detectors=len(every) - len(held),
        fitting=len(fitting),
        silent=len(held) - len(fitting),
        rules=sum(name in expected for name in names),
        untried=tuple(sorted(name for name in names if name not in expected)),
        indicators=len(known.indicators.rows),
    )
