"""A profile of the firm from its own mailboxes, for those who wrote none down: a proposal, and marked as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from mimawari.model import Firm, Habits, MailboxSpan, OwnAccount, SentHabit

LEAST, SHARE = 3, 0.02
"""From how many mails, and from what share of all, something is a habit."""
_MOST = 20


def learnt(habits: Iterable[SentHabit], spans: Iterable[MailboxSpan] = (), shared: frozenset[str] = frozenset()) -> Firm:
    """What mailboxes tell of the firm. *shared* are domains where anybody has a mailbox: they are no firm's.

    Domains and accounts come of mailboxes with an address; habits of what was sent from those. Servers, networks and keys do not
    stand in a mailbox: they stay empty.
    """
    told = sorted(habits, key=lambda one: (one.mailbox, one.origin))
    every = [*(one.mailbox for one in told), *(one.mailbox for one in spans)]
    named = {address.lower() for address in every if address.count("@") == 1}
    domains = {address.partition("@")[2] for address in named} - shared
    return Firm(
        domains=tuple(sorted(domains - {""})),
        accounts=tuple(OwnAccount(address) for address in sorted(named)),
        habits=Habits(
            message_ids=_habit(told, lambda one: one.message_ids),
            mailers=_habit(told, lambda one: one.mailers),
            zones=_habit(told, lambda one: one.zones),
            hours=tuple(sorted(_counted(told))),
        ),
        zone=_minutes(_habit(told, lambda one: one.zones)),
        learnt=True,
    )


def _habit(told: Sequence[SentHabit], of: Callable[[SentHabit], tuple[tuple[str, int], ...]]) -> tuple[str, ...]:
    """The values that are a habit of one account at least, the most frequent of all first."""
    counts: Counter[str] = Counter()
    for one in told:
        counts.update({value: count for value, count in of(one) if _is_habit(count, one.mails)})
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))[:_MOST]


def _counted(told: Sequence[SentHabit]) -> set[int]:
    return {hour for one in told for hour, count in one.hours if _is_habit(count, one.mails)}


def _is_habit(count: int, mails: int) -> bool:
    return count >= LEAST and count >= SHARE * mails


def _minutes(zones: Sequence[str]) -> int:
    """The offset of the most frequent zone in minutes; Japan's where none is a number."""
    found = next((zone for zone in zones if len(zone) == 5 and zone[0] in "+-" and zone[1:].isdigit()), "+0900")
    minutes = 60 * int(found[1:3]) + int(found[3:])
    return -minutes if found[0] == "-" else minutes
