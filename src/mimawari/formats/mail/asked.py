"""Whether a mail of a firm's mailbox is one that was asked for: by its Message-ID, or by pieces of what was quoted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from mimawari.formats.mail.moments import moment, near
from mimawari.formats.mail.probes import plain, plain_bytes
from mimawari.formats.mail.sameness import REPLY, plain_name
from mimawari.formats.mail.sent import is_own
from mimawari.model import Asked, Blob, HeldMail, Mailbox, Message, Quote, QuotedMail
from mimawari.model.mojibake import repaired

LONG, QUESTIONS, PEOPLE = 30, 100_000, 100
"""From how many characters a probe counts as long; the most quoted mails that are asked for; people that are told of a mail."""
_TABLE = 200_000
"""Up to how many bytes of probes are read by a table: some 100 MB."""
# UTF-8 read as Shift_JIS, then as Latin-1; Shift_JIS and EUC-JP read as Latin-1; ISO-2022-JP without its escapes.
_MOJIBAKE = ("縺", "繧", "繝", "ã", "‚", "\x82", "¤", "$B", "$@")


@dataclass(frozen=True, slots=True)
class _Question:
    """A quoted mail, and what its heading says in a form that can be compared."""

    mail: QuotedMail
    sender: str
    name: str
    people: frozenset[str]
    subject: str
    date: str

    @classmethod
    def of(cls, mail: QuotedMail) -> _Question:
        quote = mail.quote
        sender = quote.sender or Mailbox("", "")
        people = frozenset(one.address for one in quote.people if one.address and one.address != sender.address)
        return cls(mail, sender.address, plain_name(sender.name), people, _subject(quote.subject), moment(quote.date))

    def support(self, sender: Mailbox | None, people: Iterable[Mailbox], subject: str, date: str) -> int:
        """How much of the heading fits a mail: who sent it, who got it, what it is about, when."""
        who = sender or Mailbox("", "")
        same = who.address == self.sender if self.sender and who.address else bool(self.name) and plain_name(who.name) == self.name
        got = bool(self.people) and any(one.address in self.people for one in people)
        about = len(self.subject) > 1 and _subject(subject) == self.subject
        return same + got + about + (bool(self.date) and near(self.date, date))


class Index:
    """What is asked, made ready so that each of very many mails is read once for all questions."""

    def __init__(self, asked: Asked) -> None:
        self.message_ids = {one.strip() for one in asked.message_ids if one.strip()}
        mails = {mail.key: mail for mail in asked.quoted if mail.probes}
        self._questions = [_Question.of(mail) for mail in list(mails.values())[:QUESTIONS]]
        self._owners: dict[str, list[int]] = {}
        for number, question in enumerate(self._questions):
            for probe in question.mail.probes:
                self._owners.setdefault(probe, []).append(number)
        self._probes = list(self._owners)
        self._reader = _reader([probe.encode("utf-8", "replace") for probe in self._probes])

    def __bool__(self) -> bool:
        return bool(self.message_ids or self._probes)

    def meets(self, message_id: str, text: str) -> bool:
        """Whether a mail may be one that is asked for: only then :func:`held` can answer anything."""
        is_named = message_id.strip() in self.message_ids
        return is_named or (bool(self._probes) and any(True for _ in self._places(plain_bytes(_mended(text)))))

    def found(self, text: str) -> dict[int, set[str]]:
        """The probes in a text by the number of their question."""
        hits: dict[int, set[str]] = {}
        if not self._probes:
            return hits
        for at in set(self._places(plain_bytes(_mended(text)))):
            for number in self._owners[self._probes[at]]:
                hits.setdefault(number, set()).add(self._probes[at])
        return hits

    def _places(self, data: bytes) -> Iterable[int]:
        if self._reader is None:
            return (at for at, probe in enumerate(self._probes) if probe.encode("utf-8", "replace") in data)
        return (at for at, *_ in self._reader.find_matches_as_indexes(data, overlapping=True))

    def question(self, number: int) -> _Question:
        """A question by its number."""
        return self._questions[number]


@lru_cache(maxsize=1)
def index_of(asked: Asked) -> Index:
    """The one that was made last is at hand still: every piece of every mailbox is asked the same."""
    return Index(asked)


def _mended(text: str) -> str:
    """A text with its mojibake put right; most have none, which single characters of it tell many times faster."""
    return repaired(text) if any(mark in text for mark in _MOJIBAKE) else text


def _reader(probes: Sequence[bytes]) -> Any:
    """All probes at once (Aho and Corasick); None where the library is not there, or nothing is asked.

    A table of all transitions is fastest, and takes memory for each byte that is asked.
    """
    if not probes:
        return None
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation
    except ImportError:
        return None
    small = sum(map(len, probes)) <= _TABLE
    return BytesAhoCorasick(probes, implementation=Implementation.DFA if small else None)


def held(message: Message, blob: Blob, mailbox: str, asked: Index) -> Iterator[HeldMail]:
    """What a mail of the mailbox of an account answers: nothing, or one answer a question.

    *blob* is what the mail was opened from. A text counts with two probes, or with one that the heading of the quoted mail bears
    out. What a mail wrote itself counts before what it quotes or has attached: then it is only ``quoting``.
    """
    within = blob.within or message.within
    passed_on = within[-1:] in (("message",), ("msg",))
    answer = HeldMail(
        origin=message.origin,
        mailbox=mailbox.lower(),
        key="",
        how="message-id",
        message_id=message.message_id,
        author=message.author,
        people=message.people[:PEOPLE],
        date=message.date,
        subject=message.subject[:500],
        sent=not passed_on and is_own(message, mailbox),
        quoting=passed_on,
    )
    if message.message_id.strip() in asked.message_ids:
        yield replace(answer, key=message.message_id.strip())
    yield from _by_text(message, answer, asked)


def _by_text(message: Message, answer: HeldMail, asked: Index) -> Iterator[HeldMail]:
    hits = asked.found(message.text)
    if not hits:
        return
    own = asked.found(message.written) if message.written or message.quotes else hits
    for number, probes in sorted(hits.items(), key=lambda hit: asked.question(hit[0]).mail.key):
        question = asked.question(number)
        if _is_borne_out(own.get(number, ()), question.support(message.author, message.people, message.subject, message.date)):
            yield replace(answer, key=question.mail.key, how="text")
        elif _is_borne_out(probes, _quoted_support(question, message.quotes)):
            yield replace(answer, key=question.mail.key, how="text", quoting=True)


def _quoted_support(question: _Question, quotes: Iterable[Quote]) -> int:
    """How much of the heading fits one that stands in another mail, at best."""
    fits = (question.support(one.sender, one.people, one.subject, moment(one.date)) for one in quotes)
    return max(fits, default=0)


def _is_borne_out(probes: Iterable[str], support: int) -> bool:
    """Two pieces of it, or one and what the heading says: of a short one more of that."""
    lengths = [len(probe) for probe in probes]
    return len(lengths) > 1 or (len(lengths) == 1 and support >= (1 if lengths[0] >= LONG else 2))


def preferred(found: Iterable[HeldMail]) -> tuple[HeldMail, ...]:
    """Of each mailbox and question the mails that were asked for themselves; only where there is none, those that quote it."""
    every = list(found)
    original = {(one.mailbox, one.key) for one in every if not one.quoting}
    return tuple(one for one in every if not one.quoting or (one.mailbox, one.key) not in original)


def _subject(subject: str) -> str:
    return plain(REPLY.sub("", subject[:500]))
