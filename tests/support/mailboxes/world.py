"""The mailbox while it fills: who talks with whom about what, the clock, and how a letter becomes a mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from support.mailboxes import marks, routes, texts, things, wire
from support.mailboxes.cast import OURS, PARTNERS, STAFF, Account
from support.mailboxes.planted import NO_SIGN, Planted
from support.mailboxes.quotes import Sent
from support.mailboxes.wire import Body

OPEN, OLD = 40, 60


@dataclass
class Thread:
    """A conversation between somebody of the shop and a partner."""

    number: int
    subject: str
    about: str
    partner: Account
    ours: Account
    mails: list[Sent] = field(default_factory=list)

    @property
    def last(self) -> Sent:
        return self.mails[-1]

    @property
    def here(self) -> list[Sent]:
        """What of it lies in the mailbox."""
        return [one for one in self.mails if one.is_here]

    @property
    def lang(self) -> str:
        return self.partner.lang


@dataclass
class Letter:
    """What somebody sends. What is None is made as the author's mailer and servers make it."""

    author: Account
    to: tuple[Account, ...]
    subject: str
    body: Body
    folder: str = "INBOX"
    answers: Sent | None = None
    is_threaded: bool = True
    from_field: str | bytes | None = None
    to_field: str | None = None
    envelope: str | None = None
    message_id: str | None = None
    date: str | None = None
    client: routes.Client | None = None
    hops: tuple[str, ...] = ()
    verdict: str = ""
    extra: list[tuple[str, str]] = field(default_factory=list)
    thread: Thread | None = None
    is_mailer_named: bool = True


@dataclass
class Later:
    """A mail that follows after some others. *wait* is how many."""

    label: str
    post: Callable[[World], Planted]
    wait: int = 0


class World:
    """The state of the mailbox. It holds some hundred texts at most, however many mails there are."""

    def __init__(self, seed: object) -> None:
        self.draw = Random(f"{seed}")
        self.now = datetime(2018, 4, 2, tzinfo=UTC)
        self.threads: list[Thread] = []
        self.old: list[Thread] = []
        self.started = 0
        self.weight = 0
        self.later: list[Later] = []

    def start(self, partner: Account | None = None, subject: str = "", about: str = "") -> Thread:
        """A new conversation."""
        draw = self.draw
        partner, about = partner or draw.choice(PARTNERS), about or texts.topic(draw)
        subject = subject or texts.subject(draw, partner.lang, self.now, about)
        self.started += 1
        thread = Thread(self.started, subject, about, partner, draw.choice(STAFF))
        self.threads.append(thread)
        if len(self.threads) > OPEN:
            self._retire(self.threads.pop(0))
        return thread

    def _retire(self, thread: Thread) -> None:
        if not thread.mails:
            return
        if len(self.old) < OLD:
            self.old.append(thread)
        else:
            self.old[self.draw.randrange(OLD)] = thread

    def going_on(self, *, old: bool = False, here: bool = False) -> Thread | None:
        """A conversation; *here*: of which the mailbox has a mail."""
        known = [one for one in (self.old if old and self.old else self.threads) if one.mails and (not here or one.here)]
        return self.draw.choice(known) if known else None

    def post(self, letter: Letter, label: str = "honest", kind: str = "", **expected: object) -> Planted:
        """The mail; a conversation remembers it."""
        draw = self.draw
        if letter.message_id is None:
            letter.message_id = f"<{marks.message_id(draw, letter.author, self.now)}>"
        if self.weight and label in ("honest", "near"):
            letter.body.files += things.filling(draw, self.now, self.weight - sum(len(one.data) for one in letter.body.files))
        fields = _fields(self, letter)
        mime, said = wire.body(draw, letter.body)
        head = b"".join(wire.header(name, value) for name, value in fields)
        content = head + b"MIME-Version: 1.0\n" + mime + b"\n" + said
        self._remember(letter)
        people = tuple(account.address for account in (letter.author, *letter.to))
        thread = f"t{letter.thread.number}" if letter.thread else ""
        return Planted(
            content, label, kind, letter.folder, self.now, letter.subject, letter.author.address, letter.message_id, people,
            thread, **{"expect_level": NO_SIGN, **expected},  # type: ignore[arg-type]
        )  # fmt: skip

    def _remember(self, letter: Letter) -> None:
        if letter.thread is None or not letter.message_id:
            return
        before = letter.answers.references if letter.answers else ()
        sent = Sent(letter.message_id, self.now, letter.author, letter.to, letter.subject, letter.body.text[:6000],
                    (*before, letter.message_id)[-8:])  # fmt: skip
        letter.thread.mails = [*letter.thread.mails, sent][-5:]


def _fields(world: World, letter: Letter) -> list[tuple[str, str | bytes]]:
    author, draw = letter.author, world.draw
    envelope = author.address if letter.envelope is None else letter.envelope
    shown = wire.mailbox(author.name, author.address, author.charset, draw.choice("bbbBq" if author.charset == "utf-8" else "bB"))
    to = letter.to_field or ", ".join(wire.mailbox(one.name, one.address, author.charset) for one in letter.to)
    own: list[tuple[str, str | bytes]] = [
        ("From", shown if letter.from_field is None else letter.from_field),
        ("To", to),
        ("Subject", wire.words(letter.subject, author.charset)),
        ("Date", letter.date or marks.date(world.now, author.zone)),
    ]
    own += [("Message-ID", letter.message_id)] if letter.message_id else []
    if letter.answers and letter.is_threaded:
        own += [("In-Reply-To", letter.answers.message_id), ("References", "\n ".join(letter.answers.references))]
    own += [*letter.extra, *(marks.mailer(author) if letter.is_mailer_named else [])]
    draw.shuffle(own)
    if letter.folder != "INBOX":
        return own
    return [*_arrival(world, letter, envelope), *own]


def _arrival(world: World, letter: Letter, envelope: str) -> list[tuple[str, str | bytes]]:
    """What the servers on the way wrote above it."""
    draw, author = world.draw, letter.author
    to = next((one.address for one in letter.to if one.domain == OURS), f"info@{OURS}")
    passed = routes.received(draw, author, world.now, to, letter.client, letter.hops)
    signed = letter.verdict == "" and author.server in ("gmail", "o365", "bulk", "yahoo", "exim")
    verdict = letter.verdict or ("" if signed else f"spf=pass smtp.mailfrom={envelope}; dkim=none; dmarc=none")
    return [
        ("Return-Path", f"<{envelope}>"),
        ("Delivered-To", to),
        *(("Received", hop) for hop in passed),
        ("Authentication-Results", routes.authentication(author, envelope, author.domain, verdict)),
        *([("DKIM-Signature", routes.signature(draw, author.domain))] if signed else []),
    ]
