"""Whose mailbox the quoted mails were taken from: the intersection of all mailboxes that held them.

The thief took each mail that is quoted from a mailbox that held it. Ours prove that they hold it by answering; others are named by
the quoted mail. Reports count once a firm and once a thread: three people of one firm who got one thread tell one thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from mimawari.inquiry.case import Case, moment
from mimawari.inquiry.hosts import party_of
from mimawari.inquiry.independence import independent, is_public_list
from mimawari.inquiry.letters import Letter
from mimawari.model import Clue, HeldMail, Mailbox, Origin, QuotedMail

ENOUGH = 3
"""Independent reports from which on one mailbox that held everything is more than a hint."""
OLD = timedelta(days=180)
THREADS = "threads"


@dataclass(frozen=True)
class Theft:
    """A reported mail that quotes, with the mail that it answers: the uppermost quoted one."""

    letter: Letter
    quoted: QuotedMail

    @cached_property
    def held(self) -> tuple[HeldMail, ...]:
        """Where in our mailboxes it lies."""
        found = (one for one in self.letter.case.held if one.key == self.quoted.key and not self._is_later(one))
        return tuple(sorted(found, key=lambda one: (one.mailbox, one.origin)))

    def _is_later(self, one: HeldMail) -> bool:
        """Whether it only quotes the mail, and was not there before the strange one: the strange one passed on inside the firm."""
        came, written = moment(self.letter.time), moment(one.date)
        return one.quoting and (came is None or written is None or written >= came)

    @cached_property
    def is_open(self) -> bool:
        """Whether strangers held it that nobody can name.

        It names nobody whom it was sent to but its sender, or an address of ours that is no mailbox (a newsletter); or it went
        over a public mailing list.
        """
        if any(is_public_list(one, self.letter.case.known) for one in self.people if not self.letter.case.firm.owns(one)):
            return True
        firm = self.letter.case.firm
        author = {one.author.address.lower() for one in self.held if one.author}
        named = self.people - author
        return bool(self.held) and not any(one in self.holders or not firm.owns(one) or firm.account(one) for one in named)

    @cached_property
    def holders(self) -> frozenset[str]:
        """Our mailboxes that hold it."""
        return frozenset(one.mailbox.lower() for one in self.held)

    @cached_property
    def people(self) -> frozenset[str]:
        """All addresses that sent or got it, as the mail in our mailbox or else the quotation says."""
        return frozenset(one.address.lower() for one in self.named if one.address)

    @cached_property
    def named(self) -> tuple[Mailbox, ...]:
        """The same, with the names that stand beside them."""
        quote = self.quoted.quote
        named = [*quote.people, *([quote.sender] if quote.sender else [])]
        for one in self.held:
            named += [*one.people, *([one.author] if one.author else [])]
        return tuple(named)

    @property
    def thread(self) -> str:
        """The key of the mail that it quotes."""
        return self.quoted.key

    @cached_property
    def candidates(self) -> frozenset[str]:
        """All mailboxes that may have held it."""
        return self.people | self.holders

    @cached_property
    def party(self) -> str:
        """The firm that reported it."""
        return party_of(self.letter.reporter, self.letter.case.known)

    @cached_property
    def date(self) -> str:
        """When the quoted mail was written."""
        return next((one.date for one in self.held if one.date), self.quoted.quote.date)


def provenance(letters: tuple[Letter, ...], case: Case) -> Iterator[Clue]:
    """All that quoted mails tell."""
    every = [theft for letter in letters if (theft := _theft(letter))]
    for theft in every:
        yield from _single(theft, case)
    if len(every) == 1:
        yield every[0].letter.clue("one-report")
    sound = (theft for theft in every if not theft.letter.is_weak and not theft.is_open)
    told = sorted(sound, key=lambda one: (one.letter.time, one.letter.mail.origin))
    groups = independent(told)
    if len(groups) < len(told):
        yield told[0].letter.clue("not-independent", reports=len(told), independent=len(groups))
    if told:
        yield from _together(told, groups, case)


def is_own_answer(letter: Letter, clues: tuple[Clue, ...]) -> bool:
    """Whether it quotes as every answer does: a mail that really is ours, sent as we send.

    A mail that passes for our domain is stolen goods only where something shows that a stranger, or a robot, sent it.
    """
    kinds = {clue.kind for clue in clues if clue.facts["subject"] == letter.mail.id}
    if kinds & {"own-routine", "in-sent-folder", "known-sender", "auto-reply"}:
        return "foreign-login" not in kinds
    if not (letter.is_from_us and letter.passed.passes) or "foreign-login" in kinds:
        return False
    sent_by = {clue.facts["account"] for clue in clues if clue.kind == "in-our-log" and clue.facts["subject"] == letter.mail.id}
    return not any(clue.kind == "burst" and clue.facts["account"] in sent_by for clue in clues)


def _theft(letter: Letter) -> Theft | None:
    first = next(iter(letter.quoted), "")
    quoted = next((one for one in letter.mail.quoted if one.key == first), None)
    return Theft(letter, quoted) if quoted else None


def _single(theft: Theft, case: Case) -> Iterator[Clue]:
    letter = theft.letter
    for held in theft.held:
        account = held.mailbox.lower()
        others = sorted(one for one in theft.people if not case.firm.owns(one))
        yield case.clue(
            "thread-in-our-mailbox",
            held.origin,
            letter.mail.id,
            letter.time,
            account=account,
            others=len(others),
            quoted=held.subject[:80],
        )
    if theft.held and theft.people and not theft.is_open and all(case.firm.owns(one) for one in theft.people):
        yield from _internal(theft, case)
    if theft.held and not letter.is_from_us and any(not case.firm.owns(one) for one in theft.people):
        other = next(one for one in sorted(theft.people) if not case.firm.owns(one))
        yield case.clue("also-at-partner", theft.held[0].origin, letter.mail.id, account="", partner=other)
    if case.boxes and not theft.held:
        yield letter.clue("thread-not-ours")
    looked = {box.mailbox.lower() for box in case.boxes}
    if unasked := [one for one in theft.people if case.firm.owns(one) and one not in looked]:
        yield letter.clue("holder-not-asked", holder=min(unasked))
    if letter.author in theft.people and letter.passed.others and not letter.is_from_us:
        yield letter.clue("partner-account", partner=letter.author)


def _internal(theft: Theft, case: Case) -> Iterator[Clue]:
    """A mail that never left the firm, by those who got it, and by our log where that knows it."""
    holder = theft.held[0]
    went = [one for held in theft.held for passage in case.passages.get(held.message_id, ()) for one in passage.recipients]
    if not all(case.firm.owns(one) for one in went):
        return
    names = ", ".join(sorted(theft.people))
    yield case.clue(
        "internal-only", holder.origin, THREADS, account=holder.mailbox.lower(), people=names, machine=_machines(theft.people, case)
    )
    for held in theft.held:
        for passage in case.passages.get(held.message_id, ()):
            if all(case.firm.owns(one) for one in passage.recipients):
                yield case.clue(
                    "internal-only",
                    passage.origin,
                    THREADS,
                    account=holder.mailbox.lower(),
                    people=names,
                    machine=_machines(theft.people, case),
                )


def _machines(accounts: frozenset[str], case: Case) -> str:
    return ", ".join(sorted({name for one in accounts if (own := case.firm.account(one)) for name in own.machines}))


def _together(told: list[Theft], groups: list[list[Theft]], case: Case) -> Iterator[Clue]:
    left = frozenset.intersection(*(theft.candidates for theft in told))
    proven = frozenset.intersection(*(theft.holders for theft in told))
    ours = frozenset(one for one in left if case.firm.owns(one) or one in proven)
    theirs = left - ours
    count = len(groups)
    place = _place(told, case)
    facts: dict[str, str | float | bool | None] = {"reports": count, "deciding": _deciding(told, case)}
    if count >= 2:
        yield from _intersection(count, ours, theirs, proven, place, told, facts, case)
    elif len(told) > 1:
        yield case.clue("intersection-many", place, THREADS, account="", suspects=", ".join(sorted(left)), **facts)
    elif _leans(told[0], proven):
        yield from _each("leaning-ours", proven, place, facts, case)
    yield from _age(told, place, case)


def _leans(theft: Theft, proven: frozenset[str]) -> bool:
    """Whether a single report leaves us and the reporter alone as those who held the mail."""
    others = {party_of(one, theft.letter.case.known) for one in theft.people if not theft.letter.case.firm.owns(one)}
    return bool(proven) and others == {theft.party}


def _intersection(
    count: int,
    ours: frozenset[str],
    theirs: frozenset[str],
    proven: frozenset[str],
    place: Origin,
    told: list[Theft],
    facts: dict[str, str | float | bool | None],
    case: Case,
) -> Iterator[Clue]:
    if proven and not theirs:
        yield from _each("intersection-ours" if count >= ENOUGH else "leaning-ours", proven, place, facts, case)
        if count >= ENOUGH:
            yield told[0].letter.clue("spread-unrelated", reporters=len({theft.party for theft in told}))
    elif theirs and not ours and len({party_of(one, case.known) for one in theirs}) == 1:
        partner = ", ".join(sorted(theirs))
        yield case.clue(
            "intersection-partner" if count >= ENOUGH else "leaning-partner", place, THREADS, account="", partner=partner, **facts
        )
        yield told[0].letter.clue("spread-of-partner", partner=partner)
    elif not ours and not theirs:
        yield case.clue("intersection-empty", place, THREADS, account="", **facts)
        yield from _ranked(told, place, facts, case)
    else:
        yield case.clue("intersection-many", place, THREADS, account="", suspects=", ".join(sorted(ours | theirs)), **facts)


def _ranked(told: list[Theft], place: Origin, facts: dict[str, str | float | bool | None], case: Case) -> Iterator[Clue]:
    """Where nobody held everything: ours that held the mails of enough independent reports, if nobody else held them all."""
    for account in sorted({one for theft in told for one in theft.holders}):
        mine = [theft for theft in told if account in theft.holders]
        others = frozenset.intersection(*(theft.candidates for theft in mine)) - {account}
        if len(independent(mine)) >= ENOUGH and not any(not case.firm.owns(one) for one in others):
            yield from _each("leaning-ours", frozenset((account,)), place, facts, case)


def _each(
    name: str, accounts: frozenset[str], place: Origin, facts: dict[str, str | float | bool | None], case: Case
) -> Iterator[Clue]:
    for account in sorted(accounts):
        yield case.clue(name, place, THREADS, account=account, **facts)


def _place(told: list[Theft], case: Case) -> Origin:
    held = [one.origin for theft in told for one in theft.held]
    return min(held or [one.origin for one in case.boxes] or [theft.letter.mail.origin for theft in told])


def _deciding(told: list[Theft], case: Case) -> str:
    """Who reported the mails whose thread none of us had: these tell us from a partner."""
    return ", ".join(
        sorted({theft.letter.reporter for theft in told if not theft.holders and not any(map(case.firm.owns, theft.people))})
    )


def _age(told: list[Theft], place: Origin, case: Case) -> Iterator[Clue]:
    """The newest quoted mail: the theft was not before it. Where it is old, the loot of then is used again."""
    dated = [(when, theft) for theft in told if theft.held and (when := moment(theft.date))]
    if not dated:
        return
    newest = max(when for when, _ in dated)
    day = case.local(newest).date().isoformat()
    yield case.clue("theft-date", place, THREADS, account="", newest=day)
    latest = [when for theft in told if (when := moment(theft.letter.time))]
    if latest and max(latest) - newest > OLD:
        yield case.clue("old-theft", place, THREADS, account="", newest=day)
