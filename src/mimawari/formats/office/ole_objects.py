"""What is embedded in a compound file: packages (any file at all), other documents, links to objects elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.packages import ole10_native
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.vba.controls import is_control
from mimawari.formats.slices import read
from mimawari.model import BadEvidence, Blob, Embedded, External, Reason
from mimawari.trees.streams import Window, buffered

OBJECTS = 500
_HEAD = 64 << 10
_NATIVE, _LINK, _EQUATION = "\x01ole10native", "\x01ole", "equation native"
_WHOLE = ("package", "contents", "embeddedodf", "\x01opackage")
"""Streams that hold an embedded file as it is."""
_HARMLESS = ("", "picture", "text")
_ADDRESS = re.compile(rb"(?:h\0t\0t\0p\0(?:s\0)?|f\0t\0p\0|f\0i\0l\0e\0):\0/\0/\0(?:[\x21-\x7e]\0){3,2048}")
_SHARE = re.compile(rb"(?:\\\0){2}(?:[\x21-\x5b\x5d-\x7e]\0){1,255}\\\0(?:[\x20-\x7e]\0){1,1024}")


def read_objects(parts: OleParts, names: tuple[str, ...], budget: Budget, notes: Notes) -> Iterator[tuple[Embedded, Kept | None]]:
    """Each embedded file, with its content where it may carry something. What could not be taken is noted.

    Besides the kinds of :func:`~mimawari.formats.kinds.kind_of`: ``equation``, and ``link`` for a package without its file.
    """
    count = 0
    for name in names:
        folder, _, last = name.rpartition("/")
        if not _holds(parts, folder, last.casefold()):
            continue
        count += 1
        if count > OBJECTS:
            notes.add(Reason.TOO_LARGE, f"more than {OBJECTS} embedded objects")
            return
        try:
            yield _taken(parts, name, last.casefold(), budget, notes)
        except BadEvidence as bad:
            notes.of(bad, f"an embedded object ({name})")


def inner(blob: Blob, embedded: Embedded, content: Kept) -> Blob:
    """The embedded file as something to open."""
    return blob.inner(embedded.name or "object", content, by="ole")


def links(parts: OleParts, names: tuple[str, ...]) -> Iterator[External]:
    """Where linked objects lie (MS-OLEDS 2.3.3: the monikers of ``\\x01Ole``); they are fetched when the document is opened."""
    for name in names:
        if name.rpartition("/")[2].casefold() != _LINK or "/" not in name:
            continue
        try:
            data = parts.read(name, _HEAD)
        except BadEvidence:
            continue  # hundreds of honest ones are of twenty bytes; a link needs a whole one
        for found in (*_ADDRESS.finditer(data), *_SHARE.finditer(data)):
            yield External(form="oleObject", target=found.group().decode("utf-16-le"), automatic=True)


def _holds(parts: OleParts, folder: str, last: str) -> bool:
    if last in (_NATIVE, _EQUATION):
        return True
    return last in _WHOLE and not is_control(parts, folder, last)


def _taken(parts: OleParts, name: str, last: str, budget: Budget, notes: Notes) -> tuple[Embedded, Kept | None]:
    if last == _EQUATION:
        return Embedded(name=name, kind="equation", size=parts.size(name)), None
    head = parts.read(name, _HEAD)
    known, offset, size = _place(head, parts.size(name)) if last == _NATIVE else ("", 0, parts.size(name))
    if known and not size:
        return Embedded(name=known, kind="link"), None  # the package only names a file of the sender's disk
    if offset + size <= len(head):
        kept = Kept.of(head[offset : offset + size])
    else:
        kept = budget.keep(buffered(Window(parts.stream(name), offset, size, what=name)))
    for reason, detail in shortfalls(kept):
        notes.add(reason, f"an embedded object ({known or name}): {detail}")
    kind = kind_of(read(kept, ENOUGH))
    embedded = Embedded(name=known or name.rpartition("/")[0].rpartition("/")[2], kind=kind, size=kept.size)
    # A package's name says what runs it, whatever its bytes look like.
    return embedded, kept if known or kind not in _HARMLESS else None


def _place(head: bytes, size: int) -> tuple[str, int, int]:
    """The name of a package, and offset and size of its file in the stream."""
    package = ole10_native(head)
    if package is None:
        return "", min(4, size), max(0, size - 4)
    if len(head) == size:
        offset = head.rfind(package.data) if package.data else len(head)
        return package.name, offset, len(package.data)
    # The head ends in the midst of the file; its size stands before it.
    offset = len(head) - len(package.data)
    told = int.from_bytes(head[offset - 4 : offset], "little")
    return package.name, offset, min(told, size - offset)
