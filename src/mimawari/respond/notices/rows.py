"""What a draft lists: what was done and when, mails, ids of mails, files, kinds of data. Each row a place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mimawari.model import Datum, Finding, Gap, Letter, Strength, Text, Told
from mimawari.respond.notices.case import ABUSE, REPORT, Case, number, source_of
from mimawari.respond.notices.events import events, said
from mimawari.respond.notices.moments import moment

Row = Mapping[str, tuple[Text, ...]]
MOST = 20
"""Rows of one list."""
_IDS = (("queue-ids", "queue_id"), ("message-ids", "message_id"))


@dataclass(frozen=True, slots=True)
class Rows:
    """Those that are told, and how many are not."""

    shown: tuple[Row, ...] = ()
    left: int = 0

    @classmethod
    def of(cls, every: Iterable[Row], most: int = MOST) -> Rows:
        """The first of them."""
        them = tuple(every)
        return cls(them[:most], max(0, len(them) - most))


def rows(case: Case, tongue: str) -> Mapping[str, Rows]:
    """All lists by name."""
    found = {
        "done": _done(case, tongue),
        "contacts": _contacts(case, tongue),
        "timeline": _timeline(case, tongue),
        "data": _data(case, tongue),
        "mails": (_mail(one, case, tongue) for one in case.reported),
        "lures": (_lure(one, case, tongue) for one in case.dossier.plan.letters),
        "addresses": ({"address": (Told(text, one.id),)} for text, one in case.addresses.items()),
        "files": _files(case),
        "payment-logins": _paying(case, tongue),
        "findings": _findings(case, tongue),
        "gaps": (_gap(one, case, tongue) for one in case.dossier.verdict.unseen),
    }
    found |= {name: _ids(case, fact, tongue) for name, fact in _IDS}
    return {name: Rows.of(every) for name, every in found.items()}


def more(count: int, case: Case, tongue: str) -> tuple[Text, ...]:
    """That there are more rows, and how many."""
    said = case.known.notices.words["more"].say(tongue).format(count=f"{count:,}")
    return (Told(said, REPORT),)


def _done(case: Case, tongue: str) -> Iterator[Row]:
    """Steps of the plan that are done and that others are told of; of several PCs or accounts a step is told once, by the last."""
    last = {key.partition("@")[0]: entry for key, entry in case.done}
    for name, entry in last.items():
        if name in case.known.notices.steps:
            when = moment(entry.at, tongue, case.dossier.zone)
            said = case.known.notices.steps[name].say(tongue)
            yield {"what": (Told(said, source_of(entry)),), "when": (Told(when, source_of(entry)),)}


def _contacts(case: Case, tongue: str) -> Iterator[Row]:
    names = {one.id: one.name.say(tongue) for one in case.known.help_desks}
    for entry in case.dossier.state.contacts:
        name = names.get(entry.about, entry.about)
        when = moment(entry.at, tongue, case.dossier.zone)
        yield {"desk": (Told(name, source_of(entry)),), "when": (Told(when, source_of(entry)),)}


def _timeline(case: Case, tongue: str) -> Iterator[Row]:
    for _, when, what, source in events(case, tongue):
        yield {"when": (Told(when, source),), "what": (Told(what, source),)}


def _data(case: Case, tongue: str) -> Iterator[Row]:
    """Kinds of data and of how many people, as the last count has it."""
    if case.exposed is None:
        return
    least = "exposure-gaps" in case.holds
    for datum in Datum:
        if count := number(case.counts.get(f"datum-{datum.value}")):
            name = case.known.notices.words[f"datum-{datum.value}"].say(tongue)
            people = case.known.notices.words["least" if least else "people"].say(tongue).format(count=f"{count:,}")
            source = source_of(case.exposed)
            yield {"datum": (Told(name, source),), "count": (Told(people, source),)}


def _paying(case: Case, tongue: str) -> Iterator[Row]:
    for place, service in case.paying:
        yield {"service": (Told(service.name.say(tongue), REPORT),), "place": (Told(place, REPORT),)}


def _mail(one: Finding, case: Case, tongue: str) -> Row:
    when = moment(one.seen_at or "", tongue, case.dossier.zone)
    return {"when": (Told(when, one.id),), "author": (Told(str(one.facts["author"]), one.id),)}


def _lure(one: Letter, case: Case, tongue: str) -> Row:
    told = {"when": moment(one.date, tongue, case.dossier.zone), "sender": one.sender, "subject": one.subject}
    return {name: (Told(text, REPORT),) for name, text in told.items() if text}


def _ids(case: Case, fact: str, tongue: str) -> Iterator[Row]:
    """Ids of mails by which whoever has the log finds them, each once, with the time where one is known."""
    seen: dict[str, Finding] = {}
    for one in case.weighty:
        for found in str(one.facts.get(fact) or "").split():
            if found not in seen or (one.seen_at and not seen[found].seen_at):
                seen[found] = one
    for found, one in sorted(seen.items(), key=lambda pair: (pair[1].seen_at or "~", pair[0])):
        when = moment(one.seen_at, tongue, case.dossier.zone) if one.seen_at else ""
        yield {"id": (Told(found, one.id),), **({"when": (Told(when, one.id),)} if when else {})}


def _files(case: Case) -> Iterator[Row]:
    """Files that the verdict rests on, each once, with their SHA-256 where one is known."""
    seen: dict[str, tuple[Finding, str]] = {}
    for one in case.dossier.verdict.because:
        name = str(one.facts.get("file") or one.facts.get("target") or one.facts.get("document") or one.facts.get("bait") or "")
        digest = str(one.facts.get("sha256") or "")
        if name and (name not in seen or (digest and not seen[name][1])):
            seen[name] = (one, digest)
    for name, (one, digest) in seen.items():
        yield {"file": (Told(name, one.id),), **({"sha256": (Told(f"SHA-256 {digest}", one.id),)} if digest else {})}


def _findings(case: Case, tongue: str) -> Iterator[Row]:
    """What is more than a hint, each sentence once: several mails often give rise to the same."""
    every: dict[str, str] = {}
    for one in (one for one in case.weighty if one.strength > Strength.HINT):
        every.setdefault(_sober(said(one, case, tongue) if one.kind in ABUSE else one.sentence.say(tongue), case), one.id)
    yield from ({"sentence": (Told(text, source),)} for text, source in every.items())


def _sober(text: str, case: Case) -> str:
    """In the words of a paper for an authority."""
    for word, other in case.known.notices.sober:
        text = text.replace(word, other)
    return text


def _gap(one: Gap, case: Case, tongue: str) -> Row:
    wanted = case.known.named("wanted", one.wanted).say(tongue)
    why = case.known.named("reason", one.reason).say(tongue)
    place = (one.origin.path or (one.origin.locator,))[-1].replace("\\", "/").rpartition("/")[2]
    return {"wanted": (Told(wanted, one.id),), "why": (Told(why, one.id),), "place": (Told(place, one.id),)}
