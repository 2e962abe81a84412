"""What the evidence so far asks mailboxes and logs."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.inquiry.case import Case, moment
from mimawari.inquiry.letters import Letter
from mimawari.model import Asked

_MOST = 20_000


def asked(case: Case) -> Asked:
    """Message-IDs and queue ids, quoted mails, and the moments at which somebody of ours is said to have sent."""
    letters = tuple(Letter(mail, case) for mail in case.reported)
    quoted = {one.key: one for letter in letters for one in letter.mail.quoted}
    return Asked(
        message_ids=frozenset(sorted(set(_message_ids(letters, case)))[:_MOST]),
        queue_ids=frozenset(sorted(set(_queue_ids(letters, case)))[:_MOST]),
        quoted=tuple(quoted[key] for key in sorted(quoted))[:_MOST],
        moments=tuple(sorted(set(_moments(letters))))[:_MOST],
    )


def _message_ids(letters: tuple[Letter, ...], case: Case) -> Iterator[str]:
    found = [one for letter in letters for one in _of_mail(letter)]
    found += [one.message_id for one in case.returned]
    found += [one.message_id for one in case.held] + [one.message_id for one in case.failures]
    yield from (one for one in found if one)


def _of_mail(letter: Letter) -> tuple[str, ...]:
    message = letter.mail.message
    own = () if letter.is_weak and letter.mail.form.value != "outlook" else (message.message_id,)
    return (*own, message.in_reply_to, *message.references)


def _queue_ids(letters: tuple[Letter, ...], case: Case) -> Iterator[str]:
    """Those of our own servers, and those that somebody claims are."""
    for letter in letters:
        hops = (*letter.way.own, *letter.way.claimed) if letter.way.at >= 0 else ()
        yield from (hop.identifier for hop in (*hops, *([letter.way.hop] if letter.way.inward else [])) if hop.identifier)
    for bounce in case.returned:
        yield from (one for one in (bounce.queue_id, *(hop.identifier for hop in bounce.received)) if one)


def _moments(letters: tuple[Letter, ...]) -> Iterator[tuple[str, str, str]]:
    for letter in letters:
        if letter.is_from_us and letter.time:
            when = letter.time
            if letter.mail.form.value == "inline":
                first = min(letter.mail.quoted, key=lambda one: one.number)
                when = first.quote.date if moment(first.quote.date) else when
            yield (letter.mail.id, when, letter.author)
