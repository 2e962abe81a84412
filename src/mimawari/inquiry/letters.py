"""What each reported mail tells by itself: its way, who signed in, what passed, how it was passed on, whether it is as ours are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mimawari.inquiry.alignment import Alignment, alignment_of
from mimawari.inquiry.baseline import is_night
from mimawari.inquiry.boundary import Boundary, boundary_of
from mimawari.inquiry.case import WEAK, Case, moment
from mimawari.inquiry.hosts import addresses_in, domain_of, is_aligned, is_ours, org
from mimawari.inquiry.identifiers import identifiers
from mimawari.inquiry.lookalike import looks_like
from mimawari.model import Clue, Form, Hop, OtherSender, ReportedMail
from mimawari.model.firm import within

_NETWORKED = ("SMTP", "ESMTP", "LMTP", "UTF8SMTP")
_SIGNED = frozenset(("dkim", "signature"))


@dataclass(frozen=True)
class Letter:
    """A reported mail with its boundary and what passed for it."""

    mail: ReportedMail
    case: Case

    @cached_property
    def way(self) -> Boundary:
        """Its trusted boundary."""
        return boundary_of(self.mail, self.case)

    @cached_property
    def passed(self) -> Alignment:
        """What passed for our domain."""
        return alignment_of(self.mail, self.way, self.case)

    @cached_property
    def is_weak(self) -> bool:
        """Whether nothing of its way is there to be read."""
        return self.mail.form in WEAK or (self.mail.form is Form.OUTLOOK and not self.mail.message.received)

    @cached_property
    def author(self) -> str:
        """The address in From, lower case; for one forwarded in the text what the text names."""
        if self.mail.form is Form.INLINE:
            first = min(self.mail.quoted, key=lambda one: one.number, default=None)
            return first.quote.sender.address.lower() if first and first.quote.sender else ""
        return self.mail.message.author.address.lower() if self.mail.message.author else ""

    @cached_property
    def is_from_us(self) -> bool:
        """Whether the address in From is ours."""
        return self.case.firm.owns(self.author) if self.author else False

    @cached_property
    def time(self) -> str:
        """When it came: by the boundary, else its own date, else when it was reported."""
        return self.way.hop.time or self.mail.message.date or self.mail.passed_on

    @cached_property
    def reporter(self) -> str:
        """Who got it: who passed it on, else the recipient of the boundary, else the first recipient."""
        passed_on_by = self.mail.passed_on_by.lower()
        if passed_on_by and not (self.case.firm.owns(passed_on_by) and self.way.hop.recipient):
            return passed_on_by
        recipients = [*self.mail.message.recipients]
        return (self.way.hop.recipient or (recipients[0] if recipients else "")).strip("<> ").lower()

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The keys of the mails that it quotes, the uppermost first; of one forwarded in the text it is itself not one of them."""
        them = sorted(self.mail.quoted, key=lambda one: one.number)
        return tuple(one.key for one in (them[1:] if self.mail.form is Form.INLINE else them))

    @cached_property
    def lookalike(self) -> str:
        """The domain of ours that its sender's looks like."""
        return looks_like(self.author, self.case.firm, self.case.known) if self.author else ""

    @cached_property
    def client(self) -> str:
        """The address that the boundary took it from, where that is no server of ours."""
        return "" if self.way.relay else self.way.hop.address

    @cached_property
    def agreed(self) -> OtherSender | None:
        """Who sent it in our name with our leave."""
        return next((one for one in self.case.firm.other_senders if self._is_by(one)), None)

    @property
    def is_named_sender(self) -> bool:
        """Whether it is that sender's mail for us: by the account that was agreed, or because it passes for our domain.

        Without either it may be of any other customer of the same service.
        """
        return bool(self.passed.passes or (self.agreed and self.agreed.accounts))

    def _is_by(self, sender: OtherSender) -> bool:
        if sender.accounts and self.author not in sender.accounts:
            return False
        names = {self.way.hop.name.lower(), *self.passed.others}
        by_name = any(name == one or name.endswith("." + one) for name in names for one in sender.domains)
        return within(self.way.hop.address, sender.networks) or by_name

    @property
    def identifiers(self) -> dict[str, str]:
        """The queue id that a server of ours, or of our provider, gave it, and its Message-ID."""
        hop = self.way.submission
        return identifiers([(hop.identifier if hop else "", self.mail.message.message_id)])

    def clue(self, name: str, /, **facts: str | float | bool | None) -> Clue:
        """A clue of this mail."""
        return self.case.clue(name, self.mail.origin, self.mail.id, self.time, **{"author": self.author, **facts})


def of_letter(letter: Letter) -> Iterator[Clue]:
    """All that one mail tells."""
    if letter.is_weak:
        yield letter.clue("weak-form", form=letter.mail.form.value)
        if letter.is_from_us and letter.mail.form in (Form.INLINE, Form.OUTLOOK):
            yield letter.clue("address-claimed")
        return
    yield from _senders(letter)
    yield from _hops(letter)
    yield from _results(letter)


def _senders(letter: Letter) -> Iterator[Clue]:
    message, firm = letter.mail.message, letter.case.firm
    if letter.is_from_us:
        if not letter.quoted:
            yield letter.clue("no-thread")
        reply = domain_of(message.reply_to)
        if reply and not firm.owns(reply):
            yield letter.clue("reply-to-elsewhere", reply_to=message.reply_to)
        return
    yield letter.clue("from-foreign")
    if letter.lookalike:
        yield letter.clue("lookalike-domain", domain=domain_of(letter.author), ours=letter.lookalike)
    if firm.owns(message.envelope_sender or "-"):
        yield letter.clue("envelope-only", envelope=message.envelope_sender)
    elif not letter.quoted and not letter.lookalike:
        yield letter.clue("names-only")


