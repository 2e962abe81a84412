"""What the log of a mail server tells: who sent how much, from where, and how single mails went. All times are UTC."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.testimony import Testimony


@dataclass(frozen=True, kw_only=True)
class LogSpan(Testimony):
    """A log that was read. ``software``: ``postfix``, ``exim``, ``microsoft-365`` ...; ``host`` is the server's name in it.

    ``tells``: ``sending``, ``delivery``, ``reading``, ``sign-in``. ``holes`` are stretches inside it without a line, or whose file
    is missing. ``zone`` is the offset in minutes by which its stamps were read as UTC, ``zone_told``: the stamps say it themselves.
    ``domains`` are those whose mail it takes in or whose accounts sign in.
    """

    software: str
    begins: str
    ends: str
    lines: int
    host: str = ""
    tells: tuple[str, ...] = ()
    holes: tuple[tuple[str, str], ...] = ()
    zone: int = 0
    zone_told: bool = False
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SendingHour:
    """What one account handed in within one hour. ``hour`` is its beginning.

    ``recipients`` counts deliveries tried, ``distinct`` different addresses, ``unknown`` those refused as unknown, ``refused``
    those refused as spam or by a block list. ``clients`` counts different client addresses, ``networks`` the /24s and /48s.
    ``literals``: mails whose client called itself by an IP address. ``differing``: mails whose From is not the envelope sender.
    ``alike``: mails of the most frequent size (within 2 %). None where the log does not tell.
    """

    hour: str
    messages: int
    recipients: int = 0
    distinct: int = 0
    unknown: int | None = None
    refused: int | None = None
    clients: int | None = None
    networks: tuple[str, ...] = ()
    literals: int | None = None
    differing: int | None = None
    alike: int | None = None
    delayed: int | None = None
    """Deliveries that waited in the queue for more than an hour."""


@dataclass(frozen=True, slots=True)
class ClientNetwork:
    """A network (/24, /48) from which an account was used. ``addresses`` counts different ones, ``names`` their reverse names.

    ``helos`` are what the clients called themselves; ``hours`` are the UTC hours (``2026-11-10T01:00:00Z``) in which it was used,
    at most 2000 of them. ``sample`` is one address of it. ``methods``: ``LOGIN``, ``PLAIN`` ...
    """

    network: str
    sample: str
    addresses: int
    messages: int
    first: str
    last: str
    names: tuple[str, ...] = ()
    helos: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class SendingProfile(Testimony):
    """All that one account sent by a log, hour by hour, and where from.

    ``way``: ``login`` (somebody signed in), ``local`` (a program on the server), ``network`` (a machine that need not sign in).
    ``account`` is the login name in full; for the other ways the envelope sender. ``zone`` as of the log. ``senders`` are the
    envelope senders, ``authors`` the From addresses where logged, most frequent first with counts, at most 20.
    ``subjects`` likewise where logged.
    """

    account: str
    way: str
    software: str
    hours: tuple[SendingHour, ...]
    networks: tuple[ClientNetwork, ...] = ()
    zone: int = 0
    senders: tuple[tuple[str, int], ...] = ()
    authors: tuple[tuple[str, int], ...] = ()
    subjects: tuple[tuple[str, int], ...] = ()
    automatic: int = 0
    """Mails with the empty envelope sender, or that say that a program answered."""


@dataclass(frozen=True, kw_only=True)
class AccountUse(Testimony):
    """Sign-ins of one account from one network, other than for sending, and failed ones of any kind.

    ``service``: ``smtp``, ``imap``, ``pop3``, ``web``, ``cloud``, ``mail-read`` (mails that were opened, by an audit log).
    ``nights`` counts different local nights (22:00 to 06:00) with one.
    """

    account: str
    service: str
    network: str
    sample: str
    successes: int
    failures: int
    first: str
    last: str
    addresses: int = 1
    nights: int = 0
    days: int = 0
    names: tuple[str, ...] = ()
    country: str = ""
    client: str = ""


@dataclass(frozen=True, kw_only=True)
class Passage(Testimony):
    """A mail in a log that was asked for. ``key`` is the question: a Message-ID, a queue id, or ``moment:`` and a key.

    ``way``: ``login``, ``local``, ``network``, ``incoming`` (taken over from another server), ``forwarded`` (an incoming one that
    an alias passed on), ``bounce``, empty where the log does not tell. ``account`` is who signed in. ``delay`` in seconds until it
    was delivered.
    """

    key: str
    how: str
    time: str
    way: str
    software: str
    message_id: str = ""
    queue_id: str = ""
    account: str = ""
    sender: str = ""
    author: str = ""
    client: str = ""
    client_name: str = ""
    helo: str = ""
    method: str = ""
    recipients: tuple[str, ...] = ()
    count: int = 0
    original_to: tuple[str, ...] = ()
    subject: str = ""
    delay: float | None = None
    status: str = ""
