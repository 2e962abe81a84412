"""What the question "us, or only our address?" is answered from: counted facts and single mails, without an opinion.

All times are UTC in ISO 8601 with ``Z`` where nothing else is said. ``origin`` leads to the place: for a log the file and the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.artifact import Artifact
from mimawari.model.delivered import Message
from mimawari.model.letter import Hop, Mailbox, Quote

TESTIMONY = "testimony"
"""What a gap wants where something could not be heard."""


@dataclass(frozen=True, kw_only=True)
class Testimony(Artifact):
    """The base of all of them: they leave the worker that read them, whatever detectors say of them."""


class Form(StrEnum):
    """How a reported mail came to us. Only the first two have a header that says anything of its way."""

    ORIGINAL = "original"
    OUTLOOK = "outlook"
    INLINE = "inline"
    PASTED = "pasted"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Method:
    """One result in a field (RFC 8601 2.2): ``spf``, ``pass``, and its properties (``smtp.mailfrom``, ``header.d`` ...)."""

    name: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """An Authentication-Results field, or Received-SPF. ``server`` is the authserv-id, lower case, empty where there is none.

    ``above`` counts the Received fields that stand above it in the header.
    """

    server: str
    above: int
    methods: tuple[Method, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM signature. ``state``: ``valid``, ``invalid``, ``no-key`` (none is recorded), ``unread`` (it could not be tried)."""

    domain: str
    selector: str
    state: str = "no-key"


@dataclass(frozen=True, slots=True)
class QuotedMail:
    """A mail that is quoted: what the lines above it say, and ``probes``, pieces of its text by which it can be found again.

    ``number`` tells it from the other quoted ones of the same mail. ``key`` names it in questions and answers.
    """

    key: str
    quote: Quote
    probes: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class ReportedMail(Testimony):
    """A mail that somebody calls strange. ``id`` is a digest of its content: the same mail given twice has one.

    ``message`` is the mail itself, without its texts. ``named`` are fields in which a server says who signed in
    (``X-Authenticated-Sender``), name in lower case and value. ``passed_on_by`` is who attached it to a mail, or reported it;
    ``passed_on`` when. ``list_id`` of a mailing list. ``original_path`` are the values of fields in which a forwarder writes whom
    it forwards for (``X-Forwarded-For``, ``X-Original-To``, ``Resent-From``, ``Delivered-To``).
    """

    id: str
    form: Form
    message: Message
    results: tuple[Results, ...] = ()
    signatures: tuple[Signature, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    quoted: tuple[QuotedMail, ...] = ()
    passed_on_by: str = ""
    passed_on: str = ""
    list_id: str = ""
    original_path: tuple[tuple[str, str], ...] = ()
    auto_submitted: str = ""


@dataclass(frozen=True, kw_only=True)
class Returned(Testimony):
    """A bounce: a message that something could not be delivered (RFC 3464, or one of the many other forms), or a delay warning.

    ``id`` is a digest of its content. ``to`` is whom it was sent to, which is the envelope sender of the returned mail.
    ``action``: ``failed``, ``delayed``, ``relayed`` or empty. ``recipients`` are those that were not reached. ``reporting`` is the
    server that says so (lower case), ``remote`` the one that refused. The rest is of the returned mail, empty where it was not
    given back: ``queue_id`` also where the bounce itself names one.
    """

    id: str
    form: str
    to: str
    time: str
    action: str = ""
    recipients: tuple[str, ...] = ()
    reporting: str = ""
    remote: str = ""
    status: str = ""
    diagnostic: str = ""
    message_id: str = ""
    author: Mailbox | None = None
    subject: str = ""
    date: str = ""
    received: tuple[Hop, ...] = ()
    queue_id: str = ""
    returned: str = ""
    """How much of it came back: ``mail``, ``header``, or empty."""


@dataclass(frozen=True, kw_only=True)
class HeldMail(Testimony):
    """A mail in a mailbox of the firm that a reported mail asked for. ``mailbox`` is the account's address.

    ``key`` is the question: that of a :class:`QuotedMail`, or a Message-ID. ``how``: ``message-id`` or ``text``. ``date`` is the
    mail's own, in its own zone.
    ``sent``: it was sent by that account itself. ``quoting``: it is not the mail that was asked for itself, but quotes it or has
    it attached, which whoever answers, passes on or reports it does as well.
    """

    mailbox: str
    key: str
    how: str
    message_id: str = ""
    author: Mailbox | None = None
    people: tuple[Mailbox, ...] = ()
    date: str = ""
    subject: str = ""
    sent: bool = False
    quoting: bool = False


@dataclass(frozen=True, kw_only=True)
class MailboxSpan(Testimony):
    """A mailbox of the firm that was asked: which times it covers and how much is in it. ``whole``: nothing was passed over."""

    mailbox: str
    begins: str
    ends: str
    mails: int
    sent: int = 0
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class SentHabit(Testimony):
    """What the mails that an account sent have in common, most frequent first, each with how many mails: see :class:`Habits`."""

    mailbox: str
    mails: int
    message_ids: tuple[tuple[str, int], ...] = ()
    mailers: tuple[tuple[str, int], ...] = ()
    zones: tuple[tuple[str, int], ...] = ()
    hours: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What logs and mailboxes are asked: built from the mails that were reported and the bounces.

    ``message_ids`` with their angle brackets; ``queue_ids``; ``quoted`` are quoted mails by their key; ``moments`` are pairs of a
    key and a time (UTC) with the address that is said to have sent: logs tell who sent then.
    """

    message_ids: frozenset[str] = frozenset()
    queue_ids: frozenset[str] = frozenset()
    quoted: tuple[QuotedMail, ...] = ()
    moments: tuple[tuple[str, str, str], ...] = ()
