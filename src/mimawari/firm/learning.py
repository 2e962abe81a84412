"""A profile of the firm from its own mailboxes, for those who wrote none down: a proposal, and marked as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from mimawari.firm import checks
from mimawari.firm.checks import Wrong
from mimawari.firm.habits import pattern
from mimawari.model import Firm, Habits, MailboxSpan, OwnAccount, SentHabit

LEAST, SHARE = 3, 0.02
"""From how many mails, and from what share of all, something is a habit."""
_MOST = 20


def learnt(habits: Iterable[SentHabit], spans: Iterable[MailboxSpan] = ()) -> Firm:
    """What mailboxes tell of the firm, as far as its own file may hold it: mails are not bound to what is allowed there.

    Domains and accounts come of mailboxes with an address; habits of what was sent from those. Servers, networks and keys do not
    stand in a mailbox: they stay empty.
    """
    told = sorted(habits, key=lambda one: (one.mailbox, one.origin))
    every = [*(one.mailbox for one in told), *(one.mailbox for one in spans)]
    named = set(_good(every, checks.address))
    zones = _habit(told, lambda one: one.zones, _zone)
    return Firm(
        domains=tuple(sorted({domain for one in named if not checks.is_shared(domain := one.partition("@")[2])})),
        accounts=tuple(OwnAccount(address) for address in sorted(named)),
        habits=Habits(
            message_ids=_habit(told, lambda one: one.message_ids, pattern),
            mailers=_habit(told, lambda one: one.mailers, str),
            zones=zones,
            hours=tuple(sorted(_counted(told))),
        ),
        zone=checks.minutes(zones[0]) if zones else Firm().zone,
        learnt=True,
    )


def _good(values: Iterable[str], check: Callable[[str], str]) -> Iterator[str]:
    """The values in the form that *check* gives them, without those that it refuses."""
    for value in values:
        try:
            yield check(value)
        except Wrong:
            continue


def _zone(text: str) -> str:
    return checks.offset(checks.minutes(text))


def _habit(
    told: Sequence[SentHabit], of: Callable[[SentHabit], tuple[tuple[str, int], ...]], check: Callable[[str], str]
) -> tuple[str, ...]:
    """The values that are a habit of one account at least, the most frequent of all first."""
    counts: Counter[str] = Counter()
    for one in told:
        for value, count in of(one):
            for good in _good([value], check) if _is_habit(count, one.mails) else ():
                counts[good] += count
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))[:_MOST]


def _counted(told: Sequence[SentHabit]) -> set[int]:
    return {hour for one in told for hour, count in one.hours if _is_habit(count, one.mails)}


def _is_habit(count: int, mails: int) -> bool:
    return count >= LEAST and count >= SHARE * mails
