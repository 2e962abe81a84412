"""What the marks of an account's sending weigh together, and from when on somebody else sends with it.

Marks are of five groups: where from (place), how much (volume), to whom (recipients), how the client and the mails look (form),
and when (time). No group alone decides: a newsletter is volume, a journey is place and time, an old address book is recipients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mimawari.knowledge import Knowledge
from mimawari.model import SendingProfile
from mimawari.model.sending_baseline import Limits, Stretch, stretches
from mimawari.model.sending_places import Place, providers

PLACE, VOLUME, RECIPIENTS, FORM, TIME = "place", "volume", "recipients", "form", "time"
_FEW, _PROGRAM = 3, 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark by name, of which group it is, and what it weighs."""

    name: str
    group: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """The marks of one stretch. ``enough`` and ``hint`` are where it begins to be strong, and worth a hint.

    ``scattered``: more places than a service's pool of addresses has. ``strange_places``: new ones that are of no mobile carrier.
    """

    stretch: Stretch
    marks: tuple[Mark, ...]
    enough: float
    hint: float
    scattered: float
    strange_places: int = 0

    def of(self, *groups: str) -> float:
        """What the marks of *groups* weigh."""
        return sum(mark.weight for mark in self.marks if mark.group in groups)

    def has(self, name: str) -> bool:
        """Whether it bears a mark."""
        return any(mark.name == name for mark in self.marks)

    @property
    def total(self) -> float:
        """What all weigh."""
        return sum(mark.weight for mark in self.marks)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it came from places, or from more clients, than the account ever did."""
        return self.of(PLACE) > 0

    @property
    def is_strange(self) -> bool:
        """Whether a stranger with the password sends: enough in all, and not only what a move or a journey brings."""
        to_whom, form = self.of(RECIPIENTS), self.of(FORM)
        many = self.has("many-places") or self.has("crowd") or self.has("swarm")
        if self.total < self.enough or not self.is_elsewhere or not self.of(VOLUME, RECIPIENTS):
            return False
        if many:
            return to_whom > 0 or form >= 1 or self.has("countries") or (self.has("flood") and self._is_scattered)
        return self.has("unknown-high") or self.has("unknown-extreme") or (to_whom > 0 and (form >= 1 or self.has("foreign")))

    @property
    def _is_scattered(self) -> bool:
        """Whether it is of more places than a service's pool, or of a place whose addresses have no names: services name theirs."""
        nameless = not any(map(providers, self.stretch.new_networks))
        return len(self.stretch.places) >= self.scattered or (self.has("swarm") and nameless)

    @property
    def is_robot(self) -> bool:
        """Whether it sends like a bot from where it always does: much, to many that do not exist, unlike ever before."""
        badly = self.has("unknown-high") or self.has("unknown-extreme")
        unlike = self.of(FORM) >= 1 or self.has("odd-hours")
        return self.total >= self.enough and not self.is_elsewhere and self.of(VOLUME) > 0 and badly and unlike

    @property
    def is_script(self) -> bool:
        """Whether a program on the server is used: much at once, to many that do not exist."""
        to_strangers = self.has("unknown-extreme") or (self.has("unknown-high") and self.has("refused"))
        return self.of(VOLUME) > 0 and to_strangers


def numbers(known: Knowledge) -> Mapping[str, float]:
    """The numbers of ``sending-abuse`` by name."""
    return _numbers(known.marks["sending-abuse"])


def _numbers(rows: tuple[str, ...]) -> Mapping[str, float]:
    return {name: float(value) for name, _, value in (one.partition("=") for one in rows)}


def weighed(profile: SendingProfile, known: Knowledge) -> tuple[Weighed, ...]:
    """Every stretch of *profile* that stands out: bursts, then days, then weeks, and of each the weightiest first."""
    marks = known.marks
    return _weighed(profile, marks["sending-abuse"], frozenset(marks["mobile-carriers"]), frozenset(marks["robot-helos"]),
                    frozenset(marks["mail-world-countries"]))  # fmt: skip


@lru_cache(maxsize=16)
def _weighed(
    profile: SendingProfile, rows: tuple[str, ...], carriers: frozenset[str], robots: frozenset[str], worldwide: frozenset[str]
) -> tuple[Weighed, ...]:
    row = _numbers(rows)
    measure = Limits(over=row["over"], day_over=row["day-over"], spreads=row["spreads"], learn=int(row["learn"]))
    scales = _Scales(profile, row, carriers, robots, worldwide)
    found = [
        Weighed(one, tuple(scales.marks(one)), row["enough"], row["hint"], row["scattered"], len(scales.own(one)))
        for one in stretches(profile, measure)
    ]
    return tuple(sorted(found, key=_order))


