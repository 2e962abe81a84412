"""Whether reported mails are in our logs, and how they went: sent by us, come in, passed on by an alias, or not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from mimawari.inquiry.case import SENT_WAYS, Case, moment
from mimawari.inquiry.hosts import is_ours, org, party_of
from mimawari.inquiry.identifiers import identifiers
from mimawari.inquiry.letters import Letter, is_foreign
from mimawari.inquiry.sending import Account
from mimawari.model import Clue, LogSpan, Passage
from mimawari.model.firm import within

_DAY = timedelta(days=1)
_QUEUED, _ZONES = timedelta(days=5), timedelta(hours=15)
_TOUCH = timedelta(hours=6)
"""So far apart the files of a rotation may end and begin. A file of a day that is missing leaves 24 hours at least."""


def passing(letters: tuple[Letter, ...], them: tuple[Account, ...], shifts: dict[str, int], case: Case) -> Iterator[Clue]:
    """For each reported mail what the logs know of it."""
    for letter in letters:
        found = passages(letter, case)
        for passage in found:
            yield from _found(letter, passage, them, case)
        if not found and not _sent_then(letter, case):
            yield from _missing(letter, shifts, case)


def passages(letter: Letter, case: Case) -> tuple[Passage, ...]:
    """Those of its Message-ID, or of the queue id that a server of ours wrote into it."""
    hop = letter.way.submission
    keys = [letter.mail.message.message_id, hop.identifier if hop and (letter.way.relay or letter.way.inward) else ""]
    if letter.is_weak and letter.mail.form.value != "outlook":
        keys = []
    found = {passage for key in keys if key for passage in case.passages.get(key, ()) if passage.way != "bounce"}
    found = {one for one in found if one.how == "queue-id" or is_that_mail(letter, one.time, one.recipients, case, one.delay)}
    return tuple(sorted(found, key=lambda one: (one.origin, one.time, one.way)))


def is_that_mail(letter: Letter, time: str, recipients: Iterable[str], case: Case, delay: float | None = None) -> bool:
    """Whether a mail with the Message-ID of a reported one may be that one: whoever writes a mail can copy a Message-ID.

    It came when it was delivered (*delay* in seconds; None: within the time that mails wait in a queue, RFC 5321 4.5.4.1), by
    clocks that may be in another zone, and from a server of ours, or to a firm that it was sent to, or by that firm's server, as
    forwarders and lists do.
    """
    came, sent = moment(letter.time), moment(time)
    waited = _QUEUED if delay is None else timedelta(seconds=delay)
    if came and sent and not -_ZONES <= came - sent <= waited + _ZONES:
        return False
    firms = {party_of(one, case.known) for one in recipients}
    if not firms or letter.way.relay or letter.way.inward or letter.way.at < 0 or letter.passed.passes:
        return True
    return not firms.isdisjoint({party_of(letter.reporter, case.known), org(letter.way.hop.name, case.known)})


def _found(letter: Letter, passage: Passage, them: tuple[Account, ...], case: Case) -> Iterator[Clue]:
    def clue(name: str, **facts: str | float | bool | None) -> Clue:
        return case.clue(name, passage.origin, letter.mail.id, passage.time, **facts)

    if passage.way not in SENT_WAYS:
        yield clue("incoming-only", address=passage.client)
        yield clue("in-our-log-incoming")
        if passage.way == "forwarded" or passage.original_to:
            yield clue("forwarded-by-us", alias=", ".join(passage.original_to[:3]))
        return
    account = passage.account.strip("<> ").lower() or passage.sender.strip("<> ").lower()
    known = identifiers([(passage.queue_id, passage.message_id)])
    yield clue("in-our-log", account=account, address=passage.client, **known)
    theirs = [one for one in them if one.name == account and (one.profile.way == passage.way or not passage.way)]
    one = next((one for one in theirs if one.profile.origin.source == passage.origin.source), next(iter(theirs), None))
    if passage.way == "login" and _is_new(passage, one, case):
        yield clue("foreign-login", account=account, networks=1, addresses=1, sample=passage.client, country="")
    elif _is_routine(passage, one, case):
        yield clue("own-routine", account=account, why="usual-client", times=0)
    if one and not one.sending.bursts:
        yield clue("no-burst", account=account)


def _is_new(passage: Passage, one: Account | None, case: Case) -> bool:
    usual = tuple(network.network for network in one.usual) if one else ()
    return is_foreign(passage.client, case) and not within(passage.client, usual)


def _is_routine(passage: Passage, one: Account | None, case: Case) -> bool:
    """Handed in from where the account always is used, and not in an hour that stands out without being a routine."""
    if one is None:
        return passage.way == "login" and case.firm.is_inside(passage.client)
    when = one.sending.local(passage.time)
    if when is None or one.is_to_nobody or any(abs(when - hour) < timedelta(hours=2) for hour in one.sending.abuse):
        return False
    if passage.way == "login" or passage.client:
        usual = tuple(network.network for network in one.usual)
        return is_ours(case.firm, passage.client) or within(passage.client, usual)
    return True


def _sent_then(letter: Letter, case: Case) -> bool:
    """Whether the log says that the account sent something to the reporter's firm at that time: the mail may be that one."""
    for passage in case.passages.get(f"moment:{letter.mail.id}", ()):
        parties = {party_of(one, case.known) for one in passage.recipients}
        if passage.way in SENT_WAYS and (not parties or party_of(letter.reporter, case.known) in parties):
            return True
    return False


