"""One row of a log, whoever wrote it, and the mail that several rows are of."""

from __future__ import annotations

from dataclasses import dataclass, field

LOGIN, LOCAL, NETWORK, FORWARDED, INCOMING, BOUNCE, UNTOLD = "login", "local", "network", "forwarded", "incoming", "bounce", ""
_FIRST = (LOGIN, LOCAL, NETWORK, FORWARDED, BOUNCE, INCOMING, UNTOLD)
"""Which way is believed where the rows of one mail say several: a mail that a mailbox handed in is received once more inside."""
_TEXTS = ("account", "sender", "author", "client", "client_name", "helo", "method", "message_id", "queue_id", "subject")
MAX_RECIPIENTS = 2000
"""Addresses of one mail that are kept by name."""

Status = tuple[str, str]
"""A recipient and what became of it, as it stands."""


@dataclass(slots=True)
class _Told:
    """What a row says of a mail, and what is known of it in all. ``way`` as of a :class:`~mimawari.model.Passage`.

    ``automatic``: a program wrote it.
    """

    line: int
    time: int
    way: str = UNTOLD
    account: str = ""
    sender: str = ""
    author: str = ""
    client: str = ""
    client_name: str = ""
    helo: str = ""
    method: str = ""
    message_id: str = ""
    queue_id: str = ""
    subject: str = ""
    size: int | None = None
    automatic: bool = False


@dataclass(slots=True)
class Event(_Told):
    """What one row says. ``key`` is what rows of the same mail have in common.

    ``ended``: it is about a delivery, or about one that failed.
    """

    key: str = ""
    recipients: tuple[Status, ...] = ()
    original_to: tuple[str, ...] = ()
    host: str = ""
    ended: bool = False


@dataclass(slots=True)
class Mail(_Told):
    """All that was read of one mail. ``time`` is the earliest, ``ended`` the latest delivery; ``more`` are recipients not kept."""

    ended: int | None = None
    more: int = 0
    recipients: dict[str, str] = field(default_factory=dict)
    original_to: dict[str, None] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """What another row of it says: the way that is believed first, the first of everything else."""
        if event.time < self.time:
            self.time, self.line = event.time, event.line
        if _FIRST.index(event.way) < _FIRST.index(self.way):
            self.way, self.account, self.client = event.way, event.account, event.client or self.client
        for name in _TEXTS:
            if not getattr(self, name):
                setattr(self, name, getattr(event, name))
        self.size = event.size if self.size is None else self.size
        self.automatic |= event.automatic
        if event.ended:
            self.ended = max(event.time, self.ended or event.time)
        self.address(event)

    def address(self, event: Event) -> None:
        """Whom it goes to by another row, and what became of it."""
        for address, status in event.recipients:
            if address not in self.recipients and len(self.recipients) >= MAX_RECIPIENTS:
                self.more += 1
            elif status or address not in self.recipients:
                self.recipients[address] = status
        for address in event.original_to:
            if len(self.original_to) < MAX_RECIPIENTS:
                self.original_to[address] = None


def begun(event: Event) -> Mail:
    """A mail that one row is known of."""
    mail = Mail(event.line, event.time)
    mail.add(event)
    return mail
