"""Is it us, or only our address? Weighs clues and the levels of the PCs by the decision table (``knowledge/data/us``).

Pure: the same clues and report, the same answer. Each mail, account, bounce and report is judged by
itself; then the answers are put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mimawari.judge.hosts import host_clues
from mimawari.judge.logs import log_clues
from mimawari.judge.telling import saying, settling
from mimawari.knowledge import Knowledge
from mimawari.knowledge.us import Decision
from mimawari.model import Answer, Answered, Finding, Report, Strength, Us

_RANK = {"hint": Strength.HINT, "strong": Strength.STRONG, "conclusive": Strength.CONCLUSIVE}
_OURS = (Answer.OUR_DEVICE, Answer.OUR_ACCOUNT)
_SIDE = {Answer.OUR_DEVICE: "device", Answer.OUR_ACCOUNT: "account", Answer.ADDRESS_ONLY: "address"}
_OF_ACCOUNT = frozenset(("thread-in-our-mailbox", "intersection-ours", "leaning-ours"))
_TO_MAIL = frozenset(
    ("abuse-found", "burst", "unknown-recipients", "own-network", "from-differs", "literals", "back-door",
     "new-network-same-habits", "no-sasl", "one-recipient", "queue-flush", "password-guessed")
)  # fmt: skip
_LINKS = frozenset(("auth-sender", "in-our-log"))
_QUOTING = frozenset(("thread-in-our-mailbox", "thread-not-ours"))
_TO_HOST = frozenset(("thread-in-our-mailbox", "intersection-ours", "leaning-ours", "mailbox-read", "own-network"))
_OPEN, _PARTNER = "holder-not-asked", frozenset(("intersection-partner", "partner-account"))
_ORDER = (Answer.OUR_DEVICE, Answer.OUR_ACCOUNT, Answer.ADDRESS_ONLY)


@dataclass(frozen=True)
class Group:
    """All clues that are weighed together in one scope."""

    scope: str
    clues: tuple[Finding, ...]

    @property
    def names(self) -> frozenset[str]:
        """What they are called."""
        return frozenset(clue.kind for clue in self.clues)


@dataclass(frozen=True)
class Hit:
    """A row of the table that applies, and to what."""

    row: Decision
    group: Group

    @property
    def named(self) -> frozenset[Finding]:
        """The clues that the row names."""
        names = {*self.row.when.all, *self.row.when.any}
        return frozenset(clue for clue in self.group.clues if clue.kind in names)

    def reasons(self, every: tuple[Finding, ...], known: Knowledge) -> frozenset[Finding]:
        """Those that it names and that speak for its answer, and those that it names beside them.

        An account's row looks beyond its group for these: which mails did not pass our server is no fact of the account.
        """
        side = _SIDE.get(Answer(self.row.answer))
        speaking = {clue for clue in self.named if side is None or side in known.us.clues[clue.kind].speaks}
        beside = every if self.group.scope == "account" else self.group.clues
        return frozenset(speaking | {clue for clue in beside if clue.kind in self.row.also})


def us(clues: Iterable[Finding], report: Report, known: Knowledge) -> Us:
    """The answer; ``unknown`` alone where no row speaks for another."""
    every = tuple(sorted({*clues, *host_clues(report, known), *log_clues(report, known)}))
    hits = [
        Hit(row, group)
        for group in groups(every)
        for row in known.us.decisions
        if row.scope == group.scope and row.when.holds(group.names)
    ]
    answers = _answers(hits, {clue.kind for clue in every})
    final = {one.answer for one in answers}
    routine = final == {Answer.UNKNOWN} and any(hit.row.routine for hit in hits)
    because = _because(every, hits, final, routine, known)
    given = (
        {"given:mail"}
        if any(_scope(subject) == "mail" for clue in every if (subject := str(clue.facts.get("subject") or "")))
        else set()
    )
    names = {clue.kind for clue in every} | {f"answer:{one}" for one in final} | ({"routine"} if routine else set()) | given
    return Us(
        answers=answers,
        because=tuple(sorted(because)),
        against=tuple(clue for clue in every if clue not in because),
        settle=settling(names, every, answers, known),
        rows=tuple(sorted({hit.row.id for hit in hits})),
        routine=routine,
        say=saying(names, every, answers, known),
    )


def groups(every: tuple[Finding, ...]) -> tuple[Group, ...]:
    """The clues by what is judged by itself: each mail, each account, the bounces of each, the reports, the threads, the PCs."""
    by_subject: dict[str, list[Finding]] = {}
    for clue in every:
        by_subject.setdefault(str(clue.facts.get("subject") or ""), []).append(clue)
    accounts = {name.removeprefix("account:"): them for name, them in by_subject.items() if name.startswith("account:")}
    return tuple(
        Group(_scope(subject), tuple(sorted({*them, *_beside(subject, them, every, accounts)})))
        for subject, them in sorted(by_subject.items())
    )


def _beside(subject: str, them: list[Finding], every: tuple[Finding, ...], accounts: Mapping[str, list[Finding]]) -> list[Finding]:
    """What is weighed with the clues of a subject though it is of another."""
    scope = _scope(subject)
    if scope == "mail":
        return [one for one in _linked(them, accounts) if one.kind in _TO_MAIL]
    if scope == "bounces":
        return [one for name in sorted({_account(clue) for clue in them}) for one in accounts.get(name, ())]
    if scope == "account":
        return [one for one in every if one.kind in _OF_ACCOUNT and f"account:{_account(one)}" == subject]
    if scope == "dmarc":
        return _same_days(them, every)
    if scope == "threads":
        quoting = {clue.facts.get("subject") for clue in every if clue.kind in _QUOTING}
        return [one for one in every if one.facts.get("subject") in quoting]
    return [one for one in every if one.kind in _TO_HOST] if scope == "host" else []


def _scope(subject: str) -> str:
    head, colon, _ = subject.partition(":")
    if subject in ("threads", "dmarc"):
        return subject
    return {"account": "account", "returned": "bounces", "host": "host", "log": "log"}.get(head, "mail") if colon else "mail"


def _account(clue: Finding) -> str:
    return str(clue.facts.get("account") or "")


def _linked(them: list[Finding], accounts: Mapping[str, list[Finding]]) -> list[Finding]:
    """The clues of the account that a trusted line, or our log, says has sent the mail."""
    senders = sorted({_account(clue) for clue in them if clue.kind in _LINKS})
    return [one for name in senders for one in accounts.get(name, ())]


def _same_days(them: list[Finding], every: tuple[Finding, ...]) -> list[Finding]:
    """A log that shows nothing unusual counts for the days that it covers."""
    days = {str(clue.facts.get("day")) for clue in them if clue.kind == "dmarc-own-spike"}
    return [
        one
        for one in every
        if one.kind == "routine-normal" and all(str(one.facts.get("begins")) <= day <= str(one.facts.get("ends")) for day in days)
    ]


def _answers(hits: list[Hit], names: set[str]) -> tuple[Answered, ...]:
    """The strongest row of each answer; ours go before *address-only*, a yielding hint does not stand beside a strong one.

    Where a quoted mail lay in a mailbox of ours that nobody looked into, *address-only* is a hint, unless a partner explains it.
    """
    address = _strongest(hits, Answer.ADDRESS_ONLY)
    kept = [hit for hit in hits if not (hit.row.yields and address and address >= Strength.STRONG)]
    found = {answer: strength for answer in _ORDER if (strength := _strongest(kept, answer))}
    if any(answer in found for answer in _OURS):
        found.pop(Answer.ADDRESS_ONLY, None)
    if Answer.ADDRESS_ONLY in found and _OPEN in names and not names & _PARTNER:
        found[Answer.ADDRESS_ONLY] = Strength.HINT
    told = [_answered(answer, strength, kept) for answer, strength in found.items()]
    return tuple(sorted(told, key=lambda one: (-(one.strength or 0), one.answer))) or (Answered(Answer.UNKNOWN),)


def _strongest(hits: list[Hit], answer: Answer) -> Strength | None:
    return max((_RANK[hit.row.strength] for hit in hits if hit.row.answer == answer), default=None)


def _answered(answer: Answer, strength: Strength, hits: list[Hit]) -> Answered:
    """The answer with the accounts and PCs that the clues of its rows name."""
    mine = [hit for hit in hits if hit.row.answer == answer]
    named = [clue for hit in mine for clue in hit.named]
    accounts = {_account(clue) for clue in named} - {""} if answer in _OURS else set()
    machines = (
        {name for clue in named for name in str(clue.facts.get("machine") or "").split(", ")} - {""} if answer in _OURS else set()
    )
    rests_on_threads = all(hit.row.scope == "threads" for hit in mine)
    were = [clue for clue in named if clue.kind == "host-confirmed"]
    cured = bool(were) and all(clue.past for clue in were) and all(hit.row.scope == "host" for hit in mine)
    old = any(clue.kind == "old-theft" for hit in mine for clue in hit.group.clues)
    return Answered(
        answer,
        strength,
        tuple(sorted(accounts)),
        tuple(sorted(machines)),
        past=answer is Answer.OUR_DEVICE and (cured or (old and rests_on_threads)),
    )


def _because(
    every: tuple[Finding, ...], hits: list[Hit], final: set[Answer], routine: bool, known: Knowledge
) -> frozenset[Finding]:
    """What speaks for the answers that are given, and what their rows name."""
    sides = {_SIDE[one] for one in final if one in _SIDE} or ({"routine"} if routine else {"routine", "poor"})
    speaking = {clue for clue in every if clue.kind in known.us.clues and sides & {*known.us.clues[clue.kind].speaks}}
    named = {clue for hit in hits if hit.row.answer in final for clue in hit.reasons(every, known)}
    return frozenset(speaking | named)
