"""What the traits of a mail weigh together, and from when on they are a lure.

The weights say how seldom a trait is among honest mail; their sums were tried on honest mails and on such as Emotet sent
(``tests/detectors/test_lures.py`` has the rates). Nothing is a lure without a thing to click on, or by what honest mail programs
at home do as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mimawari.detectors.marks.mail_bait import Bait, bait, some_document, some_link
from mimawari.detectors.marks.mail_people import bears, country, is_japanese, is_role, is_shared, tells, tells_other
from mimawari.detectors.marks.mail_sender import address_in_name, borrowed, doubled_quotes, is_for_others, is_signed
from mimawari.detectors.marks.mail_thread import hollow, is_mentioned, shared, stolen, stranger, subject_of, unthreaded
from mimawari.detectors.marks.mail_way import foreign_id, literal_helo, odd_zone, strange_id
from mimawari.knowledge import Knowledge
from mimawari.model import Mailbox, Message

ENOUGH, LEAST = 5, 3
"""What all of it, and what all but the bait must come to."""
_TELLING, _SURE, _SIGNED = 2, 4, 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A trait by name, what it weighs, and what it is of: ``sender``, ``thread``, ``way``, or ``beside`` (only adds to others)."""

    name: str
    weight: int
    side: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """The traits of a mail, the weightiest first, and what is to be clicked on. ``claimed``: the address that is the name's.

    ``is_signed``: its text tells the very address that it was sent from, as people's do and stolen texts do not: it needs more.
    ``is_threaded``: its header says which mail it answers: then one trait beside an ordinary file is too little.
    """

    marks: tuple[Mark, ...]
    bait: Bait | None
    claimed: str = ""
    is_signed: bool = False
    is_threaded: bool = False

    @property
    def is_lure(self) -> bool:
        """Whether honest mail hardly comes to it."""
        if self.bait is None:
            return False
        if self.is_threaded and len(self.marks) == 1 and self.bait.weight < _TELLING:
            return False
        told = sum(mark.weight for mark in self.marks)
        core = [mark.weight for mark in self.marks if mark.side in ("sender", "thread")]
        way = sum(mark.weight for mark in self.marks if mark.side == "way")
        enough = ENOUGH + (_SIGNED if self.is_signed else 0)
        if told < LEAST or told + self.bait.weight < enough:
            return False
        if max(core, default=0) >= _TELLING or way >= _SURE or (core and way >= LEAST):
            return True
        return sum(core) >= _TELLING and told + self.bait.weight > enough


def weigh(message: Message, known: Knowledge) -> Weighed:
    """All of it; nothing of a mail without a link or a file."""
    there = bait(message, known)
    if not (there or message.links or message.files or message.attachments):
        return Weighed((), None)
    other = address_in_name(message, known)
    name = None if other else borrowed(message, known)
    marks = [mark for mark in _marks(message, known, there, other, name.weight if name else 0) if mark.weight > 0]
    marks.sort(key=lambda mark: -mark.weight)
    of_sender = sum(mark.weight for mark in marks if mark.side == "sender")
    if there and there.by_name and message.is_threaded and of_sender < LEAST:
        # People call their files so as well: in an answer that says what it answers it tells nothing by itself.
        there = replace(there, weight=1)
    is_sure = of_sender >= LEAST and sum(mark.weight for mark in marks) >= _SURE
    if there is None and is_sure and not _may_be_private(message, marks, known):
        there = _weak_bait(message, marks[0].name == "doubled-quotes" and marks[0].weight >= _SURE, known)
    return Weighed(tuple(marks), there, other or (name.address if name else ""), is_signed(message), message.is_threaded)


def _may_be_private(message: Message, marks: list[Mark], known: Knowledge) -> bool:
    """Whether all that is odd is a known person's name before an unlike address: people write from their private mailbox, too.

    A task's mailbox (``info``) is no private one, where the other mails have the person always at another address.
    """
    post, author = message.correspondence, message.author
    if author and post and post.known_as and is_role(author.address.partition("@")[0], known):
        return False
    sender = {mark.name for mark in marks if mark.side == "sender"}
    others = sum(mark.weight for mark in marks if mark.side == "way" or mark.name == "shared-lure")
    return sender <= {"borrowed-name", "name-unlike-address"} and others < _TELLING


def _marks(message: Message, known: Knowledge, there: Bait | None, other: str, name: int) -> Iterator[Mark]:
    yield Mark("doubled-quotes", doubled_quotes(message, known), "sender")
    yield Mark("address-in-name", _of_other(message, other, known), "sender")
    yield Mark("borrowed-name", name, "sender")
    yield Mark("stolen-quote", stolen(message, known), "thread")
    yield Mark("shared-lure", 3 if shared(message) else 0, "thread")
    yield Mark("stranger-in-thread", stranger(message, known), "thread")
    yield Mark("unthreaded-reply", int(unthreaded(message)), "thread")
    yield Mark("hollow-subject", hollow(message), "thread")
    yield Mark("literal-helo", 2 if literal_helo(message) else 0, "way")
    yield Mark("odd-zone", odd_zone(message, known), "way")
    yield Mark("strange-message-id", _of_id(message, known), "way")
    yield Mark("foreign-message-id", int(foreign_id(message, known)), "beside")
    yield Mark("name-unlike-address", _unlike(message, there, known) if not other and not name else 0, "sender")


def _of_other(message: Message, other: str, known: Knowledge) -> int:
    """4; less where answers go there, and where a task's mailbox begins a conversation, as services that send bills do."""
    if not other or message.author is None:
        return 0
    if other in message.reply_to:
        return 3 if _answers(message) else 2
    return 3 if is_role(message.author.address.partition("@")[0], known) and not _answers(message) else 4


def _of_id(message: Message, known: Knowledge) -> int:
    """3; 2 where the header does not tell on which way it came."""
    return 0 if not strange_id(message, known) else 3 if message.received else 2


def _unlike(message: Message, there: Bait | None, known: Knowledge) -> int:
    """What it weighs that name and address do not fit; 1 more in an answer that neither its header nor its text shows to be one.

    2 before another's surname; 1 for a Japanese name in another country, and for a name in Latin letters of which the address
    tells nothing though it tells something: branches abroad and nicknames do so, too, with files called by number and date.
    """
    author = message.author
    if author is None or not author.name or message.bulk or is_for_others(message, known):
        return 0
    weight = 0 if bears(author.name, author.address, known) else _misfit(author, known)
    alone = (
        there is not None
        and not (there.by_name and there.is_daily)
        and bool(message.quotes)
        and unthreaded(message)
        and not is_mentioned(message, known)
    )
    return weight + 1 if weight and alone and not is_shared(author.domain, known) else weight


def _misfit(author: Mailbox, known: Knowledge) -> int:
    if is_japanese(author.name, known):
        if tells_other(author.address, known):
            return 2
        return int(country(author.domain, known) not in ("", "jp"))
    return int(author.name.isascii() and len(author.name.split()) >= 2 and tells(author.address.partition("@")[0], known))


def _weak_bait(message: Message, in_any_mail: bool, known: Knowledge) -> Bait | None:
    """For a mail whose sender is certainly false: in an answer a document of a harmless kind, or any link.

    *in_any_mail*: a document will do in a mail that is no answer, too.
    """
    answers = _answers(message)
    if (answers or in_any_mail) and (document := some_document(message)):
        return Bait(document, 1)
    link = some_link(message, known) if answers else ""
    return Bait(link, 1, is_file=False) if link else None


def _answers(message: Message) -> bool:
    _, answers, onward = subject_of(message)
    return answers or onward or bool(message.quotes) or message.is_threaded
