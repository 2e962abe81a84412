"""What a report and its verdict come to, as situations: for which machines and accounts, how surely, and because of what.

Nothing is judged anew: the levels of the sources and what the verdict rests on decide. A machine is concerned by what its own
evidence shows, or because the answer to "is it us?" names it and nothing says that it is without a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from mimawari.model import (
    About,
    Answer,
    Answered,
    Finding,
    Gap,
    Hold,
    Letter,
    Level,
    Report,
    Settle,
    Situation,
    Source,
    Strength,
    Verdict,
)
from mimawari.respond.machines import is_whole, names_of
from mimawari.respond.mails import letters_of, mail_of
from mimawari.respond.reported import INSIDE_REPORTED, apart, is_open, lacking, robbed

Evidence = Finding | Gap | Settle
MOST = 5
"""How many findings and gaps a reason names."""
SCRIPTS, MACHINE = frozenset(("abused-script", "no-sasl")), "bot-machine"
"""Kinds of findings whose ``account`` is a program on the server, or a machine that sends by itself."""
ASKED, NO_HOST, NO_PC, NO_OWNER = "us-asked", "no-host-named", "no-pc-looked-at", "file-of-nobody"
"""Stand among the kinds of a situation that rests on the question whose mails they are, that is of a machine nobody names, of what
was delivered where no PC was looked at, or of a file of which nobody tells on which PC it lay."""
_INQUIRY, _OPENED = "inquiry", frozenset(("attachment-opened", "macros-allowed"))
_ORDER = (Situation.OUR_DEVICE, Situation.OUR_ACCOUNT, Situation.EXPOSED, Situation.ADDRESS_ONLY, Situation.UNDETERMINED)
_HOLDS = (Hold.SURE, Hold.SUSPECTED, Hold.PAST)


@dataclass(frozen=True, slots=True)
class Target:
    """A machine or account that is concerned, how surely, and the strongest of what says so, at most :data:`MOST`."""

    name: str
    hold: Hold
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A situation that holds. ``kinds`` are those of the findings that it rests on.

    ``hosts`` and ``accounts`` are sorted by how surely they are concerned, then by name; ``unnamed``: an account is concerned, and
    nobody knows which. ``letters`` are the dangerous mails, the oldest first; ``partners`` those who were probably robbed.
    """

    situation: Situation
    hold: Hold
    evidence: tuple[Evidence, ...] = ()
    hosts: tuple[Target, ...] = ()
    accounts: tuple[Target, ...] = ()
    kinds: frozenset[str] = frozenset()
    unnamed: bool = True
    letters: tuple[Letter, ...] = ()
    partners: tuple[str, ...] = ()


