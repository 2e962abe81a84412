"""Which PCs a case knows of, and what still speaks against putting one back on the network."""

from __future__ import annotations

from mimawari.app import casework
from mimawari.app.case_opening import OpenedCase
from mimawari.judge import host_key
from mimawari.model import Condition


def hosts_of(opened: OpenedCase) -> tuple[str, ...]:
    """The names of all PCs that the plan, a report or a second check speaks of, each once."""
    sources = (source for report in (opened.report, opened.later) for source in report.sources if source.host)
    every = (*opened.plan.hosts, *(source.host for source in sources), *casework.expected_of(opened))
    return tuple({host_key(name): name for name in reversed(every)}.values())[::-1]


def host_named(opened: OpenedCase, text: str) -> str | None:
    """The PC that *text* names, whatever its case and domain; None where the case knows of no such PC."""
    wanted = host_key(text.replace("[.]", "."))
    return next((name for name in hosts_of(opened) if host_key(name) == wanted), None)


def unmet(opened: OpenedCase, now: str) -> tuple[Condition, ...]:
    """The conditions for lifting isolation that are not met, or of which nobody knows."""
    return tuple(one for one in casework.standing(opened, now).conditions if one.met is not True)
