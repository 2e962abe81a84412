"""A mailbox of five years, mail by mail: honest ones, near misses and lures in the order of their arrival, none of them held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from support.mailboxes import near_files, near_habits, near_people, near_senders, near_warnings
from support.mailboxes.campaigns import PERIODS, Period
from support.mailboxes.honest import honest
from support.mailboxes.lures import lure
from support.mailboxes.near_people import Near
from support.mailboxes.planted import Planted
from support.mailboxes.world import World

PAIRS: tuple[Near, ...] = (*near_files.PAIRS, *near_habits.PAIRS)
SINGLE: tuple[Near, ...] = (*near_people.ALL, *near_senders.ALL, *near_files.SINGLE, *near_habits.SINGLE, *near_warnings.ALL)


def mails(seed: object = 0, *, honest: int = 9300, lures: int = 200, near: int = 500, weight: int = 0) -> Iterator[Planted]:
    """So many mails of each label, always the same for a *seed*. What lies beside a lure counts as honest.

    *weight* is about how many bytes each honest mail and near miss is to have: attachments fill it up.
    """
    return iter(_Box(seed, {"honest": honest, "lure": lures, "near": near}, weight))


class _Box:
    """How many of each are still to come, and when it is."""

    def __init__(self, seed: object, left: dict[str, int], weight: int) -> None:
        self.world, self.left = World(seed), Counter(left)
        self.world.weight = weight
        self.total, self.done = sum(left.values()), 0
        self.plans: Counter[Period] = Counter()
        self.nears = 0

    def __iter__(self) -> Iterator[Planted]:
        while self.left.total() > 0 or self.world.later:
            self._tick()
            yield self._next()
            self.done += 1

    def _tick(self) -> None:
        """The clock goes on: to the mail's own moment, or some minutes where others wait for their second half."""
        world, draw = self.world, self.world.draw
        if world.later:
            world.now += timedelta(seconds=draw.randint(20, 150))
            return
        period, part = self._place()
        world.now = max(period.start + (period.end - period.start) * part, world.now + timedelta(seconds=draw.randint(1, 40)))

    def _place(self) -> tuple[Period, float]:
        """The period of the next mail, and how far it has gone."""
        at = self.done / max(1, self.total)
        for period in PERIODS:
            if at < period.share:
                return period, at / period.share
            at -= period.share
        return PERIODS[-1], 1.0

    def _next(self) -> Planted:
        world = self.world
        for waiting in world.later:
            waiting.wait -= 1
        due = next((one for one in world.later if one.wait < 0 or self.left.total() == 0), None)
        if due is not None:
            world.later.remove(due)
            return due.post(world)
        known = len(world.later)
        mail = self._drawn()
        self._take(mail.label)
        for one in world.later[known:]:
            self._take(one.label)
        return mail

    def _take(self, label: str) -> None:
        self.left["honest" if label == "beside" and self.left["honest"] else label] -= 1
        self.left = +self.left

    def _drawn(self) -> Planted:
        draw, (period, _) = self.world.draw, self._place()
        others = self.left["near"] + self.left["honest"]
        if others == 0 or (period.plans and draw.random() < self.left["lure"] / max(1.0, self._active())):
            return self._lure(period if period.plans else PERIODS[-1])
        if draw.random() < self.left["near"] / others:
            return self._near()
        return honest(self.world)

    def _active(self) -> float:
        """About how many mails are still to come within Emotet's periods."""
        at, rest = self.done / max(1, self.total), 0.0
        for period in PERIODS:
            if period.plans:
                rest += max(0.0, period.share - max(0.0, at))
            at -= period.share
        return rest * self.total

    def _lure(self, period: Period) -> Planted:
        plan = period.plans[self.plans[period] % len(period.plans)]
        self.plans[period] += 1
        return lure(self.world, period, plan, may_repeat=self.left["lure"] > 1)

    def _near(self) -> Planted:
        """All kinds in turn; every eighth has a second half."""
        self.nears += 1
        if self.nears % 8 == 0 and self.left["near"] > 1:
            return PAIRS[self.nears // 8 % len(PAIRS)](self.world)
        return SINGLE[self.nears % len(SINGLE)](self.world)