def situations(report: Report, verdict: Verdict) -> tuple[Standing, ...]:
    """The situations that hold, the gravest first; ``no-sign`` alone where no other does."""
    seen = _Seen.of(report, verdict)
    found = {one.situation: one for one in (*_device(seen), *_account(seen), *_exposed(seen), *_address(seen))}
    found |= {one.situation: one for one in _undetermined(seen, found)}
    if seen.enclosed and not found:
        # Nothing tells whose it is: then it is taken as ours.
        found = {one.situation: one for one in _exposed(replace(seen, delivered=seen.enclosed))}
    elif seen.enclosed:
        found = {key: replace(one, kinds=one.kinds | {INSIDE_REPORTED}) for key, one in found.items()}
    return tuple(found[one] for one in _ORDER if one in found) or (Standing(Situation.NO_SIGN, Hold.SURE),)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A report once gone through. ``by_host``: what the verdict rests on of machines, by name; the strongest first.

    ``delivered`` is dangerous and came to us; ``enclosed`` came to others, who reported it.
    """

    verdict: Verdict
    sources: tuple[Source, ...]
    names: Mapping[str, str]
    by_host: Mapping[str, list[Finding]]
    misuse: tuple[Finding, ...]
    delivered: tuple[Finding, ...]
    enclosed: tuple[Finding, ...]

    @classmethod
    def of(cls, report: Report, verdict: Verdict) -> _Seen:
        sources = tuple(source for source in report.sources if source.kind != _INQUIRY)
        names = names_of(sources, verdict)
        by_host: dict[str, list[Finding]] = {}
        misuse, delivered = [], []
        for finding in verdict.because:
            host = names.get(finding.origin.source, "")
            if finding.facts.get("account"):
                misuse.append(finding)
            elif host and (finding.about is About.HOST or finding.kind in _OPENED):
                by_host.setdefault(host, []).append(finding)
            elif finding.about is not About.ORIGIN:
                delivered.append(finding)
        return cls(verdict, sources, names, by_host, tuple(misuse), *apart(delivered, verdict))

    def answer(self, answer: Answer) -> Answered | None:
        """The answer to "is it us?", where it was given more than as a hint; *address-only* also as one."""
        least = Strength.HINT if answer is Answer.ADDRESS_ONLY else Strength.STRONG
        given = self.verdict.us.answers if self.verdict.us else ()
        return next((one for one in given if one.answer is answer and (one.strength or 0) >= least), None)

    def clues(self) -> tuple[Finding, ...]:
        """What the answer to "is it us?" rests on, the strongest first."""
        return self.verdict.us.because if self.verdict.us else ()


def _device(seen: _Seen) -> Iterator[Standing]:
    """Machines by their own evidence, then those that the answer or a mail log names."""
    hosts = {name.casefold(): one for name, one in _own_hosts(seen).items()}
    answer = seen.answer(Answer.OUR_DEVICE)
    clean = _without_sign(seen)
    for name in answer.machines if answer else ():
        if name.casefold() not in hosts and name.casefold() not in clean:
            hosts[name.casefold()] = Target(name, _hold_of(answer), _naming(seen.clues(), "machine", name))
    sending = tuple(finding for finding in seen.misuse if finding.kind == MACHINE)
    if not (hosts or answer or sending):
        return
    targets = _sorted(hosts.values())
    evidence = _first((*(one for target in targets for one in target.evidence), *sending, *(seen.clues() if answer else ())))
    holds = [target.hold for target in targets] + [Hold.SUSPECTED] * bool(sending)
    if answer and not (targets and {*map(str.casefold, answer.machines)} <= {*hosts}):
        holds.append(_hold_of(answer))
    kinds = frozenset(one.kind for them in (*seen.by_host.values(), sending) for one in them)
    kinds |= frozenset(() if targets or sending else (NO_HOST,))
    yield Standing(Situation.OUR_DEVICE, _surest(holds), evidence, targets, _accounts_of(answer, seen), kinds)


def _own_hosts(seen: _Seen) -> dict[str, Target]:
    """The machines whose own evidence makes them infected or suspected, or did so once."""
    levels: dict[str, Level] = {}
    whole: dict[str, bool] = {}
    for source in seen.sources:
        host = seen.names.get(source.id, "")
        level = seen.verdict.levels.get(source.key, Level.UNDETERMINED)
        # What newer evidence took the place of is not in what the verdict rests on.
        if host in seen.by_host and level.rank >= Level.SUSPECTED.rank and _rests_on(source, seen.by_host[host]):
            levels[host] = max(levels.get(host, level), level, key=lambda one: one.rank)
            whole[host] = whole.get(host, True) and is_whole(source)
    now = {host: Target(host, _own_hold(level, seen.by_host[host], whole[host]), tuple(seen.by_host[host][:MOST]))
           for host, level in levels.items()}  # fmt: skip
    return {one.name: one for one in _past_hosts(seen)} | now


def _rests_on(source: Source, findings: list[Finding]) -> bool:
    return any(finding.origin.source == source.id for finding in findings)


def _own_hold(level: Level, findings: list[Finding], whole: bool) -> Hold:
    if level is Level.INFECTED:
        return Hold.SURE
    return Hold.PAST if whole and all(finding.past for finding in findings) else Hold.SUSPECTED


def _past_hosts(seen: _Seen) -> Iterator[Target]:
    """Machines that older evidence shows infected, and whose newer evidence shows it no more: what was on them was stolen."""
    for source in seen.sources:
        host = seen.names.get(source.id, "")
        if seen.verdict.levels.get(source.key) is Level.INFECTED and not _rests_on(source, seen.by_host.get(host, [])):
            weighty = (one for one in source.findings if one.about is About.HOST and one.strength > Strength.HINT)
            yield Target(host, Hold.PAST, _first(weighty))


def _without_sign(seen: _Seen) -> frozenset[str]:
    """The machines whose evidence was wholly looked at and shows nothing; in lower case."""
    levels: dict[str, set[Level]] = {}
    for source in seen.sources:
        if source.id in seen.names:
            levels.setdefault(seen.names[source.id].casefold(), set()).add(seen.verdict.levels[source.key])
    return frozenset(name for name, them in levels.items() if them == {Level.NO_SIGN})


def _account(seen: _Seen) -> Iterator[Standing]:
    """Accounts that send by somebody else's will, and programs on the server."""
    answer = seen.answer(Answer.OUR_ACCOUNT)
    found = [finding for finding in seen.misuse if finding.kind != MACHINE]
    if not (answer or found):
        return
    # That nobody signed in speaks for no answer, so it stands among what speaks against.
    unsigned = [
        one for one in (*found, *seen.clues(), *(seen.verdict.us.against if seen.verdict.us else ())) if one.kind in SCRIPTS
    ]
    scripts = {str(one.facts.get("account")) for one in unsigned}
    named = {str(finding.facts["account"]) for finding in found} - scripts
    given = {name for name in answer.accounts if name not in scripts} if answer else set()
    accounts = _sorted(
        Target(name, _hold_of(answer) if name in given else Hold.SUSPECTED, _naming((*found, *seen.clues()), "account", name))
        for name in sorted(named | given)
    )
    evidence = _first((*found, *(seen.clues() if answer else ())))
    kinds = frozenset(finding.kind for finding in (*found, *(seen.clues() if answer else ()), *unsigned))
    unnamed = not accounts and not scripts
    yield Standing(Situation.OUR_ACCOUNT, _hold_of(answer), evidence, (), accounts, kinds, unnamed)


