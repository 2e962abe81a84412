"""Bounces: those of mails that passed our server, and those of mails that never did. Each by itself (RFC 3464)."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.inquiry.case import SENT_WAYS, Case, moment
from mimawari.inquiry.hosts import is_ours, org
from mimawari.inquiry.identifiers import identifiers
from mimawari.inquiry.passing import covers, joined
from mimawari.inquiry.sending import Account
from mimawari.model import Clue, Passage, Returned

BACKSCATTER = "returned:elsewhere"
_VOLUME = 100
_WAITING = ("4.", "timed out", "timeout", "try again", "expired", "connection refused", "greylist")


def subject_of(account: str) -> str:
    """What clues of the bounces of an account speak of."""
    return f"returned:{account}"


def bounces(them: tuple[Account, ...], shifts: dict[str, int], case: Case) -> Iterator[Clue]:
    """Both groups, and how many there are in all."""
    ours: dict[str, list[tuple[Returned, Passage | None]]] = {}
    others: list[Returned] = []
    for bounce in case.returned:
        passage = _passage(bounce, case)
        if passage or _shows_us(bounce, shifts, case):
            ours.setdefault(_account(bounce, passage), []).append((bounce, passage))
        elif _tells(bounce):
            others.append(bounce)
    for account in sorted(ours):
        yield from _of_ours(account, ours[account], them, case)
    if others:
        yield from _of_others(others, shifts, case)
    if len(case.returned) >= _VOLUME:
        yield case.clue("volume", min(one.origin for one in case.returned), "returned", account="", bounces=len(case.returned))


def _passage(bounce: Returned, case: Case) -> Passage | None:
    """What the log knows of the returned mail as sent by us."""
    found = [
        one for key in (bounce.queue_id, bounce.message_id) if key for one in case.passages.get(key, ()) if one.way in SENT_WAYS
    ]
    return min(found, key=lambda one: (one.time, one.origin)) if found else None


def _shows_us(bounce: Returned, shifts: dict[str, int], case: Case) -> bool:
    """Whether the returned header, or who reports it, shows our server; anybody can write that, so a whole log goes before it."""
    when = moment(bounce.date) or moment(bounce.time)
    if (
        when
        and (bounce.message_id or bounce.queue_id)
        and any(covers(log, when, when, shifts.get(log.origin.source, 0)) for log in joined(case, shifts))
    ):
        return False
    names = {relay.name.lower() for relay in case.firm.relays if relay.name}
    return bounce.reporting.lower() in names or any(hop.by.lower() in names for hop in bounce.received)


def _account(bounce: Returned, passage: Passage | None) -> str:
    named = passage.account or passage.sender if passage else next((hop.account for hop in bounce.received if hop.account), "")
    return (named or bounce.to).strip("<> ").lower()


def _tells(bounce: Returned) -> bool:
    """Whether it gives anything of the returned mail back."""
    return bool(bounce.returned or bounce.message_id or bounce.received)


def _of_ours(account: str, group: list[tuple[Returned, Passage | None]], them: tuple[Account, ...], case: Case) -> Iterator[Clue]:
    place = min(bounce.origin for bounce, _ in group)
    day = min((case.day(bounce.time) for bounce, _ in group if bounce.time), default="")
    subject = subject_of(account)
    returned = identifiers((bounce.queue_id, bounce.message_id) for bounce, _ in group)
    yield case.clue("dsn-ours", place, subject, account=account, day=day, bounces=len(group), **returned)
    known = [passage for _, passage in group if passage]
    if known:
        logged = identifiers((passage.queue_id, passage.message_id) for passage in known)
        place_in_log, client = min(one.origin for one in known), known[0].client
        yield case.clue("in-our-log", place_in_log, subject, account=account, day=day, address=client, **logged)
    if not any(bounce.returned == "mail" for bounce, _ in group):
        yield case.clue("no-thread", place, subject, account=account, day=day, author=account)
    if _is_outage(group, case) and not any(one.sending.abuse or one.foreign for one in them if one.name == account):
        yield case.clue("own-routine", place, subject, account=account, day=day, why="outage", times=len(group))


def _is_outage(group: list[tuple[Returned, Passage | None]], case: Case) -> bool:
    """All concern one firm's server that could not be reached, and were handed in by the usual clients."""
    parties = {org(one.rpartition("@")[2], case.known) for bounce, _ in group for one in bounce.recipients}
    waiting = all(any(mark in f"{bounce.status} {bounce.diagnostic}".lower() for mark in _WAITING) for bounce, _ in group)
    usual = all(is_ours(case.firm, passage.client) for _, passage in group if passage and passage.client)
    return len(parties) <= 1 and waiting and usual


def _of_others(group: list[Returned], shifts: dict[str, int], case: Case) -> Iterator[Clue]:
    first = min(group, key=lambda one: (one.time, one.origin))
    day = case.day(first.time)
    yield case.clue(
        "dsn-backscatter",
        min(one.origin for one in group),
        BACKSCATTER,
        account="",
        day=day,
        bounces=len(group),
        to=", ".join(sorted({one.to for one in group})[:3]),
    )
    times = [when for one in group if (when := moment(one.date) or moment(one.time))]
    logs = joined(case, shifts)
    for log in logs:
        if times and covers(log, min(times), max(times), shifts.get(log.origin.source, 0)):
            yield case.clue("not-in-our-log", log.origin, BACKSCATTER, account="", day=day)
            return
    if times and logs:
        log = min(logs, key=lambda one: (one.ends, one.origin))
        yield case.clue(
            "log-gap", log.origin, BACKSCATTER, account="", day=day, begins=case.day(log.begins), ends=case.day(log.ends)
        )
