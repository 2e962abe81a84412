"""What the log tells of each account that sent: bursts, places that are new, unknown recipients, routines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mimawari.inquiry.baseline import Rate, Sending, is_night, unknown_rate
from mimawari.inquiry.case import Case
from mimawari.inquiry.habit import client_names
from mimawari.inquiry.hosts import is_ours, org
from mimawari.model import ClientNetwork, Clue, SendingProfile
from mimawari.model.firm import within

_MANY, _FEW = 0.1, 0.03
_LEAST_UNKNOWN, _LEAST_RECIPIENTS = 10, 100
_USUAL_DAYS = 3
_NIGHTLY = 0.3
_NOBODY, _MOSTLY = 50, 0.3
"""So many unknown recipients, and such a part of all, only robots have: they write to invented and to bought addresses."""
_PLACES = 10
"""From so many unrelated places nobody sends within a day."""


def account_of(profile: SendingProfile) -> str:
    """The name of the account, in lower case."""
    return profile.account.strip("<> ").lower()


def subject_of(account: str) -> str:
    """What clues of an account speak of."""
    return f"account:{account}"


class Account:
    """One account by one log."""

    def __init__(self, profile: SendingProfile, case: Case, shift: int) -> None:
        log = next((one for one in case.logs if one.origin.source == profile.origin.source), None)
        self.profile, self.case = profile, case
        self.sending = Sending(profile, log, case.firm.zone, shift)
        self.name = account_of(profile)

    @property
    def is_automatic(self) -> bool:
        """Whether programs of the server answered by themselves, over and over, one and the same address."""
        hours = self.sending.abuse.values()
        alone = bool(hours) and all(hour.distinct <= 1 for hour in hours)
        return self.profile.way == "local" and alone and self.profile.automatic >= 0.8 * sum(hour.messages for hour in hours)

    @property
    def usual(self) -> tuple[ClientNetwork, ...]:
        """Networks of the firm, and those from which it was used on several days from the beginning of what the log tells of it."""
        first = min((one.first for one in self.profile.networks), default="")
        return tuple(one for one in self.profile.networks if self._is_usual(one, first))

    def _is_usual(self, network: ClientNetwork, first: str) -> bool:
        if is_ours(self.case.firm, network.sample) or within(network.sample, self._agreed):
            return True
        like = self._like(network)
        begun, start = self.sending.local(min(one.first for one in like)), self.sending.local(first)
        if begun is None or start is None or begun - start > timedelta(days=_USUAL_DAYS):
            return False
        return len({hour[:10] for one in like for hour in one.hours}) >= _USUAL_DAYS

    def _like(self, network: ClientNetwork) -> list[ClientNetwork]:
        """Those of the same line or provider by their reverse names: a phone has another address each day."""
        names = {org(name, self.case.known) for name in network.names} - {""}
        return [
            one for one in self.profile.networks if one is network or names & {org(name, self.case.known) for name in one.names}
        ]

    @property
    def _agreed(self) -> tuple[str, ...]:
        return tuple(network for one in self.case.firm.other_senders for network in one.networks)

    @property
    def foreign(self) -> tuple[ClientNetwork, ...]:
        """Networks that are none of the usual ones, where there are usual ones or the firm wrote its lines down."""
        if self.profile.way != "login" or not (self.usual or self.case.firm.wan or self.case.firm.lan):
            return ()
        return tuple(one for one in self.profile.networks if one not in self.usual)

    @property
    def busiest_day(self) -> tuple[str, int]:
        """The day on which it was used from most foreign places, and from how many: networks of one provider are one."""
        there: dict[str, set[str]] = {}
        for network in self.foreign:
            names = {org(name, self.case.known) for name in network.names} - {""}
            for hour in network.hours:
                when = self.sending.local(hour)
                if when:
                    there.setdefault(when.date().isoformat(), set()).add(min(names, default=network.network))
        return max(((day, len(places)) for day, places in there.items()), key=lambda one: (one[1], one[0]), default=("", 0))

    @property
    def keeps_habits(self) -> bool:
        """New places, but all other habits kept: the client's name, one client at a time, and no flood of mails to nobody."""
        names = {_bare(helo) for one in self.usual for helo in one.helos} | {*client_names(self.case)}
        helos = {_bare(helo) for one in self.foreign for helo in one.helos}
        methods = {method for one in self.usual for method in one.methods}
        same = all(not methods or set(one.methods) <= methods for one in self.foreign)
        return (
            bool(helos)
            and helos <= names
            and same
            and self._is_to_known
            and all(one.addresses <= _USUAL_DAYS * 3 for one in self.foreign)
        )

    @property
    def is_to_nobody(self) -> bool:
        """Whether so many of all its recipients do not exist that no list of people was ever so: it needs no history to tell."""
        rate = unknown_rate(self.sending.hours.values())
        return rate.part >= _NOBODY and rate.share >= _MOSTLY

    @property
    def _is_to_known(self) -> bool:
        """Whether what stands out, if anything does, went to people who exist: greetings do, what robots send does not."""
        rate = unknown_rate(self.sending.abuse.values())
        return not self.sending.abuse or (rate.known and rate.share <= _FEW)

    def clue(self, name: str, /, **facts: str | float | bool | None) -> Clue:
        """A clue of this account."""
        return self.case.clue(name, self.profile.origin, subject_of(self.name), account=self.name, **facts)


