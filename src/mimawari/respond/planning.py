"""The plan of a case: the steps of the playbook that its situations ask for, once each and in order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mimawari.knowledge import Knowledge
from mimawari.model import (
    Finding,
    Ground,
    Hold,
    Opening,
    Per,
    Phase,
    Plan,
    PlanStep,
    PlayStep,
    Report,
    Settle,
    Situation,
    Verdict,
    Words,
    digest,
)
from mimawari.respond.mails import Letters, letters_of, mail_of
from mimawari.respond.situations import MACHINE, MOST, NO_PC, Evidence, Standing, Target, situations

_LONGEST = 240
"""Letters of a reason in a plan; what is longer stands in the report."""
_OURS = frozenset((Situation.OUR_DEVICE, Situation.OUR_ACCOUNT))
_MISSING = Words(en="Could not be looked at: {wanted} ({reason}).", ja="調べられなかったもの：{wanted}（{reason}）")

_MAIL = Words(en="Mail “{subject}” from {sender}, {date}. ", ja="メール「{subject}」（差出人：{sender}、{date}）　")


def planned(report: Report, verdict: Verdict, known: Knowledge) -> Plan:
    """The plan for what *report* shows and *verdict* concludes, by the playbook of *known*."""
    return plan_of(situations(report, verdict), known, letters_of(report.sources))


def plan_of(standings: tuple[Standing, ...], known: Knowledge, letters: Letters | None = None) -> Plan:
    """The plan for situations that hold. Steps that several of them ask for are planned once for each target.

    *letters* name the mails that something lies in.
    """
    told = _Told(known, {}, letters or {})
    openings = tuple(one for one in (_opening(one, known) for one in standings) if one)
    steps = tuple(one for step in known.playbook.steps for one in _taken(step, standings, told))
    return Plan(
        situations=tuple(one.situation for one in standings),
        openings=openings,
        steps=steps,
        hosts=_named(one.hosts for one in standings),
        accounts=_named(one.accounts for one in standings),
        forbidden=_forbidden(openings, steps),
        letters=tuple(dict.fromkeys(mail for one in standings for mail in one.letters)),
        partners=tuple(dict.fromkeys(name for one in standings for name in one.partners)),
    )


def _opening(one: Standing, known: Knowledge) -> Opening | None:
    """How it begins. A program on the server is stopped, a machine is looked for; where none is named none is unplugged.

    Then the first of the steps that are taken only with such findings comes first, or the first one of an account.
    """
    found = known.playbook.opening(one.situation, one.hold)
    if found and found.unlooked and NO_PC in one.kinds:
        found = replace(found, meaning=found.unlooked)
    if found is None or one.hosts or one.hold is Hold.PAST:
        return found
    asked = [step for step in known.playbook.steps if _asks(step, one)]
    if _has_no_password(one) or MACHINE in one.kinds:
        asked = [step for step in asked if step.kinds]
    elif one.situation is Situation.OUR_DEVICE:
        asked = [step for step in asked if step.per is Per.ACCOUNT]
    else:
        return found
    return replace(found, first=asked[0].title) if asked else found


def _has_no_password(one: Standing) -> bool:
    """Whether what is misused is no account that anybody signs in to."""
    return one.situation is Situation.OUR_ACCOUNT and not one.accounts and not one.unnamed


def _named(groups: Iterable[tuple[Target, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(target.name for group in groups for target in group))


def _forbidden(openings: tuple[Opening, ...], steps: tuple[PlanStep, ...]) -> tuple[Words, ...]:
    """Each once, what the steps forbid first. Where it is us, that nobody need do anything is not said beside it."""
    ours = any(one.situation in _OURS for one in openings)
    said = [words for step in steps for words in step.step.forbidden]
    said += [words for one in openings if not (ours and one.situation not in _OURS) for words in one.forbidden]
    return tuple(dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class _Told:
    """Evidence as reasons, each put into words once."""

    known: Knowledge
    made: dict[str, Ground]
    letters: Letters

    def grounds(self, evidence: Iterable[Evidence]) -> tuple[Ground, ...]:
        return tuple(dict.fromkeys(self._ground(one) for one in evidence))[:MOST]

    def _ground(self, one: Evidence) -> Ground:
        key = f"s-{digest(one.kind, one.day, one.subject)}" if isinstance(one, Settle) else one.id
        if key not in self.made:
            said = self._words(one)
            self.made[key] = Ground(key, Words(en=_short(said.en), ja=_short(said.ja)))
        return self.made[key]

    def _words(self, one: Evidence) -> Words:
        if isinstance(one, Finding):
            return one.sentence
        if isinstance(one, Settle):
            return one.words
        wanted, reason = self.known.named("wanted", one.wanted), self.known.named("reason", one.reason)
        missing = _MISSING.fill({"wanted": wanted, "reason": reason})
        if mail := mail_of(one.origin, self.letters):
            where = _MAIL.fill({"subject": mail.subject[:60], "sender": mail.sender[:60], "date": mail.date[:10]})
            missing = Words(en=where.en + missing.en, ja=where.ja + missing.ja)
        return Words(en=f"{missing.en} {one.remedy.en}", ja=f"{missing.ja}。{one.remedy.ja}") if one.remedy else missing


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _taken(step: PlayStep, standings: tuple[Standing, ...], told: _Told) -> Iterator[PlanStep]:
    """The step for each target that it is taken for; nothing where no situation asks for it."""
    asking = [one for one in standings if _asks(step, one)]
    if step.per is Per.CASE:
        yield from _once(step, asking, told)
    else:
        yield from _each(step, asking, told)


def _asks(step: PlayStep, one: Standing) -> bool:
    """Whether a situation asks for the step, as far as its targets do not tell."""
    if step.phase is Phase.RESET and _has_no_password(one):
        return False
    return one.situation in step.situations and (not step.kinds or not one.kinds.isdisjoint(step.kinds))


def _fits(step: PlayStep, hold: Hold) -> bool:
    """Whether a step is taken where it is as sure as *hold* says."""
    if hold is Hold.PAST:
        return step.past
    return not (step.suspected if hold is Hold.SURE else step.sure)


def _once(step: PlayStep, asking: list[Standing], told: _Told) -> Iterator[PlanStep]:
    them = [one for one in asking if _fits(step, one.hold)]
    if them:
        evidence = [found for one in them for found in one.evidence]
        suspected = all(one.hold is Hold.SUSPECTED for one in them)
        waits = step.waits and suspected and all(one.situation is Situation.OUR_DEVICE for one in them)
        yield PlanStep(step.id, step, "", told.grounds(evidence), suspected, waits)


def _each(step: PlayStep, asking: list[Standing], told: _Told) -> Iterator[PlanStep]:
    """One step a target; one for the whole case where an account is concerned of which nobody knows the name."""
    targets: dict[str, Target] = {}
    for one in asking:
        for target in one.hosts if step.per is Per.HOST else one.accounts:
            if _fits(step, target.hold):
                targets.setdefault(target.name, target)
    for name, target in targets.items():
        yield PlanStep(f"{step.id}@{name}", step, name, told.grounds(target.evidence), target.hold is Hold.SUSPECTED)
    if not targets and step.per is Per.ACCOUNT:
        yield from _once(step, [one for one in asking if one.unnamed], told)
