"""What of each mail helps to understand the others: whom it names, what it says, the passwords in it. Kept as digests."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import Any

from mimawari.formats.mail.sameness import MARKS, REPLY, plain_name
from mimawari.model import Message
from mimawari.model.mojibake import repaired

LINES, QUOTED, PEOPLE, REFERENCES, NAMED = 8, 80, 20, 6, 5
_TEXT, _LEAST = 32 << 10, 12


@dataclass(frozen=True, slots=True)
class Trail:
    """One mail. Numbers are digests of 64 bits: of addresses, Message-IDs, lines and subjects; 0 stands for none.

    ``order`` is its place in the mailbox, ``moment`` its date in seconds since 1970. ``lines`` are some lines that were written
    in it, ``quoted`` those that it quotes. ``alike`` is the same for mails that one sender wrote alike. ``firms`` are the domains
    of all people but for those where anybody has a mailbox. ``names`` are the people by name, the sender first: digest of the
    name and the address. ``is_loose``: it is marked as an answer or as passed on, and does not say of which mail, as stolen
    accounts write. ``passwords`` and addresses are not kept beyond the run.
    """

    path: tuple[str, ...]
    order: int
    moment: int | None
    sender: int
    domain: int
    people: tuple[int, ...]
    firms: tuple[int, ...]
    names: tuple[tuple[int, str], ...]
    receiver: str
    own: int
    references: tuple[int, ...]
    subject: int
    alike: int
    lines: tuple[int, ...]
    quoted: tuple[int, ...]
    passwords: tuple[str, ...]
    is_loose: bool = False


def packed(one: Trail) -> str:
    """A trail as text, to be put aside."""
    return json.dumps(astuple(one))


def unpacked(text: str) -> Trail:
    """The trail that :func:`packed` made text of."""
    return Trail(*map(_tuples, json.loads(text)))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def trail(message: Message, order: int, shared: frozenset[str] = frozenset()) -> Trail:
    """The trail of a mail that is the *order*-th of its mailbox. *shared* are domains where anybody has a mailbox."""
    author = message.author
    address, domain = (author.address, author.domain) if author else ("", "")
    written = message.written or ("" if message.quotes else message.text)
    return Trail(
        path=message.origin.path,
        order=order,
        moment=_moment(message.date),
        sender=number(address),
        domain=number(domain),
        people=tuple(number(person.address) for person in message.people[:PEOPLE]),
        firms=tuple(
            dict.fromkeys(number(one) for one in (domain, *(who.domain for who in message.people[:PEOPLE])) if one not in shared)
        ),
        names=_names(message),
        receiver=message.people[0].address if message.people else "",
        own=number(message.message_id),
        references=tuple(dict.fromkeys(number(one) for one in (message.in_reply_to, *message.references[-REFERENCES:]) if one)),
        subject=number(plain_subject(message.subject)),
        alike=_alike(address, written, message),
        lines=tuple(islice(sorted(_numbers(written)), LINES)),
        quoted=tuple(islice(_numbers(repaired(message.text)[len(message.written) :]), QUOTED)) if message.text != written else (),
        passwords=message.passwords,
        is_loose=bool(REPLY.match(message.subject[:500])) and not (message.in_reply_to or message.references),
    )


def number(text: str) -> int:
    """A digest of 64 bits, as SQLite can hold it; 0 for nothing."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True) if text else 0


def plain_subject(subject: str) -> str:
    """A subject without the marks of replies, in one width and case."""
    return " ".join(REPLY.sub("", unicodedata.normalize("NFKC", subject[:500])).lower().split())


def _names(message: Message) -> tuple[tuple[int, str], ...]:
    """The sender and the first receivers, as far as they have a name that is not just their address."""
    people = ([message.author] if message.author else []) + list(message.people[:NAMED])
    named = ((plain_name(who.name), who.address) for who in people if who.address)
    return tuple((number(name), address) for name, address in named if len(name) > 1 and "@" not in name)


def _moment(date: str) -> int | None:
    try:
        return int(datetime.fromisoformat(date).timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def _numbers(text: str) -> Iterator[int]:
    """Digests of the lines that say something, each once."""
    met: set[str] = set()
    for line in _plain_lines(text):
        if line not in met:
            met.add(line)
            yield number(line)


def _plain_lines(text: str) -> Iterable[str]:
    for line in text[:_TEXT].splitlines():
        plain = "".join(unicodedata.normalize("NFKC", MARKS.sub("", line)).lower().split())
        if len(plain) >= _LEAST:
            yield plain[:500]


def _alike(address: str, written: str, message: Message) -> int:
    """Of the sender, the beginning of what was written, and the kinds of what is attached; 0 where that says too little."""
    start = "".join(written[:300].split())
    kinds = ",".join(sorted(file.kind or file.name.rpartition(".")[2].lower() for file in message.files[:20]))
    return number(f"{address}\n{start}\n{kinds}") if address and (kinds or message.links) else 0
