"""The mails of a log that are asked for: by their Message-ID, their queue id, or by who is said to have sent at a moment."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Asked, Origin, Passage, Reason
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.moments import moments
from mimawari.sources.tables.stamps import iso
from mimawari.sources.traces.event import Mail

AROUND = 15 * 60
"""Seconds before and after a moment: servers' clocks differ, and a mail waits."""
MOST = 200
"""Passages that answer one question."""
_RECIPIENTS = 50


class Answers:
    """What one log answers."""

    def __init__(self, asked: Asked, software: str, at: Origin, faults: Faults) -> None:
        self._asked = asked
        self._software = software
        self._at = at
        self._faults = faults
        self._moments: dict[str, list[tuple[str, int]]] = {}
        for key, moment, address in moments(asked):
            self._moments.setdefault(address, []).append((key, moment))
        self._given: dict[str, int] = {}

    def of(self, mail: Mail) -> Iterator[Passage]:
        """A passage for each question that the mail answers."""
        if mail.message_id in self._asked.message_ids:
            yield from self._passage(mail.message_id, "message-id", mail)
        if mail.queue_id in self._asked.queue_ids:
            yield from self._passage(mail.queue_id, "queue-id", mail)
        for address in dict.fromkeys((mail.account, mail.sender, mail.author)):
            for key, moment in self._moments.get(address, ()):
                if abs(mail.time - moment) <= AROUND:
                    yield from self._passage(f"moment:{key}", "moment", mail)

    def _passage(self, key: str, how: str, mail: Mail) -> Iterator[Passage]:
        self._given[key] = self._given.get(key, 0) + 1
        if self._given[key] > MOST:
            self._faults.add(Reason.TOO_LARGE, "further mails that answer the same question", mail.line, "passage")
            return
        people = tuple(sorted(mail.recipients))
        statuses = sorted({status for status in mail.recipients.values() if status})
        yield Passage(
            origin=self._at.at(*self._at.path, str(mail.line)),
            key=key,
            how=how,
            time=iso(mail.time),
            way=mail.way,
            software=self._software,
            message_id=mail.message_id,
            queue_id=mail.queue_id,
            account=mail.account,
            sender=mail.sender,
            author=mail.author,
            client=mail.client,
            client_name=mail.client_name,
            helo=mail.helo,
            method=mail.method,
            recipients=people[:_RECIPIENTS],
            count=len(people) + mail.more,
            original_to=tuple(sorted(mail.original_to))[:_RECIPIENTS],
            subject=mail.subject,
            delay=None if mail.ended is None else float(max(0, mail.ended - mail.time)),
            status="; ".join(statuses[:3]),
        )