def _order(one: Weighed) -> tuple[object, ...]:
    """The closer a stretch is to what happened, the more it says."""
    hours = (one.stretch.ends - one.stretch.begins).total_seconds() / 3600
    return (hours > 12) + (hours > 24), -one.total, hours, -one.stretch.messages, one.stretch.begins


@dataclass(frozen=True, slots=True)
class _Scales:
    profile: SendingProfile
    row: Mapping[str, float]
    carriers: frozenset[str]
    robots: frozenset[str]
    worldwide: frozenset[str]

    def marks(self, one: Stretch) -> Iterator[Mark]:
        """Every mark of a stretch."""
        place = list(self._place(one))
        yield from place
        if not self._is_program(one):
            yield from self._volume(one)
        yield from self._recipients(one)
        yield from self._form(one)
        if one.odd_hours is not None and one.odd_hours >= self.row["odd-hours"]:
            yield self._mark("odd-hours", TIME)

    def own(self, one: Stretch) -> list[Place]:
        """The new places that are of no mobile carrier: with a phone anybody is there one day."""
        return [place for place in one.places if place.name not in self.carriers]

    def _mark(self, name: str, group: str) -> Mark:
        return Mark(name, group, self.row[f"w-{name}"])

    def _place(self, one: Stretch) -> Iterator[Mark]:
        row, own = self.row, self.own(one)
        most = max(one.usual_places, 1) * row["times-usual"]
        is_scattered = one.learnt > 0 and len(own) >= max(row["scattered"], most)
        counted = len(own) if is_scattered or one.new_share >= row["new-share"] else 0
        week = (one.ends - one.begins).days >= 2
        many = row["many-places-week" if week else "many-places"]
        crowd = (one.clients or 0) >= max(row["crowd"], one.usual_clients * row["times-usual"]) and (own or not one.places)
        if one.learnt and counted >= many and counted >= most:
            yield self._mark("many-places", PLACE)
            if is_scattered and not week:
                yield self._mark("scattered", PLACE)
        elif crowd:
            yield self._mark("swarm" if self._is_swarm(one, counted) else "crowd", PLACE)
        elif counted >= many:
            yield self._mark("some-places", PLACE)
        elif one.learnt and counted:
            yield self._mark("some-places" if counted >= row["some-places"] else "one-place", PLACE)
        foreign = one.new_countries - self.worldwide
        if foreign and (counted or crowd):
            yield self._mark("foreign", PLACE)
        if len(foreign) > 2 and (counted or crowd):
            yield self._mark("countries", PLACE)

    def _is_swarm(self, one: Stretch, counted: int) -> bool:
        row, clients = self.row, one.clients or 0
        enough = clients >= max(row["swarm-clients"], row["swarm-times"] * one.usual_clients)
        return one.learnt > 0 and counted > 0 and enough and one.new_share >= row["swarm-share"]

    def _volume(self, one: Stretch) -> Iterator[Mark]:
        if one.routine:
            return
        if one.excess:
            yield self._mark("burst", VOLUME)
            if one.learnt and one.excess >= self.row["flood"]:
                yield self._mark("flood", VOLUME)
        elif one.day_excess:
            yield self._mark("day", VOLUME)

    def _is_program(self, one: Stretch) -> bool:
        """Whether programs answer each other, all goes to a handful of people, or a queue is worked off."""
        answers = self.profile.automatic > _PROGRAM * sum(hour.messages for hour in self.profile.hours)
        few = 0 < one.distinct <= _FEW and one.recipients > 10 * _FEW
        return answers or few or (one.delayed.now or 0) > _PROGRAM

    def _recipients(self, one: Stretch) -> Iterator[Mark]:
        row = self.row
        if one.unknown.count >= row["unknown-least"]:
            for name in ("unknown-extreme", "unknown-high", "unknown"):
                if one.unknown.rose(row[name], row["unknown-times"]):
                    yield self._mark(name, RECIPIENTS)
                    break
        if one.refused.count >= row["refused-least"] and one.refused.rose(row["refused"], row["unknown-times"]):
            yield self._mark("refused", RECIPIENTS)

    def _form(self, one: Stretch) -> Iterator[Mark]:
        row = self.row
        if self.robots & set(one.helos):
            yield self._mark("robot", FORM)
        elif one.literals.rose(row["form"], 1, row["form-usual"]) and (one.literals.usual is not None or one.learnt == 0):
            yield self._mark("literals", FORM)
        if one.differing.rose(row["form"], 1, row["form-usual"]):
            yield self._mark("differing", FORM)
        if one.alike is not None and one.alike >= row["alike"] and one.messages >= row["alike-least"] and not one.routine:
            yield self._mark("alike", FORM)