def _bare(helo: str) -> str:
    return helo if helo.startswith("[") else helo.lower().split(".")[0]


def accounts(case: Case, shifts: dict[str, int]) -> tuple[Account, ...]:
    """Every account of every log."""
    return tuple(Account(profile, case, shifts.get(profile.origin.source, 0)) for profile in case.profiles)


def all_sending(them: tuple[Account, ...], shifts: dict[str, int]) -> Iterator[Clue]:
    """All that the logs tell of who sent how."""
    for one in them:
        yield from _bursts(one)
        yield from _places(one)
        yield from _waiting(one)
        yield from _nights(one, one.profile.origin.source in shifts)
    yield from _others(them)


def _bursts(one: Account) -> Iterator[Clue]:
    sending = one.sending
    if not sending.bursts:
        yield from _to_nobody(one)
        return
    hours = sending.abuse or sending.latest
    first = min(hours)
    highest = max(hour.messages for hour in hours.values())
    day = first.date().isoformat()
    yield one.clue(
        "burst",
        day=day,
        hour=first.strftime("%H:%M"),
        messages=sum(hour.messages for hour in hours.values()),
        highest=highest,
        usual=round(sending.usual(first)),
    )
    yield from _recipients(one, unknown_rate(hours.values()), day)
    if not sending.abuse:
        if unknown_rate(hours.values()).share < _MANY and not one.foreign:
            yield one.clue("own-routine", day=day, why="regular", times=len(sending.routine))
        return
    yield from _marks(one, day)
    if not one.case.reported:
        yield one.clue("no-original", day=day)
    if one.is_automatic:
        yield one.clue("no-login", day=day)
        yield one.clue("one-recipient", day=day)
    elif one.profile.way == "local":
        yield one.clue("no-sasl", day=day)
    if one.profile.way == "login" and not one.foreign:
        yield one.clue("no-foreign-login", day=day)
        yield from _own_network(one, day)


def _to_nobody(one: Account) -> Iterator[Clue]:
    """What shows without any hour that stands out, as in a log too short to have one."""
    if one.is_to_nobody:
        day = min(one.sending.hours).date().isoformat()
        yield from _recipients(one, unknown_rate(one.sending.hours.values()), day)
        if one.profile.way == "local":
            yield one.clue("no-sasl", day=day)


def _recipients(one: Account, rate: Rate, day: str) -> Iterator[Clue]:
    percent = round(100 * rate.share, 1)
    if rate.share >= _MANY and rate.part >= _LEAST_UNKNOWN:
        yield one.clue("unknown-recipients", day=day, percent=percent, unknown=rate.part)
    elif rate.known and rate.share <= _FEW and rate.whole >= _LEAST_RECIPIENTS:
        yield one.clue("unknown-recipients-low", day=day, percent=percent, unknown=rate.part)


