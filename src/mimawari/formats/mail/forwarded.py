"""A mail in whose text another one was passed on: what the lines above that one say, and nothing of the forwarder's own way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mimawari.formats.mail.moments import moment
from mimawari.formats.mail.quotes import Piece, pieces, quoted
from mimawari.model import Firm, Message, Origin, Quote
from mimawari.model.mojibake import repaired

NOTE = 1500
"""The most characters that somebody writes above what he passes on."""
_TAGS = r"^\s{0,3}(?:\[[^\[\]]{1,40}\]\s{0,3}){0,3}"
_PASSED_ON = re.compile(rf"{_TAGS}\[?(?:fwd?|転送|wg|tr|rv|enc|i|vs)\s{{0,2}}(?:\[\d{{1,3}}\])?[:：]", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"forwarded|転送|weitergeleitet|transf|reenviado|encaminhada|inoltrato|转发|轉寄|전달된|пересылаем", re.IGNORECASE
)
_HEAD = 2000


@dataclass(frozen=True, slots=True)
class Passed:
    """The mail that was passed on: its heading, its text and all that it quotes in its turn."""

    quote: Quote
    text: str

    def message(self, origin: Origin, name: str, size: int, within: tuple[str, ...]) -> Message:
        """As far as it can be told: who, to whom, when, what about. It has no header of its own, and so no way and no results."""
        sender = self.quote.sender
        return Message(
            origin=origin,
            name=name,
            size=size,
            within=within,
            subject=self.quote.subject,
            sender=str(sender) if sender else "",
            author=sender,
            people=self.quote.people[1:] if sender and self.quote.people[:1] == (sender,) else self.quote.people,
            date=moment(self.quote.date),
            quotes=quoted(self.text)[1],
        )


def passed_on(message: Message, firm: Firm, delivered: Iterable[str] = ()) -> Passed | None:
    """What was passed on to the firm in the text of a mail; None where the mail itself is what is meant.

    Stolen threads are sent with ``Fwd:`` as well. So it has to be a mail to the firm (*delivered* are more addresses that it went
    to), marked as passed on, with a whole heading right below what somebody wrote; without a firm it has to say in so many words
    that a forwarded mail follows. Where both may be so, it is taken for passed on: then nothing is made of a header that may be a
    forwarder's own.
    """
    if not _PASSED_ON.match(unicodedata.normalize("NFKC", message.subject[:200])):
        return None
    reached = [*(one.address for one in message.people), *(hop.recipient for hop in message.received), *delivered]
    if firm.domains and not any(firm.owns(one) for one in reached if "@" in one):
        return None
    text = repaired(message.text)
    found = pieces(text)
    if not found or not _has_heading(found[0]) or len(message.written) > NOTE:
        return None
    if not firm.domains and not _SAYS_SO.search(found[0].heading[:_HEAD]):
        return None
    return _of(found)


def pasted(text: str) -> Passed:
    """The mail that somebody copied into a file: with the lines of its heading where they are at its top."""
    plain = repaired(text)
    found = pieces(plain)
    if found and _has_heading(found[0]) and not quoted(plain)[0].strip():
        return _of(found)
    return Passed(Quote(), plain)


def _of(found: tuple[Piece, ...]) -> Passed:
    first = found[0]
    return Passed(first.quote or Quote(), "\n".join((first.text, *(f"{one.heading}\n{one.text}" for one in found[1:]))))


def _has_heading(piece: Piece) -> bool:
    """Whether its lines name a sender and one thing more, as a forwarded mail's do and the line above an answer does not."""
    quote = piece.quote
    if quote is None or quote.sender is None:
        return False
    others = [one for one in quote.people if one != quote.sender]
    return bool(quote.subject or others or (quote.date and _SAYS_SO.search(piece.heading[:_HEAD])))
