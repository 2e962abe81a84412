"""Whether a mail answers a conversation that its sender had no part in.

Sources: Palo Alto Unit 42, header samples (``Re:``, ``Re: Re:``, ``RE: `` alone, ``Fwd:`` and the recipient's address); JPCERT/CC,
alerts on Emotet (a real mail is quoted below a short text); RFC 5322 3.6.4: an answer names in In-Reply-To what it answers.
"""

from __future__ import annotations

import re
import unicodedata

from mimawari.detectors.marks.mail_people import PEOPLE, QUOTES, addresses, house, is_own, is_same_name, is_shared, plain
from mimawari.detectors.marks.mail_sender import is_for_others
from mimawari.knowledge import Knowledge
from mimawari.model import Message

_ANSWER = re.compile(
    r"^\s*(?:re|aw|sv|vs|antw|odp|ynt|res|rif|r|答复|回复|回覆|返信|답장|отв)\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s?[:：]",
    re.IGNORECASE,
)
# What gateways and lists write before it: [EXT], 【社外】, ***SPAM***.
_TAGS = re.compile(
    r"^\s*(?:\[[^\[\]]{1,40}\]|【[^【】]{1,40}】|\*{1,5}[A-Z ]{1,20}\*{1,5}:?|\s){1,5}(?=\s*[A-Za-z転返]{1,8}\s?[:：\[])"
)
_ONWARD = re.compile(r"^\s*(?:fwd?|wg|tr|enc|rv|i|doorst|vl|转发|轉寄|転送|전달|пересл)\s?(?:\[\d{1,3}\])?\s?[:：]", re.IGNORECASE)


def subject_of(message: Message) -> tuple[str, bool, bool]:
    """The subject without what marks answers, whether it is marked as an answer, whether as passed on."""
    rest, answers, onward = _TAGS.sub("", unicodedata.normalize("NFKC", message.subject[:500])), False, False
    for _ in range(20):
        answer, on = _ANSWER.match(rest), _ONWARD.match(rest)
        found = answer or on
        if found is None:
            break
        answers, onward = answers or bool(answer), onward or bool(on)
        rest = rest[found.end() :]
    return plain(rest), answers, onward


def unthreaded(message: Message) -> bool:
    """Whether it is marked as an answer and does not say to what. Many programs pass on mails (``Fwd:``) so: these do not count."""
    _, answers, _ = subject_of(message)
    return answers and not message.is_threaded


def hollow(message: Message) -> int:
    """What it weighs that nothing follows ``Re:`` (1), or only the address of who got it (2); else 0."""
    rest, answers, onward = subject_of(message)
    if not (answers or onward):
        return 0
    if not rest:
        return 0 if message.is_threaded else 1
    told = addresses(rest)
    return 2 if told and rest == told[0] and any(person.address == rest for person in message.people) else 0


def stranger(message: Message, known: Knowledge) -> int:
    """What it weighs that the sender is none of those between whom the quoted mails went, by address, firm or name.

    2 where their addresses are told, 1 where only their names are. A quote that names its sender only tells nothing.
    """
    author = message.author
    if author is None or message.bulk or is_for_others(message, known):
        return 0
    people = [person for quote in message.quotes[:QUOTES] if len(quote.people) >= 2 for person in quote.people[:PEOPLE]]
    told = [person for person in people if person.address]
    if len(people) < 2 or is_mentioned(message, known):
        return 0
    if any(person.name and author.name and is_same_name(person.name, author.name) for person in people):
        return 0
    if any(is_own(author.address, person.address, known) for person in told):
        return 0
    return 2 if len(told) >= 2 else 1 if author.name and not told else 0


def stolen(message: Message, known: Knowledge) -> int:
    """What it weighs that it quotes what was sent from this mailbox, and its sender had no part in that.

    4; 2 where it says which mail it answers, as a colleague does to whom it was passed on.
    """
    post, author = message.correspondence, message.author
    if post is None or author is None or not post.quoted or not post.ours or post.sender_in_thread:
        return 0
    if is_for_others(message, known) or message.bulk or is_mentioned(message, known):
        return 0
    people = [person.address for quote in message.quotes[:QUOTES] for person in quote.people[:PEOPLE] if person.address]
    if any(is_own(author.address, address, known) for address in people):
        return 0
    return 2 if message.is_threaded else 4


def shared(message: Message) -> int:
    """How many of one conversation got the same mail each by itself, from somebody who had no part in it; 0 below two."""
    post = message.correspondence
    if post is None or post.sender_in_thread or message.bulk or not post.quoted:
        return 0
    return post.threaded if post.threaded >= 2 and len(post.receivers) >= 2 else 0


def is_mentioned(message: Message, known: Knowledge) -> bool:
    """Whether the text names the sender's firm or address anywhere."""
    author = message.author
    if author is None or not author.domain:
        return False
    wanted = author.address if is_shared(author.domain, known) else house(author.domain, known)
    return wanted in message.text[: 256 << 10].lower()