def _accounts_of(answer: Answered | None, seen: _Seen) -> tuple[Target, ...]:
    if answer is None:
        return ()
    return _sorted(Target(name, _hold_of(answer), _naming(seen.clues(), "account", name)) for name in answer.accounts)


def _exposed(seen: _Seen) -> Iterator[Standing]:
    """Mails and files that are dangerous by themselves, or may be: what only fits a rule or only looks like a lure."""
    if not seen.delivered:
        return
    sure = any(finding.about is About.DELIVERY for finding in seen.delivered)
    looked = any(source.id in seen.names and source.looked_at for source in seen.sources)
    kinds = {finding.kind for finding in seen.delivered} | (set() if looked else {NO_PC})
    kinds |= {NO_OWNER for finding in seen.delivered if finding.about is About.HOST}
    named = letters_of(seen.sources)
    mails = {mail for finding in seen.delivered if (mail := mail_of(finding.origin, named))}
    letters = tuple(sorted(mails, key=lambda one: (one.date, one)))
    hold = Hold.SURE if sure else Hold.SUSPECTED
    yield Standing(Situation.EXPOSED, hold, seen.delivered[:MOST], kinds=frozenset(kinds), letters=letters)


def _address(seen: _Seen) -> Iterator[Standing]:
    answer = seen.answer(Answer.ADDRESS_ONLY)
    if answer:
        hold = Hold.SUSPECTED if answer.strength is Strength.HINT else Hold.SURE
        kinds = frozenset((ASKED, *lacking(seen.verdict), *(clue.kind for clue in seen.clues())))
        yield Standing(Situation.ADDRESS_ONLY, hold, _first(seen.clues()), kinds=kinds, partners=robbed(seen.clues()))


def _undetermined(seen: _Seen, found: Mapping[Situation, Standing]) -> Iterator[Standing]:
    """What is missing and could change the answer. What is missing on a PC that is infected anyway does not."""
    sure = (
        {one.name for one in found[Situation.OUR_DEVICE].hosts if one.hold is Hold.SURE} if Situation.OUR_DEVICE in found else set()
    )
    live = {gap.origin.source for gap in seen.verdict.unseen}
    hosts: dict[str, list[Gap]] = {}
    gaps: list[Gap] = []
    places = False
    for source in seen.sources:
        host = seen.names.get(source.id, "")
        if seen.verdict.levels.get(source.key) is not Level.UNDETERMINED or host in sure or (source.gaps and source.id not in live):
            continue
        places = True
        missing = [gap for gap in source.gaps if gap.wanted in source.ought] or list(source.gaps[:MOST])
        gaps += missing[:MOST]
        if host:
            hosts.setdefault(host, []).extend(missing[:MOST])
    asked = is_open(seen.verdict) and not found
    if places or asked or (seen.verdict.level is Level.UNDETERMINED and not found):
        targets = _sorted(Target(name, Hold.SURE, _first(them)) for name, them in hosts.items())
        evidence = _first((*gaps, *(seen.verdict.us.settle if asked and seen.verdict.us else ()), *(seen.clues() if asked else ())))
        kinds = frozenset((ASKED, *lacking(seen.verdict)) if asked else ())
        yield Standing(Situation.UNDETERMINED, Hold.SURE, evidence, targets, kinds=kinds)


def _hold_of(answer: Answered | None) -> Hold:
    if answer is None:
        return Hold.SUSPECTED
    if answer.past:
        return Hold.PAST
    return Hold.SURE if answer.strength is Strength.CONCLUSIVE else Hold.SUSPECTED


def _surest(holds: Iterable[Hold]) -> Hold:
    return min(holds, key=_HOLDS.index)


def _sorted(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(sorted(targets, key=lambda one: (_HOLDS.index(one.hold), one.name)))


def _naming(findings: Iterable[Finding], fact: str, name: str) -> tuple[Finding, ...]:
    """The strongest of those that speak of *name*."""
    wanted = name.casefold()
    return tuple(sorted(one for one in findings if wanted in _said(one, fact))[:MOST])


def _said(finding: Finding, fact: str) -> tuple[str, ...]:
    return tuple(name.casefold() for name in str(finding.facts.get(fact) or "").split(", "))


def _first(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The first of them, each once."""
    return tuple(islice(dict.fromkeys(evidence), MOST))