def _marks(one: Account, day: str) -> Iterator[Clue]:
    hours = one.sending.abuse
    total = sum(hour.messages for hour in hours.values())
    before = [hour for when, hour in one.sending.hours.items() if when not in hours]
    differing = sum(hour.differing or 0 for hour in hours.values())
    usually = sum(hour.differing or 0 for hour in before) / max(1, sum(hour.messages for hour in before))
    if differing >= 0.5 * total and usually < 0.2:
        author = next((name for name, _ in one.profile.authors if not one.case.firm.owns(name)), "")
        yield one.clue("from-differs", day=day, author=author, messages=differing)
    if sum(hour.literals or 0 for hour in hours.values()) >= 0.5 * total and sum(hour.literals or 0 for hour in before) == 0:
        yield one.clue("literals", day=day)
    if all(is_night(when) for when in hours) and one.sending.at_night <= 1.2 * total:
        yield one.clue("night", day=day, messages=total)


def _own_network(one: Account, day: str) -> Iterator[Clue]:
    """The burst came from a machine of our own that did not call itself, or sign in, as its mail program does."""
    for network in one.profile.networks:
        names = {_bare(helo) for helo in network.helos}
        odd = len(names) > 1 or len(set(network.methods)) > 1
        if odd and one.case.firm.is_inside(network.sample):
            yield one.clue("own-network", day=day, address=network.sample, helos=", ".join(sorted(network.helos)[:5]))


def _places(one: Account) -> Iterator[Clue]:
    foreign = one.foreign
    if not foreign:
        return
    first = min(foreign, key=lambda network: network.first)
    when = one.sending.local(first.first)
    yield one.clue(
        "foreign-login",
        day=when.date().isoformat() if when else "",
        networks=len(foreign),
        addresses=sum(network.addresses for network in foreign),
        sample=first.sample,
        country=", ".join(sorted({network.country for network in foreign if network.country})),
    )
    if one.sending.abuse and one.profile.way == "login" and not one.keeps_habits:
        yield one.clue("auth-sender", address=first.sample, day=when.date().isoformat() if when else "")
    crowded, places = one.busiest_day
    if places >= _PLACES:
        yield one.clue("many-places", day=crowded, places=places)
    if one.keeps_habits:
        yield one.clue("new-network-same-habits", sample=first.sample)


def _waiting(one: Account) -> Iterator[Clue]:
    for when, hour in one.sending.flushed.items():
        yield one.clue("queue-flush", day=when.date().isoformat(), hour=when.strftime("%H:%M"), mails=hour.delayed or 0)
        if is_night(when):
            yield one.clue("night", day=when.date().isoformat(), messages=hour.delayed or 0)


def _nights(one: Account, is_shifted: bool) -> Iterator[Clue]:
    """With the clock put right all of it is office hours: so it only looked like work by night."""
    if is_shifted and one.profile.way == "login" and one.sending.total and not one.sending.abuse:
        plain = Sending(one.profile, one.sending.log, one.case.firm.zone)
        if plain.at_night >= _NIGHTLY * plain.total:
            yield one.clue("night", day="", messages=plain.at_night)
            if one.sending.at_night < 0.1 * one.sending.total and not one.foreign:
                yield one.clue("own-routine", day="", why="clock", times=0)


def _others(them: tuple[Account, ...]) -> Iterator[Clue]:
    """Where one account stands out and the others of the same log do not; and that a log shows nothing unusual at all."""
    sources = sorted({one.profile.origin.source for one in them})
    for source in sources:
        mine = [one for one in them if one.profile.origin.source == source]
        odd = [one for one in mine if (one.sending.abuse and not one.is_automatic) or one.busiest_day[1] >= _PLACES]
        quiet = [one for one in mine if not one.sending.abuse and not one.foreign]
        if len(odd) == 1 and len(quiet) >= 2:
            yield odd[0].clue("only-one-account", others=len(quiet))
        if not odd:
            yield mine[0].case.clue(
                "routine-normal",
                mine[0].profile.origin,
                f"log:{source}",
                accounts=len(mine),
                begins=_day(mine[0], "begins"),
                ends=_day(mine[0], "ends"),
            )


def _day(one: Account, edge: str) -> str:
    """The firm's day on which the log begins or ends."""
    log = one.sending.log
    return one.case.day(str(getattr(log, edge))) if log else ""
