"""What a file in a folder of mails is, by its content: a mail, one that Outlook or Apple Mail saved, a mailbox, or no mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence
from mimawari.trees.mailbox import header
from mimawari.trees.mailbox.boxes import Box, is_box
from mimawari.trees.streams import open_plain, size_of

HEAD = header.LOOK * 2
NAMED = ("eml", "emlx", "msg")
"""Extensions that say that a file is a mail."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{0,20}")
_COUNT = re.compile(rb"[ \t]{0,20}(\d{1,12})[ \t]{0,20}\r?\n")
_PROPERTIES, _STREAM = "__properties_version1.0".encode("utf-16-le"), "__substg1.0_".encode("utf-16-le")
_MESSAGE_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
_OTHERS = frozenset(
    {"js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "bat", "cmd", "com", "pif", "scr", "exe", "lnk", "url", "reg", "py"}
    | {"sh", "html", "htm", "xhtml", "mht", "mhtml", "doc", "docm", "dot", "dotm", "rtf", "xls", "xlsm", "xlsb", "ppt", "pptm"}
    | {"csv", "log", "xml", "json", "php", "md", "toml"}
)
"""Extensions by which a file is opened with something else than a mail program, whatever it begins with."""


class Form(StrEnum):
    """``ODD``: named as a mail but none that could be recognised. ``OTHER``: something else, a mailbox included."""

    MAIL = "mail"
    OUTLOOK = "outlook"
    APPLE = "apple"
    ODD = "odd"
    EMPTY = "empty"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file as a mail: where the mail lies in it and its Message-ID. ``is_cut``: it is to be longer than the file is.

    ``is_partial``: Apple Mail keeps its attachments in other files. ``is_box``: it is other, a mailbox of several mails.
    """

    form: Form
    start: int = 0
    end: int = 0
    message_id: str = ""
    is_cut: bool = False
    is_partial: bool = False
    is_box: bool = False


def extension(name: str) -> str:
    """The last extension in lower case, without the dot."""
    return name.rsplit(".", 1)[1].lower() if "." in name else ""


def is_box_file(path: Path) -> bool:
    """Whether the file at *path* is a mailbox; what cannot be read is none."""
    try:
        with open_plain(path) as stream:
            return is_box(stream)
    except BadEvidence:
        return False


def examine(path: Path, *, labelled: bool = False) -> MailFile:
    """What the file at *path* is; *labelled* as a mail by more than its name. Raises ``BadEvidence`` if it cannot be read."""
    with open_plain(path) as stream:
        size = size_of(stream)
        stream.seek(0)
        return _examined(stream, size, "mail.eml" if labelled else path.name)


def _examined(stream: BinaryIO, size: int, name: str) -> MailFile:
    head = stream.read(HEAD)
    ending = extension(name)
    if not size:
        return MailFile(Form.EMPTY)
    if head.startswith(_OLE):
        return MailFile(Form.OUTLOOK, 0, size) if _is_outlook(stream, head, ending) else _odd(size, ending)
    if ending in _OTHERS:
        return MailFile(Form.OTHER, 0, size)
    return _apple(head, size, name) or _plain(stream, head, size, ending) or _odd(size, ending)


def _odd(size: int, ending: str) -> MailFile:
    return MailFile(Form.ODD if ending in NAMED else Form.OTHER, 0, size)


def _is_outlook(stream: BinaryIO, head: bytes, ending: str) -> bool:
    """Whether the directory of a compound file (MS-CFB 2.6) names what only messages have (MS-OXMSG 2.2)."""
    if ending in ("msg", "oft"):
        return True
    shift = int.from_bytes(head[30:32], "little")
    if shift not in (9, 12):
        return False
    stream.seek((int.from_bytes(head[48:52], "little") + 1) << shift)
    directory = stream.read(4096)
    return directory[80:96] == _MESSAGE_CLASS or any(mark in part for mark in (_PROPERTIES, _STREAM) for part in (directory, head))


def _apple(head: bytes, size: int, name: str) -> MailFile | None:
    """Apple Mail's: a line with the length of the mail, the mail, a property list."""
    count = _COUNT.match(head)
    if count is None or not header.is_mail(head, count.end(), labelled=extension(name) == "emlx"):
        return None
    end = count.end() + int(count[1])
    identity = header.message_id(head[count.end() :])
    return MailFile(Form.APPLE, count.end(), min(end, size), identity, end > size, name.lower().endswith(".partial.emlx"))


def _plain(stream: BinaryIO, head: bytes, size: int, ending: str) -> MailFile | None:
    start = _LEADING.match(head).end()  # type: ignore[union-attr]  # it matches the empty string
    if header.is_mail(head, start, labelled=ending in ("eml", "msg")):
        if _goes_on(stream, head, size):
            return MailFile(Form.OTHER, 0, size, is_box=True)
        return MailFile(Form.MAIL, start, size, header.message_id(head[start:]))
    if not head.startswith((b"From ", b"\1\1\1\1"), start) or not is_box(stream):
        return None
    mails = Box(stream).mails()
    first = next(mails, None)
    if first is None or next(mails, None) is not None:
        return MailFile(Form.OTHER, 0, size, is_box=True)
    stream.seek(first.start)
    return MailFile(Form.MAIL, first.start, first.end, header.message_id(stream.read(HEAD)))


def _goes_on(stream: BinaryIO, head: bytes, size: int) -> bool:
    """Whether a file that begins with a header is a mailbox: of Becky!, or one whose first separator is lost."""
    return (size > len(head) or b"\nFrom " in head or b"\n.\r\n" in head or b"\n.\n" in head) and is_box(stream)
