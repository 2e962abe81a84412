"""What happened when, as a report to an authority tells it: what each time is the time of, and the same thing only once."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Entry, Finding
from mimawari.respond.notices.case import ABUSE, Case, source_of
from mimawari.respond.notices.moments import moment, span

Event = tuple[str, str, str, str]
"""From when it is sorted (ISO), when it was, what it was, and its source."""
SHOWN = 5
"""Traces of PCs that are told one by one, the earliest."""
_BY_KIND = {"attachment-opened": "opened", "macros-allowed": "opened", "seven-day": "folder"}
_BY_FACT = (("pid", "process"), ("service", "service"), ("value", "value"), ("target", "entry"), ("file", "file"))
"""Of what a finding names, the first decides what its time is the time of."""


def events(case: Case, tongue: str) -> tuple[Event, ...]:
    """All of them in order, as far as evidence and record tell a time."""
    found = (*_traces(case, tongue), *_abuse(case, tongue), *_reported(case, tongue), *_recorded(case, tongue))
    once = {(when, what): (at, when, what, source) for at, when, what, source in reversed(found) if when}
    return tuple(sorted(once.values(), key=lambda one: one[0]))


def said(one: Finding, case: Case, tongue: str) -> str:
    """What the time of a finding is the time of. Where nothing tells, that it is that of a trace, and of which."""
    words = case.known.notices.words[f"event-{_kind(one)}"].say(tongue)
    facts = {name: value for name, value in one.facts.items() if value is not None}
    return words.format(**facts | {"sentence": one.sentence.say(tongue)})


def _kind(one: Finding) -> str:
    by_fact = (kind for fact, kind in _BY_FACT if one.facts.get(fact))
    return "abuse" if one.kind in ABUSE else _BY_KIND.get(one.kind) or next(by_fact, "trace")


def _traces(case: Case, tongue: str) -> Iterator[Event]:
    once = {(one.seen_at, said(one, case, tongue)): one for one in reversed(case.dated) if one.kind not in ABUSE}
    for (at, what), one in sorted(once.items(), key=lambda pair: pair[0])[:SHOWN]:
        yield at or "", moment(at or "", tongue, case.dossier.zone), what, one.id


def _abuse(case: Case, tongue: str) -> Iterator[Event]:
    for one in case.abuse:
        yield one.seen_at or "", moment(one.seen_at or "", tongue, case.dossier.zone), said(one, case, tongue), one.id


def _reported(case: Case, tongue: str) -> Iterator[Event]:
    """The strange mails that were reported, in one line."""
    if not case.reported:
        return
    first, last = (one.seen_at or "" for one in (case.reported[0], case.reported[-1]))
    count = len(case.reported)
    words = case.known.notices.words["mail-reported" if count == 1 else "mails-reported"].say(tongue).format(count=f"{count:,}")
    yield first, span(first, last, tongue, case.dossier.zone), words, case.reported[0].id


def _recorded(case: Case, tongue: str) -> Iterator[Event]:
    words, steps = case.known.notices.words, case.known.notices.steps
    if known := case.dossier.state.known_at:
        yield known.text, moment(known.text, tongue, case.dossier.zone), words["became-known"].say(tongue), source_of(known)
    for name, entry in _steps(case):
        if name in steps:
            yield entry.at, moment(entry.at, tongue, case.dossier.zone), steps[name].say(tongue), source_of(entry)


def _steps(case: Case) -> Iterator[tuple[str, Entry]]:
    yield from ((key.partition("@")[0], entry) for key, entry in case.done)
