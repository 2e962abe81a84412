"""What a source of mails tells: for each mail a blob or a gap, under the path by which a person finds it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, Blob, Gap, Looked, Origin, Reason
from mimawari.sources import Evidence, Seen, Survey
from mimawari.sources.mail import names
from mimawari.sources.mail.files import HEAD, Form, MailFile, examine, extension
from mimawari.sources.mail.listing import Fault, as_stored
from mimawari.sources.mail.stretch import Stretch
from mimawari.trees.mailbox import header
from mimawari.trees.mailbox.boxes import GONE, Box, Lying
from mimawari.trees.streams import open_plain

LARGEST = 256 << 20
"""The most bytes of one mail that is looked at wholly."""
FIRST = 1 << 20
"""How many bytes of a larger one are."""
NAME, MAIL, OUTLOOK = "mail.eml", "message/rfc822", "application/vnd.ms-outlook"
LOOKED = (Looked("content", 0), Looked("message", 0))
"""That mails were looked for, even if there are none."""


def path_of(folder: str, place: str, message_id: str) -> tuple[str, ...]:
    """The way to a mail below its source."""
    return (folder, place, message_id) if message_id else (folder, place)


def faults(evidence: Evidence, itself: Survey, found: Iterable[Fault]) -> Iterator[Gap]:
    """A gap for each thing that is not looked at."""
    for one in sorted(found):
        way = [names.readable(part) for part in (*one.folder.split("/"), one.name)]
        yield Gap(itself.origin(evidence, *filter(None, way)), one.reason, "message", one.detail)


def _in_box(evidence: Evidence, itself: Survey, folder: str, path: Path, stream: BinaryIO, mail: Lying) -> Iterator[Blob | Gap]:
    """A mail of a mailbox file that is open as *stream*."""
    stream.seek(mail.start)
    identity = "" if mail.is_torn else header.message_id(stream.read(min(HEAD, mail.end - mail.start)))
    origin = itself.origin(evidence, *path_of(folder, str(mail.place), identity))
    if mail.is_torn:
        yield Gap(origin, Reason.CORRUPT, "message", "a mailbox that begins in the middle of a mail")
    else:
        yield from _blob(origin, NAME, Stretch(path, mail.start, mail.end), MAIL)


def _blob(origin: Origin, name: str, content: Stretch, media_type: str) -> Iterator[Blob | Gap]:
    """A mail; of a very large one, besides the gap, its header and its beginning, which tell who wrote it and what it says."""
    if content.size > LARGEST:
        yield Gap(origin, Reason.TOO_LARGE, "message", f"a mail of more than {LARGEST >> 20} MiB")
        if media_type == OUTLOOK:
            return
        content = Stretch(content.path, content.start, min(content.end, content.start + FIRST))
    yield Blob(origin, name, content, media_type)


def unread(origin: Origin, bad: BadEvidence) -> Gap:
    """That a file could not be read: who may not, and what is gone, the reason says."""
    if bad.detail == GONE:
        return Gap(origin, bad.reason, "message", GONE)
    return Gap(origin, bad.reason, "message", "" if bad.reason in (Reason.DENIED, Reason.MISSING) else "the file cannot be read")


def lost(origin: Origin) -> Gap:
    """That there are less mails, or files of mails, than there were when they were counted."""
    return Gap(origin, Reason.MISSING, "message", "mails were moved or deleted during the check")


def gone(evidence: Evidence, itself: Survey, shown: str, place: str) -> Gap:
    """That the mail at *place* of the folder that is called *shown* is not there any more."""
    return Gap(itself.origin(evidence, shown, place), Reason.MISSING, "message")


def in_file(
    evidence: Evidence, itself: Survey, folder: str, path: Path, *, labelled: bool = False, place: str = ""
) -> Iterator[Seen]:
    """A file by itself: a mail, which is sure where it is *labelled* by its place, or whatever else it turns out to be.

    *place*: what it was called before, if it was told under another name already.
    """
    place = place or names.readable(path.name)
    plain = itself.origin(evidence, folder, place)
    try:
        found = examine(path, labelled=labelled)
    except BadEvidence as bad:
        yield unread(plain, bad)
        return
    if found.form is Form.EMPTY:
        yield Gap(plain, Reason.MISSING, "message", "the file is empty")
        return
    if found.form is Form.OTHER and found.is_box:
        yield from boxed(evidence, itself, _below(folder, place), path)
        return
    origin = itself.origin(evidence, *path_of(folder, place, found.message_id))
    yield from _incomplete(origin, found)
    # The names of a Maildir end as it happens, in ".com" too.
    name = NAME if labelled else place
    yield from _blob(origin, name, Stretch(path, found.start, found.end), _media_type(found, name))


def _below(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"


def boxed(evidence: Evidence, itself: Survey, folder: str, path: Path, at: int = 0, until: int | None = None) -> Iterator[Seen]:
    """The mails of a mailbox file that begin from *at* on and before *until*; *folder* is what people call it.

    A gap follows where it has become shorter since those were found: so programs clean up mailboxes.
    """
    behind = at
    try:
        with open_plain(path) as stream:
            box = Box(stream)
            for mail in box.mails(at, until):
                behind = mail.end
                for seen in _in_box(evidence, itself, folder, path, stream, mail):
                    yield seen
                    if isinstance(seen, Blob) and box.names_files(mail):
                        yield Gap(seen.origin, Reason.MISSING, "message", "an attachment that lies elsewhere")
            if (at and at >= box.size) or (until or 0) > box.size:
                raise BadEvidence(Reason.CORRUPT, GONE)
    except BadEvidence as bad:
        yield unread(itself.origin(evidence, folder, str(behind)), bad)


def in_box_of(evidence: Evidence, itself: Survey, shown: str, top: Path, place: str) -> Iterator[Seen]:
    """The mail at *place* of the mailbox file that is called *shown* below *top*; a gap if it is gone."""
    path = top / as_stored(top, shown)
    if place.isdecimal() and path.is_file():
        yield from boxed(evidence, itself, shown, path, int(place), int(place) + 1)
    else:
        yield gone(evidence, itself, shown, place)


def _media_type(found: MailFile, name: str) -> str:
    if found.form is Form.OUTLOOK:
        return OUTLOOK
    return MAIL if found.form in (Form.MAIL, Form.APPLE) or extension(name) == "eml" else ""


def _incomplete(origin: Origin, found: MailFile) -> Iterator[Gap]:
    if found.is_cut:
        yield Gap(origin, Reason.CORRUPT, "message", "a mail that is shorter than its file says")
    if found.is_partial:
        yield Gap(origin, Reason.MISSING, "message", "a mail whose attachments Apple Mail keeps in other files")
