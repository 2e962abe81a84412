"""``winmail.dat`` ([MS-OXTNEF]): the attachments that Outlook packs so when it sends rich text."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.slices import Slice, read
from mimawari.model import BadEvidence, Blob, Content, Gap, Reason

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTES = 20_000
_FILES = 500
_PROPERTIES = 256 << 10
_LEVEL_MESSAGE, _LEVEL_ATTACHMENT = 1, 2
# Attributes (2.1.3.3): a new attachment begins, its title, its content, its properties.
_RENDER, _TITLE, _DATA, _PROPS = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
# Properties ([MS-OXPROPS]): PidTagAttachLongFilename, PidTagAttachFilename, PidTagAttachDataObject.
_LONG_NAME, _SHORT_NAME, _OBJECT = 0x3707, 0x3704, 0x3701


@dataclass(slots=True)
class _File:
    name: str = ""
    at: int = 0
    size: int = 0
    is_object: bool = False


def recognises(head: Head) -> bool:
    """By the signature."""
    return head.start.startswith(_SIGNATURE)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """The attachments. What is embedded as an object (a mail, an OLE object) is a gap."""
    files: list[_File] = []
    try:
        for attribute in _attributes(blob.content):
            _take(files, blob.content, *attribute)
    except BadEvidence as bad:
        yield Gap(blob.origin, bad.reason, "content", bad.detail)
    for number, one in enumerate(files[:_FILES], 1):
        name = one.name or f"attachment {number}"
        if one.is_object:
            yield Gap(blob.origin.at(*blob.origin.path, name), Reason.UNSUPPORTED, "content", "an object embedded in winmail.dat")
        if one.size:
            yield blob.inner(name, Slice(blob.content, one.at, one.size), by="tnef")
    if len(files) > _FILES:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {_FILES} attachments in winmail.dat")


def _attributes(content: Content) -> Iterator[tuple[int, int, int]]:
    """Id, place and length of each attribute (2.1.3.1). Raises ``BadEvidence`` where they are cut off."""
    at = 6
    for _ in range(_ATTRIBUTES):
        if at >= content.size:
            return
        head = read(content, 9, at)
        if len(head) < 9 or head[0] not in (_LEVEL_MESSAGE, _LEVEL_ATTACHMENT):
            raise BadEvidence(Reason.CORRUPT, "winmail.dat is damaged")
        identity, length = struct.unpack_from("<II", head, 1)
        there = min(length, content.size - at - 9)
        yield identity, at + 9, there
        if there < length:
            raise BadEvidence(Reason.CORRUPT, "winmail.dat ends early")
        at += 9 + length + 2
    raise BadEvidence(Reason.TOO_LARGE, f"more than {_ATTRIBUTES} attributes in winmail.dat")


def _take(files: list[_File], content: Content, identity: int, at: int, length: int) -> None:
    if identity == _RENDER:
        files.append(_File())
    if not files or identity not in (_TITLE, _DATA, _PROPS):
        return
    one = files[-1]
    if identity == _TITLE:
        one.name = one.name or _text(read(content, min(length, 1024), at))
    elif identity == _DATA:
        one.at, one.size = at, length
    else:
        _take_properties(one, read(content, min(length, _PROPERTIES), at))


def _text(raw: bytes) -> str:
    raw = raw.split(b"\0", 1)[0]
    try:
        return raw.decode("cp932")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _take_properties(one: _File, data: bytes) -> None:
    """The long name of the attachment, and whether it is an object (2.1.3.4). What is cut off is left out."""
    long = _names(data, _LONG_NAME) or _names(data, _SHORT_NAME)
    one.name = long or one.name
    one.is_object = _OBJECT_MARK in data


_OBJECT_MARK = struct.pack("<HH", 0x000D, _OBJECT)


def _names(data: bytes, identity: int) -> str:
    """A text property: its type (0x1E ANSI, 0x1F UTF-16) and id, the count 1, the length, the text."""
    for kind in (0x001F, 0x001E):
        at = data.find(struct.pack("<HHI", kind, identity, 1))
        if at >= 0 and at + 12 <= len(data):
            length = min(struct.unpack_from("<I", data, at + 8)[0], 2048)
            raw = data[at + 12 : at + 12 + length]
            return raw.decode("utf-16-le", "replace").split("\0", 1)[0] if kind == 0x001F else _text(raw)
    return ""


FORMAT = Format("tnef", 100, recognises, opened)
