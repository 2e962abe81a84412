"""Stretches of an account's sending that stand out from its other days, and all that can be counted of each.

Pure statistics: no opinion. A stretch is a burst (hours far above what is usual, at most three hours apart), a day that is far
above the other days or on which the account was used from a place that it never was before, or the week before such a day. Where
the log has too little else to learn from, a stretch is a day, and ``learnt`` is 0: then nothing is new and nothing usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from mimawari.model.mail_log import ClientNetwork, SendingProfile
from mimawari.model.sending_days import Calendar, Slot, hours_of_day, load, moment_of, share, summed
from mimawari.model.sending_places import Place, countries, home, literal_names, new_ones, places, unfamiliar

_APART = timedelta(hours=3)
_MOST_DAYS, _MOST_BURSTS = 100, 100


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something stands out. ``knowledge/data/marks/sending-abuse.toml`` says why.

    ``over``: mails an hour above what is usual; ``day_over`` a day; ``spreads``: so many times its spread; ``learn``: days with
    mail that have to be known before anything is called new.
    """

    over: float = 20
    day_over: float = 40
    spreads: float = 6
    learn: int = 4


@dataclass(frozen=True, slots=True)
class Share:
    """A share in the stretch and on the other days; None where the log does not tell. ``count`` of how many it is of."""

    now: float | None = None
    usual: float | None = None
    count: int = 0

    def rose(self, least: float, times: float, most_usual: float = 1.0) -> bool:
        """Whether it is at least so much, and so many times the usual share, which is no more than *most_usual*."""
        before = self.usual or 0.0
        return self.now is not None and self.now >= least and self.now >= times * before and before <= most_usual


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch. ``begins`` and ``ends`` are local hours.

    ``excess`` is how far an hour, ``day_excess`` how far the day stands out (0: not). ``places`` are new ones, ``new_share`` the
    part of its mails that came from there; ``new_countries`` those never seen before. ``clients``: different addresses in one
    hour. ``odd_hours``: the part of its mails in hours of the day in which the account never sends. ``routine``: a third as much
    at least was sent so on another day, six days or more apart, at the same hour and from known networks. ``learnt``: days with
    mail that all this is held against; shares and hours are held against those before it, if they are enough: abuse that goes on
    is not to become usual. ``high``: the hours of it that stand out, as :attr:`SendingHour.hour` says them.
    """

    begins: datetime
    ends: datetime
    messages: int
    recipients: int
    excess: float
    day_excess: float
    places: tuple[Place, ...] = ()
    usual_places: int = 0
    known_places: int = 0
    new_share: float = 0.0
    new_countries: frozenset[str] = frozenset()
    clients: int | None = None
    usual_clients: int = 0
    distinct: int = 0
    unknown: Share = field(default=Share())
    refused: Share = field(default=Share())
    literals: Share = field(default=Share())
    differing: Share = field(default=Share())
    delayed: Share = field(default=Share())
    alike: float | None = None
    odd_hours: float | None = None
    routine: bool = False
    learnt: int = 0
    helos: tuple[str, ...] = ()
    high: tuple[str, ...] = ()

    @property
    def new_networks(self) -> tuple[ClientNetwork, ...]:
        """The networks of the new places."""
        return tuple(network for place in self.places for network in place.networks)


def stretches(profile: SendingProfile, limits: Limits) -> tuple[Stretch, ...]:
    """All that stand out, in the order of time; each once."""
    calendar = Calendar(profile)
    chains = bursts(calendar, limits)
    found = {tuple(slot.moment for slot in one): one for one in _chosen(calendar, chains, limits)}
    return tuple(_Measure(calendar, limits, chains).of(found[key]) for key in sorted(found))


def bursts(calendar: Calendar, limits: Limits) -> tuple[tuple[Slot, ...], ...]:
    """Hours far above what is usual on other days, those near each other together; the largest of them, in the order of time."""
    chains: list[list[Slot]] = []
    for slot in calendar.slots:
        count = load(slot)
        before = calendar.usual_of_all(slot.moment) if count >= limits.over else None
        if count < limits.over or (before and before.excess(count, limits.spreads) < limits.over):
            continue
        if chains and slot.moment - chains[-1][-1].moment <= _APART:
            chains[-1].append(slot)
        else:
            chains.append([slot])
    largest = sorted(chains, key=lambda chain: -max(load(slot) for slot in chain))[:_MOST_BURSTS]
    return tuple(sorted((tuple(chain) for chain in largest), key=lambda chain: chain[0].moment))


def _chosen(calendar: Calendar, chains: tuple[tuple[Slot, ...], ...], limits: Limits) -> Iterator[tuple[Slot, ...]]:
    yield from chains
    firsts = {at.date() for at in (_local(calendar, one.first) for one in new_ones(calendar.profile.networks)) if at}
    whole = len(calendar.by_day) <= limits.learn
    newest = sorted(firsts & calendar.by_day.keys())[-_MOST_DAYS:]
    high = [day for day in calendar.by_day if whole or _stands_out(calendar, day, limits)]
    full = sorted(high, key=lambda day: -calendar.totals[day])[:_MOST_DAYS]
    for day in {*newest, *full}:
        yield calendar.by_day[day]
    for day in newest:
        yield tuple(slot for slot in calendar.slots if timedelta() <= day - slot.day < timedelta(days=7))


def _stands_out(calendar: Calendar, day: date, limits: Limits) -> bool:
    over = calendar.usual_day(day, frozenset((day,)))
    return over is not None and over.excess(calendar.totals[day], limits.spreads) >= limits.day_over


def _local(calendar: Calendar, text: str) -> datetime | None:
    at = moment_of(text)
    return at + timedelta(minutes=max(-840, min(840, calendar.profile.zone))) if at else None


@dataclass(frozen=True, slots=True)
class _Measure:
    """Counts what there is to count of a stretch."""

    calendar: Calendar
    limits: Limits
    chains: tuple[tuple[Slot, ...], ...]

    def of(self, slots: tuple[Slot, ...]) -> Stretch:
        """All of it."""
        days = frozenset(slot.day for slot in slots)
        others = [slot for slot in self.calendar.slots if slot.day not in days]
        learnt = len({slot.day for slot in others})
        learnt = learnt if learnt >= self.limits.learn else 0
        earlier = [slot for slot in others if slot.day < slots[0].day]
        past = earlier if len({slot.day for slot in earlier}) >= self.limits.learn else others
        over = [self._excess(slot, days) for slot in slots]
        messages, recipients = sum(s.hour.messages for s in slots), sum(s.hour.recipients for s in slots)
        hours = hours_of_day(past)
        odd = sum(slot.hour.messages for slot in slots if slot.moment.hour not in hours)
        where = _Where(self.calendar, slots, others, learnt > 0)
        return Stretch(
            begins=slots[0].moment, ends=slots[-1].moment + timedelta(hours=1), messages=messages, recipients=recipients,
            excess=max(over),
            day_excess=max((self._day(day, days) for day in days), default=0.0) if learnt else 0.0,
            places=where.new, usual_places=where.usual, known_places=len(places(where.known)), new_share=where.share(messages),
            new_countries=where.countries, clients=max((s.hour.clients for s in slots if s.hour.clients is not None), default=None),
            usual_clients=max((s.hour.clients or 0 for s in past), default=0), distinct=max(s.hour.distinct for s in slots),
            unknown=_rate(slots, past, "unknown", "recipients"), refused=_rate(slots, past, "refused", "recipients"),
            literals=where.literals(slots, past), differing=_rate(slots, past, "differing", "messages"),
            delayed=_rate(slots, past, "delayed", "recipients"),
            alike=share(summed(s.hour.alike for s in slots), messages),
            odd_hours=share(odd, messages) if learnt and hours else None,
            routine=not where.new and self._routine(slots), learnt=learnt, helos=where.helos,
            high=tuple(slot.hour.hour for slot, much in zip(slots, over, strict=True) if much),
        )  # fmt: skip

    def _excess(self, slot: Slot, days: frozenset[date]) -> float:
        count = load(slot)
        if count < self.limits.over:
            return 0.0
        before = self.calendar.usual_hour(slot.moment, days | {slot.day})
        over = before.excess(count, self.limits.spreads) if before else float(count)
        return over if over >= self.limits.over else 0.0

    def _day(self, day: date, days: frozenset[date]) -> float:
        before = self.calendar.usual_day(day, days)
        over = before.excess(self.calendar.totals[day], self.limits.spreads) if before else 0.0
        return over if over >= self.limits.day_over else 0.0

    def _routine(self, slots: tuple[Slot, ...]) -> bool:
        first, peak = slots[0].moment, max(load(slot) for slot in slots)
        return any(
            abs((chain[0].day - first.date()).days) >= 6
            and _near(chain[0].moment.hour, first.hour)
            and 3 * max(load(slot) for slot in chain) >= peak
            for chain in self.chains
        )


def _near(one: int, other: int) -> bool:
    return min((one - other) % 24, (other - one) % 24) <= 2


def _rate(slots: Iterable[Slot], others: Iterable[Slot], part: str, whole: str) -> Share:
    now, usual = ([s.hour for s in group if getattr(s.hour, part) is not None] for group in (slots, others))
    counted = [(sum(getattr(h, part) for h in group), sum(getattr(h, whole) for h in group)) for group in (now, usual)]
    (part_now, whole_now), (part_usual, whole_usual) = counted
    return Share(share(part_now, whole_now) if now else None, share(part_usual, whole_usual) if usual else None, part_now)


class _Where:
    """Which networks a stretch came from, and which of them are new."""

    def __init__(self, calendar: Calendar, slots: tuple[Slot, ...], others: list[Slot], learnt: bool) -> None:
        self._profile, self._hours = calendar.profile, frozenset(slot.hour.hour for slot in slots)
        named = frozenset(network for slot in slots for network in slot.hour.networks)
        used = [one for one in self._profile.networks if one.network in named or not self._hours.isdisjoint(one.hours)]
        begin = slots[0].day
        elsewhere = {day: {n for slot in calendar.by_day[day] for n in slot.hour.networks} for day in {slot.day for slot in others}}
        stamps = {slot.hour.hour: slot.day for slot in calendar.slots}
        days: dict[str, set[date]] = {}
        for one in self._profile.networks:
            own = {stamps[hour] for hour in one.hours if hour in stamps} | {
                day for day, there in elsewhere.items() if one.network in there
            }
            days[one.network] = own & elsewhere.keys()
        before = sum(day < begin for day in elsewhere)
        enough = 3 if before < 3 else 1
        self.known = [
            one for one in self._profile.networks if sum(day < begin or before < 3 for day in days[one.network]) >= enough
        ]
        fresh = unfamiliar(used, self.known) if learnt and self.known else tuple(used) if not learnt else ()
        self.new = places(fresh) if learnt or len(used) > 1 else ()
        here = home(self.known, self._profile.zone)
        self.countries = frozenset(c for one in fresh for c in countries(one)) - here if here else frozenset()
        self.usual = _usual_places(self.known, calendar)
        self._used, self._fresh, self.helos = (
            used,
            fresh,
            tuple(sorted({helo.lower() for one in fresh or used for helo in one.helos})),
        )

    def share(self, messages: int) -> float:
        """What part of the mails came from what is new: at most all mails of those networks."""
        return min(1.0, sum(one.messages for one in self._fresh) / messages) if messages else 0.0

    def literals(self, slots: Iterable[Slot], others: Iterable[Slot]) -> Share:
        """By what the networks' clients called themselves, public addresses only; counted by the hour where no name is told."""
        now, usual = ([literal_names(one) for one in group] for group in (self._fresh or self._used, self.known))
        if any(one is not None for one in now):
            return Share(_part(now), _part(usual), sum(one is True for one in now))
        return _rate(slots, others, "literals", "messages")


def _part(told: list[bool | None]) -> float | None:
    known = [one for one in told if one is not None]
    return sum(known) / len(known) if known else None


def _usual_places(known: list[ClientNetwork], calendar: Calendar) -> int:
    """How many different places the account is used from on a day, as it usually is: the median over the days with a mail."""
    named = {network.network: place.name for place in places(known) for network in place.networks}
    counts = [len({named[n] for slot in slots for n in slot.hour.networks if n in named}) for slots in calendar.by_day.values()]
    return int(median(counts)) if counts else 0