def _missing(letter: Letter, shifts: dict[str, int], case: Case) -> Iterator[Clue]:
    span = time_of(letter)
    logs = joined(case, shifts)
    if not logs or span is None:
        return
    covering = [log for log in logs if covers(log, *span, shifts.get(log.origin.source, 0))]
    if covering and can_be_asked(letter):
        yield case.clue("not-in-our-log", covering[0].origin, letter.mail.id, letter.time)
    elif not covering:
        nearest = min(logs, key=lambda log: (log.ends, log.origin))
        yield case.clue(
            "log-gap",
            nearest.origin,
            letter.mail.id,
            letter.time,
            begins=case.day(nearest.begins),
            ends=case.day(nearest.ends),
            **letter.identifiers,
        )


def can_be_asked(letter: Letter) -> bool:
    """Whether a log could know it: by its Message-ID, or by the time at which an account of ours is said to have sent it."""
    if letter.is_weak:
        return letter.is_from_us and moment(letter.mail.message.date) is not None and letter.mail.form.value == "outlook"
    return bool(letter.mail.message.message_id)


def time_of(letter: Letter) -> tuple[datetime, datetime] | None:
    """When it was sent: a moment, or the whole day where only that is known."""
    text = letter.time
    when = moment(text)
    if when is None:
        return None
    if len(text) > len("2026-11-10"):
        return when, when
    begin = when - timedelta(minutes=letter.case.firm.zone)
    return begin, begin + _DAY


def joined(case: Case, shifts: dict[str, int]) -> tuple[LogSpan, ...]:
    """The logs, those of one server's software as one where the next begins as the one before it ends: files of a rotation."""
    found: list[LogSpan] = []
    for log in sorted(case.logs, key=lambda log: (log.host, log.software, _shift(log, shifts), log.begins, log.ends, log.origin)):
        before = found[-1] if found else None
        if before and _is_next(before, log, shifts):
            holes = [one for one in before.holes if not _fills(log, one)]
            holes += [one for one in log.holes if not _fills(before, one)]
            ends = max(before.ends, log.ends)
            found[-1] = replace(before, ends=ends, lines=before.lines + log.lines, holes=tuple(sorted(set(holes))))
        else:
            found.append(log)
    return tuple(found)


def _is_next(before: LogSpan, log: LogSpan, shifts: dict[str, int]) -> bool:
    if (before.host, before.software, _shift(before, shifts)) != (log.host, log.software, _shift(log, shifts)):
        return False
    ends, begins = moment(before.ends), moment(log.begins)
    return ends is not None and begins is not None and begins - ends <= _TOUCH


def _shift(log: LogSpan, shifts: dict[str, int]) -> int:
    return shifts.get(log.origin.source, 0)


def _fills(log: LogSpan, hole: tuple[str, str]) -> bool:
    first, last = moment(hole[0]), moment(hole[1])
    return bool(first and last and _tells_all(log, first, last, timedelta()))


def _tells_all(log: LogSpan, first: datetime, last: datetime, apart: timedelta) -> bool:
    begins, ends = moment(log.begins), moment(log.ends)
    holes = [(moment(one), moment(other)) for one, other in log.holes]
    broken = any(one and other and one + apart <= last and other + apart >= first for one, other in holes)
    return bool(begins and ends and begins + apart <= first and last <= ends + apart) and not broken


def covers(log: LogSpan, first: datetime, last: datetime, shift: int) -> bool:
    """Whether a log tells of a time, without a hole; of a whole day, where no more is known, whether it tells of some of it."""
    apart = timedelta(minutes=shift)
    begins, ends = moment(log.begins), moment(log.ends)
    if begins and ends and last - first >= _DAY:
        return begins + apart <= last and first <= ends + apart
    return _tells_all(log, first, last, apart)
