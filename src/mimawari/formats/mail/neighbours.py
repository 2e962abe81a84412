"""The passwords that mails attached to a mail name: in a thread that was passed on, another mail holds the archive.

Only the outermost mail asks, before anything in it is opened; what it finds goes down to all that it holds. Texts are read
again when those mails are opened; nothing is reported from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from mimawari.formats.kept import Kept
from mimawari.formats.mail import outlook
from mimawari.formats.mail.leaves import data_of, name_of
from mimawari.formats.mail.outlook import Outlook, Storage
from mimawari.formats.mail.parts import Part, structure
from mimawari.formats.mail.texts import TEXT, page_of, texts
from mimawari.formats.passwords import candidates
from mimawari.formats.scripts.charsets import decoded
from mimawari.formats.web_page import shown
from mimawari.model import BadEvidence, Blob, Content
from mimawari.model.mojibake import repaired

DEPTH, MAILS, NOTES, PASSWORDS = 3, 50, 20, 60
"""How deep mails may lie in each other, how many of a depth and attached notes are read, how many passwords are kept."""
_LETTER, _OUTLOOK, _NOTE, _ROOM = 512 << 10, 8 << 20, 64 << 10, 16 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAILS = ("message/rfc822", "message/global", "application/vnd.ms-outlook")


class _Thread:
    """What is attached, one depth after the other: mails that wait, and the texts of those that were read."""

    def __init__(self) -> None:
        self.passwords: dict[str, None] = {}
        self.waiting: list[Kept] = []
        self.notes = 0
        self._room = _ROOM

    def hears(self, text: str) -> None:
        self.passwords |= dict.fromkeys(candidates(repaired(text)))

    def room(self, most: int) -> int:
        """How many bytes of one more mail may be read; 0: none."""
        return min(most, self._room) if len(self.waiting) < MAILS else 0

    def meets(self, data: bytes) -> None:
        self._room -= len(data)
        self.waiting.append(Kept.of(data))


def of_mail(blob: Blob, leaves: Iterable[Part]) -> tuple[str, ...]:
    """What the mails and notes among the *leaves* of a mail name; nothing for a mail that lies in another."""
    return _asked(blob, lambda thread: _take_leaves(thread, blob.content, leaves))


def of_outlook(blob: Blob, file: Outlook) -> tuple[str, ...]:
    """The same for a message of Outlook and all that lie in it."""
    return _asked(blob, lambda thread: _take_outlook(thread, file, is_told=True))


def _asked(blob: Blob, first: Callable[[_Thread], None]) -> tuple[str, ...]:
    if blob.within[-1:] in (("message",), ("msg",)):
        # It was attached to a mail, which has asked already.
        return ()
    thread = _Thread()
    _try(first, thread)
    for _ in range(DEPTH):
        mails, thread.waiting = thread.waiting, []
        for one in mails:
            _try(partial(_take, content=one), thread)
    return tuple(thread.passwords)[:PASSWORDS]


def _try(take: Callable[[_Thread], None], thread: _Thread) -> None:
    """What cannot be read is told when that mail itself is opened."""
    with suppress(BadEvidence):
        take(thread)


def _take(thread: _Thread, content: Content) -> None:
    with content.open() as stream:
        if stream.read(len(_OLE)) == _OLE:
            stream.seek(0)
            _take_outlook(thread, Outlook(stream))
            return
    found = structure(content)
    plain, pages, _ = texts(content, found.leaves)
    thread.hears(f"{found.headers.text('subject')}\n{plain}\n{pages}")
    _take_leaves(thread, content, found.leaves)


def _take_leaves(thread: _Thread, content: Content, leaves: Iterable[Part]) -> None:
    for part in leaves:
        name = name_of(part).lower()
        is_outlook = name.endswith(".msg")
        if part.media_type in _MAILS or is_outlook or name.endswith(".eml"):
            if most := thread.room(_OUTLOOK if is_outlook else _LETTER):
                thread.meets(data_of(content, part, most))
        elif part.media_type == "text/plain" and part.headers.file_name and thread.notes < NOTES:
            thread.notes += 1
            thread.hears(decoded(data_of(content, part, _NOTE), part.headers.parameter("charset")))


def _take_outlook(thread: _Thread, file: Outlook, is_told: bool = False) -> None:
    """*is_told*: who asks has read the text of the first message."""
    for number, message in enumerate(_messages(file)):
        if number or not is_told:
            page = page_of(message)
            text = shown(page, TEXT)[0] if page else ""
            thread.hears(f"{message.text(outlook.SUBJECT)}\n{message.text(outlook.BODY)}\n{text}")
        for one in file.attachments(message):
            name = (one.text(outlook.LONG_NAME) or one.text(outlook.SHORT_NAME)).lower()
            most = thread.room(_OUTLOOK)
            if most and not one.is_object and name.endswith((".msg", ".eml")):
                thread.meets(one.data(outlook.DATA, most))


def _messages(file: Outlook) -> Iterator[Storage]:
    """The message of the file and those in it, a depth after the other."""
    depth = [file.storage((), outlook.TOP)]
    count = 0
    for _ in range(DEPTH + 1):
        deeper: list[Storage] = []
        for message in depth:
            count += 1
            if count > MAILS:
                return
            yield message
            inner = (one for one in file.attachments(message) if one.is_object)
            deeper += [file.storage(one.streams[outlook.DATA][1], outlook.EMBEDDED, one.code_page) for one in inner]
        depth = deeper
