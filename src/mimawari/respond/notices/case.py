"""A case as drafts see it: what holds and because of what, once worked out for every draft and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mimawari.judge import host_key
from mimawari.knowledge import Knowledge
from mimawari.knowledge.services import service_of
from mimawari.model import (
    Answer,
    Deed,
    Dossier,
    Entry,
    Fact,
    Finding,
    Firm,
    Gap,
    Held,
    Hold,
    Holding,
    Level,
    OnlineService,
    Situation,
    StepState,
    Strength,
    Use,
)
from mimawari.model.firm import ip_of
from mimawari.respond.situations import Evidence, Standing, situations

REPORT = "report"
"""The source of what is counted over all reports."""
US = "us.toml"
_INQUIRY = "inquiry"
_OURS = (Situation.OUR_DEVICE, Situation.OUR_ACCOUNT)
_SETTLES = ("second-look", "sign-in-history", "provider-logs")
"""Steps after which a suspicion was looked at once more."""
_QUOTED = frozenset({"thread-in-our-mailbox", "intersection-ours", "intersection-partner", "stolen-quote"})
ABUSE = frozenset({"abused-account", "abused-script"})


@dataclass(frozen=True)
class Case:
    """A dossier with the firm's profile and the knowledge. ``standings`` are the situations, the gravest first."""

    dossier: Dossier
    firm: Firm | None
    known: Knowledge
    standings: tuple[Standing, ...]

    @classmethod
    def of(cls, dossier: Dossier, firm: Firm | None, known: Knowledge) -> Case:
        """The case; what nobody wrote down but was only learnt is no profile."""
        return cls(dossier, firm, known, situations(dossier.report, dossier.verdict))

    @cached_property
    def holds(self) -> Mapping[str, str]:
        """The conditions that hold, each with the source that it rests on."""
        return dict((*self._situations(), *self._evidence(), *self._record(), *self._profile(), *self._mails()))

    def _situations(self) -> Iterator[tuple[str, str]]:
        for one in self.standings:
            source = ground(one.evidence)
            yield one.situation.value, source
            yield f"{one.situation.value}-{self.hold(one)}", source
        ours = [one for one in self.standings if one.situation in _OURS]
        if ours:
            holds = {one.hold for one in ours}
            name = "sure" if Hold.SURE in holds else "unsure" if Hold.SUSPECTED in holds else "once"
            yield from ((word, ground(ours[0].evidence)) for word in ("ours", name))

    def hold(self, one: Standing) -> str:
        """How a situation holds, in the words of a condition. That only the address is used is sure only where it is conclusive."""
        us = self.dossier.verdict.us
        strength = us.strength(Answer.ADDRESS_ONLY) if us else None
        if one.situation is Situation.ADDRESS_ONLY and one.hold is Hold.SURE and strength is not Strength.CONCLUSIVE:
            return "likely"
        return one.hold.value

    def _evidence(self) -> Iterator[tuple[str, str]]:
        named = {
            "emotet": self.emotet, "first-sign": self.dated, "reported": self.reported, "quoted": self.quoted,
            "abuse": self.measured, "addresses": tuple(self.addresses.values()),
        }  # fmt: skip
        yield from ((name, them[0].id) for name, them in named.items() if them)
        verdict, plan = self.dossier.verdict, self.dossier.plan
        yield from (("gaps", one.id) for one in verdict.unseen[:1])
        there = {
            "hosts": plan.hosts, "accounts": plan.accounts, "partners": plan.partners, "lures": plan.letters,
            "looked": self.quiet_hosts, "cards": self.held(Held.SAVED_CARD), "logins": self.held(Held.SAVED_LOGIN),
            "payment-logins": self.paying,
        }  # fmt: skip
        yield from ((name, REPORT) for name, them in there.items() if them)

    def _record(self) -> Iterator[tuple[str, str]]:
        state = self.dossier.state
        if state.known_at:
            yield "known-at", source_of(state.known_at)
        yield from ((f"reply-{name}-{entry.text}", source_of(entry)) for name, entry in state.replies)
        yield from ((f"done-{key.partition('@')[0]}", source_of(entry)) for key, entry in self.done)
        did = [entry for _, entry in self.done] + [*state.contacts]
        yield from (("did", source_of(one)) for one in did[:1])
        settled = [entry for key, entry in self.done if key.partition("@")[0] in _SETTLES] + [*state.rechecks]
        yield from (("looked-again", source_of(one)) for one in settled[:1])
        if self.exposed:
            yield from self._counted(self.exposed)
        if len(self.counted) > 1:
            yield "several-counts", source_of(self.counted[-1])
        yield from (("void-count", source_of(one)) for one in self.counted[-1:] if _is_void(one))

    def _counted(self, entry: Entry) -> Iterator[tuple[str, str]]:
        source = source_of(entry)
        yield "exposure", source
        for name, value in entry.facts:
            if name.startswith(("datum-", "tie-", "template-", "left-out-")) and number(value):
                yield name, source
        if self.counts.get("first") and self.counts.get("last"):
            yield "mails-span", source
        if number(self.counts.get("gaps")):
            yield "exposure-gaps", source

    def _profile(self) -> Iterator[tuple[str, str]]:
        if self.firm and self.firm.domains and not self.firm.learnt:
            yield "domains", US
            yield from (("foreign-senders", one.id) for one in self.reported[:1] if not self.own_senders)

    def _mails(self) -> Iterator[tuple[str, str]]:
        """Whether mails in the firm's name are known of at all, and whether one bears an address of the firm."""
        seen = [one.id for one in self.reported] + [one.id for one in self.measured]
        seen += [ground(one.evidence) for one in self.standings if self._shows_mails(one)]
        yield from (("mails-seen", source) for source in seen[:1])
        yield from (("own-senders", one.id) for one in self.reported if one in self.own_senders)

    def _shows_mails(self, one: Standing) -> bool:
        return one.situation is Situation.ADDRESS_ONLY or (one.situation is Situation.OUR_ACCOUNT and one.hold is Hold.SURE)

    @cached_property
    def counted(self) -> tuple[Entry, ...]:
        """The entries that counted who must be told."""
        return tuple(one for one in self.dossier.entries if one.deed is Deed.EXPOSED)

    @cached_property
    def exposed(self) -> Entry | None:
        """The last of them that says something: one that found nobody and could not read everything does not."""
        return next((one for one in reversed(self.counted) if not _is_void(one)), None)

    @cached_property
    def counts(self) -> Mapping[str, Fact]:
        """What that entry counted."""
        return dict(self.exposed.facts) if self.exposed else {}

    @cached_property
    def done(self) -> tuple[tuple[str, Entry], ...]:
        """Steps that are done, by key, in the order in which they were."""
        found = [(key, entry) for key, state, entry in self.dossier.state.steps if state is StepState.DONE]
        return tuple(sorted(found, key=lambda one: (one[1].at, one[1].number)))

    @cached_property
    def weighty(self) -> tuple[Finding, ...]:
        """What the verdict and the answer to "is it us?" rest on, each once, the strongest first."""
        verdict = self.dossier.verdict
        return tuple(dict.fromkeys((*verdict.because, *(verdict.us.because if verdict.us else ()))))

    @cached_property
    def emotet(self) -> tuple[Finding, ...]:
        """Findings that name Emotet."""
        return tuple(one for one in self.dossier.verdict.because if one.family == "emotet")

    @cached_property
    def dated(self) -> tuple[Finding, ...]:
        """Findings on machines that tell a time, the earliest first."""
        hosts = {found for one in self.standings for target in one.hosts for found in target.evidence}
        return tuple(sorted((one for one in self.weighty if one.seen_at and one in hosts), key=lambda one: one.seen_at or ""))

    @cached_property
    def reported(self) -> tuple[Finding, ...]:
        """One finding for each mail that somebody reported, by its time."""
        mails: dict[object, Finding] = {}
        for source in self.dossier.report.sources:
            for one in source.findings if source.kind == _INQUIRY else ():
                if one.facts.get("author") and one.seen_at:
                    mails.setdefault(one.facts.get("subject"), one)
        return tuple(sorted(mails.values(), key=lambda one: one.seen_at or ""))

    @cached_property
    def own_senders(self) -> tuple[Finding, ...]:
        """What the inquiry tells of mails whose sender is an address of the firm, with or without a time."""
        told = (one for source in self.dossier.report.sources if source.kind == _INQUIRY for one in source.findings)
        return tuple(one for one in told if self.firm and self.firm.owns(str(one.facts.get("author") or "")))

    @cached_property
    def quoted(self) -> tuple[Finding, ...]:
        """Findings by which strange mails quote mail that was really exchanged."""
        return tuple(one for one in self.weighty if one.kind in _QUOTED)

    @cached_property
    def abuse(self) -> tuple[Finding, ...]:
        """Findings that an account sent by somebody else's will."""
        return tuple(one for one in self.dossier.verdict.because if one.kind in ABUSE)

    @cached_property
    def measured(self) -> tuple[Finding, ...]:
        """Those that tell how many mails were sent, when, and from how many addresses."""
        wanted = ("messages", "recipients", "clients", "begins", "ends")
        return tuple(one for one in self.abuse if one.seen_at and all(one.facts.get(name) for name in wanted))

    @cached_property
    def addresses(self) -> Mapping[str, Finding]:
        """Addresses on the net from which it came, each with the finding that names it, sorted."""
        found: dict[str, Finding] = {}
        for one in self.weighty:
            for name in ("address", "sample"):
                if ip_of(text := str(one.facts.get(name) or "")):
                    found.setdefault(text, one)
        return dict(sorted(found.items()))

    @cached_property
    def quiet_hosts(self) -> tuple[str, ...]:
        """PCs that were looked at and show no sign, by name."""
        levels: dict[str, set[Level]] = {}
        names: dict[str, str] = {}
        for source in self.dossier.report.sources:
            if source.host:
                names.setdefault(host_key(source.host), source.host)
                levels.setdefault(host_key(source.host), set()).add(self.dossier.verdict.levels[source.key])
        return tuple(sorted(names[key] for key, them in levels.items() if them == {Level.NO_SIGN}))

    @cached_property
    def paying(self) -> tuple[tuple[str, OnlineService], ...]:
        """Payment services whose sign-in was kept on the PCs concerned, with the host as it stood there; each host once."""
        places = dict.fromkeys(one.place for one in (*self.held(Held.SAVED_LOGIN), *self.held(Held.CREDENTIALS)) if one.place)
        found = ((place, service_of(place, self.known.services)) for place in places)
        return tuple((place, service) for place, service in found if service and service.use is Use.PAYMENT)

    def held(self, held: Held) -> tuple[Holding, ...]:
        """What lay on the PCs concerned."""
        hosts = {host_key(name) for name in self.dossier.plan.hosts}
        sources = (source for source in self.dossier.report.sources if source.host and host_key(source.host) in hosts)
        return tuple(one for source in sources for one in source.holdings if one.held is held)


def _is_void(entry: Entry) -> bool:
    counts = dict(entry.facts)
    return bool(number(counts.get("gaps"))) and not number(counts.get("people"))


def ground(evidence: Iterable[Evidence]) -> str:
    """The first piece of evidence that a report holds, as a source."""
    return next((one.id for one in evidence if isinstance(one, Finding | Gap)), REPORT)


def source_of(entry: Entry) -> str:
    """How an entry is named as a source."""
    return f"entry {entry.number}"


def number(value: Fact) -> int:
    """A recorded count; 0 for what is none."""
    return value if isinstance(value, int) else int(value) if isinstance(value, str) and value.isdecimal() else 0
