"""What the header and the text of a mail tell of its way: who is named, which servers passed it on, what it quotes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person in a header (RFC 5322 3.4): ``name`` as people read it, empty where there is none; ``address`` in lower case."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What is behind the ``@``; empty where there is none."""
        return self.address.rpartition("@")[2] if "@" in self.address else ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True, slots=True)
class Hop:
    """One ``Received`` field (RFC 5321 4.4): a server that took the mail over, and from whom.

    ``helo`` is what the client called itself (a name, or an address in brackets), ``name`` and ``address`` what the server saw
    (the name that the address resolves to, the IP address). ``by`` is the server, ``protocol`` what follows ``with`` in upper
    case, ``time`` the field's own time in ISO 8601 with its zone. ``account`` is who signed in, as the server writes it beside
    (``(Authenticated sender: ...)``), ``identifier`` what follows ``id``, ``recipient`` what follows ``for``. Empty where the
    field does not say it.
    """

    helo: str = ""
    name: str = ""
    address: str = ""
    by: str = ""
    protocol: str = ""
    time: str = ""
    account: str = ""
    identifier: str = ""
    recipient: str = ""
    authenticated: bool = False
    """Whether the client signed in: protocol ``...A`` (RFC 3848), or the server says so beside it."""

    @property
    def is_literal(self) -> bool:
        """Whether the client called itself by an IP address, in brackets or bare."""
        return self.helo.startswith("[") or (bool(self.helo) and self.helo.replace(".", "").isdigit() and self.helo.count(".") == 3)


@dataclass(frozen=True, slots=True)
class Quote:
    """A mail that is quoted in the text: what the lines above it name. ``people`` are its sender and recipients.

    ``sender`` has no address where only a name is given. ``subject`` and ``date`` are as they stand.
    """

    sender: Mailbox | None = None
    people: tuple[Mailbox, ...] = ()
    subject: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What the other mails of the same mailbox tell of a mail.

    ``quoted`` counts the mails of the mailbox whose text it quotes, ``sender_in_thread`` says whether its sender's address is
    among the people of one of them, ``ours`` whether one of them was sent from the mailbox's own address. ``receivers`` are
    the addresses that got the same mail (same sender, same attachments or text) each by itself, and ``threaded`` how many of
    those took part in one thread. ``known_as`` are the addresses from which the mailbox got mails in the sender's name earlier or
    later, the most frequent first, if this one's is used nowhere else.
    """

    quoted: int = 0
    sender_in_thread: bool = False
    ours: bool = False
    receivers: tuple[str, ...] = ()
    threaded: int = 0
    known_as: tuple[str, ...] = ()