def _hops(letter: Letter) -> Iterator[Clue]:
    way, hop = letter.way, letter.way.hop
    if way.at < 0:
        return
    if way.relay:
        yield letter.clue("our-mta-hop", server=hop.address, **letter.identifiers)
        if way.relay.shared:
            yield letter.clue("shared-server", server=hop.address)
    elif letter.case.firm.is_inside(hop.address) and not way.inward:
        yield letter.clue("own-line", address=hop.address)
    elif hop.address and not (way.inward and hop.authenticated) and not letter.case.firm.is_inside(hop.address):
        yield letter.clue("foreign-hop", server=hop.by, address=hop.address)
        yield from _pretence(letter)
    yield from _signed_in(letter)


def _own_signature(letter: Letter) -> Iterator[Clue]:
    """A signature of our own domain is valid, as we or the recipient's server found; whether it came by night stands with it."""
    if not _SIGNED & {*letter.passed.passes}:
        return
    yield letter.clue("own-signature")
    when = moment(letter.time)
    if when is None or len(letter.time) == len("2026-11-10"):
        return
    local = letter.case.local(when)
    if is_night(local) and local.hour not in letter.case.firm.habits.hours:
        yield letter.clue("by-night", hour=f"{local:%H:%M}")


def own_orgs(case: Case) -> set[str]:
    """The organisational domains of the firm and of the servers that its mail leaves by."""
    return {org(one, case.known) for one in (*case.firm.domains, *(relay.name for relay in case.firm.relays))} - {""}


def _pretence(letter: Letter) -> Iterator[Clue]:
    """What a stranger writes to look like us: our name in its greeting, lines of our servers, the name of our account."""
    case, way, known = letter.case, letter.way, letter.case.known
    own = own_orgs(case)
    if not letter.is_from_us or way.inward:
        return
    if is_aligned(way.hop.helo or "-", case.firm, known) or is_aligned(
        letter.mail.message.message_id.strip("<>") or "-", case.firm, known
    ):
        yield letter.clue("ehlo-claims-us", helo=way.hop.helo)
    if letter.passed.passes or org(way.hop.name, known) in own:
        return
    first = way.claimed[0] if way.claimed else None
    if first and org(first.by, known) in own:
        yield letter.clue("forged-below", server=first.by, address=way.hop.address)
    named = [hop.account for hop in way.claimed] + [one for _, value in letter.mail.named for one in addresses_in(value)]
    if ours := next((one for one in named if case.firm.owns(one)), ""):
        yield letter.clue("auth-sender-claimed", claimed=ours)


def _signed_in(letter: Letter) -> Iterator[Clue]:
    """Who handed it in at a server of ours, by that server's own line or field."""
    case, hop = letter.case, letter.way.submission
    if hop is None:
        return
    account = signed_in(letter)
    if account and case.firm.owns(account):
        yield letter.clue("auth-sender", account=account, address=hop.address, **letter.identifiers)
    elif account:
        yield letter.clue("auth-other", other=account, address=hop.address, **letter.identifiers)
    if is_handed_in(hop, account) and is_foreign(hop.address, case):
        yield letter.clue(
            "foreign-login",
            account=account if case.firm.owns(account or "-") else "",
            networks=1,
            addresses=1,
            sample=hop.address,
            country="",
        )
    elif not account and hop.address and _is_networked(hop) and is_foreign(hop.address, case) and letter.way.relay:
        yield letter.clue("incoming-only", address=hop.address)


def signed_in(letter: Letter) -> str:
    """The account that a server of ours says has handed the mail in; on a server of ours alone a bare name is one of ours."""
    hop = letter.way.submission
    if hop is None:
        return ""
    name = hop.account.strip("<> ").lower()
    if not name and hop.authenticated and (letter.way.relay or letter.way.inward):
        name = next((one for _, value in letter.mail.named for one in addresses_in(value)), "")
    if not name or "@" in name:
        return name
    if letter.way.relay and letter.way.relay.shared:
        return ""
    own = [one.address for one in letter.case.firm.accounts if one.address.partition("@")[0] == name]
    return own[0] if own else "".join(f"{name}@{domain}" for domain in letter.case.firm.domains[:1])


def is_handed_in(hop: Hop, account: str) -> bool:
    """Whether somebody signed in to hand it in."""
    return bool(account) or hop.authenticated


def _is_networked(hop: Hop) -> bool:
    return hop.protocol.upper().rstrip("AS") in _NETWORKED


def is_foreign(address: str, case: Case) -> bool:
    """Whether a client's address is none of the firm, of its lines or of its provider's servers."""
    return bool(address) and not is_ours(case.firm, address)


def _results(letter: Letter) -> Iterator[Clue]:
    passed = letter.passed
    if not letter.is_from_us:
        if passed.others:
            yield letter.clue("aligned-pass-foreign", domain=passed.others[0])
        return
    if letter.agreed:
        yield letter.clue("known-sender" if letter.is_named_sender else "known-service", name=letter.agreed.name)
    yield from _verdicts(letter, passed)


def _verdicts(letter: Letter, passed: Alignment) -> Iterator[Clue]:
    if passed.passes:
        yield letter.clue("aligned-pass", by=", ".join(passed.passes))
        yield from _own_signature(letter)
    elif passed.judged:
        yield letter.clue("aligned-fail", passed=", ".join(passed.others))
    if passed.spf and passed.passes:
        yield letter.clue("spf-fail", result=passed.spf)
    if not passed.thorough and not passed.passes:
        yield letter.clue("not-evaluated")
    signs = letter.case.firm.signs
    if signs and not any(is_aligned(one.domain, letter.case.firm, letter.case.known) for one in letter.mail.signatures):
        yield letter.clue("no-dkim")
