"""Compound files: the documents of Office 97 to 2003, and whatever else is embedded in one (MS-CFB)."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside, load
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.office.compound import SIGNATURE
from mimawari.formats.office.decrypt import NAME as ENCRYPTED
from mimawari.formats.office.decrypt import decrypted, is_encrypted_package, opened_with
from mimawari.formats.office.ole_document import MAINS, artifact, is_encrypted, read_document
from mimawari.formats.office.ole_objects import inner, read_objects
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.raw_parts import of_compound
from mimawari.formats.padding import filling, unseen
from mimawari.model import BadEvidence, Blob, Embedded, Gap, Raw, Reason

NAME = "ole"
_NESTED = 100
"""So many documents inside the document are read."""
_MESSAGE = "__properties_version1.0"
_INSTALLER = bytes.fromhex("100c0000000000c000000000000046")
"""The root's class id but for its first byte: {000C1082-...}, {000C1084-...}, {000C1086-...} of packages, patches, transforms."""


def recognises(head: Head) -> bool:
    """Any compound file; messages, installers and encrypted packages are left to their own formats when it is opened."""
    return head.start.startswith(SIGNATURE)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The document, the documents in it, and the files embedded in them."""
    notes = Notes()
    parts = OleParts(blob.content, notes)
    if other := _other_format(parts):
        yield from _left_to(other, blob)
        yield from of_compound(blob, budget, parts, by=NAME)
        return
    origin, end = opened_with(blob), parts.end
    if is_encrypted(parts):
        parts, origin, plain = _decrypted(blob, parts, budget, notes)
        if plain and budget.is_watched:
            yield Raw(blob.inner(blob.name, plain, by=f"office-{origin}-encrypted"))
    filled = filling(blob.content, end, budget.check)
    if filled.fault:
        notes.of(filled.fault, "the end of the file")
    top = max(filled.total, blob.content.size - end), origin
    nested = _nested(parts, notes)
    yield from _document(parts, _own(parts.names(), nested), blob, budget, notes, top=top)
    yield from unseen(blob.origin, blob.content.size, end, filled, "document")
    for folder in nested:
        budget.check()
        below = parts.below(folder)
        place = blob.inner(folder, blob.content, by=NAME)
        deeper = tuple(other[len(folder) + 1 :] for other in nested if other.startswith(f"{folder}/"))
        yield from _document(below, _own(below.names(), deeper), place, budget, notes)
    yield from of_compound(blob, budget, parts, by=NAME)
    yield from notes.gaps(blob.origin)


def _other_format(parts: OleParts) -> str:
    """The format that opens this compound file instead; empty where it is this one."""
    if is_encrypted_package(parts.names()):
        return ENCRYPTED
    if parts.has(_MESSAGE):
        return "msg"
    return "msi" if parts.clsid[1:] == _INSTALLER else ""


def _left_to(other: str, blob: Blob) -> Iterator[Gap]:
    """Nothing, where the *other* format recognises it by its first and last bytes; else nobody looks into it."""
    one = load().get(other)
    if one is None or not one.recognises(Head.of(blob)):
        yield Gap(blob.origin, Reason.UNSUPPORTED, "content", f"a compound file of the kind {other} that is not recognised as one")


def _decrypted(blob: Blob, parts: OleParts, budget: Budget, notes: Notes) -> tuple[OleParts, str, Kept | None]:
    """The document with its streams readable; as it is where no password fits: the macros are never encrypted."""
    try:
        content, origin = decrypted(blob, budget)
        for reason, detail in shortfalls(content):
            notes.add(reason, detail)
        return OleParts(content, notes), origin, content
    except BadEvidence as bad:
        notes.add(bad.reason, bad.detail or "encrypted")
        return parts, "", None


def _document(
    parts: OleParts, names: tuple[str, ...], blob: Blob, budget: Budget, notes: Notes, *, top: tuple[int, str] | None = None
) -> Iterator[Inside]:
    """*top*: padding and origin of the password; None for a document in the document."""
    found = read_document(parts, names, notes, locked=is_encrypted(parts), nested=top is None)
    objects = list(read_objects(parts, names, budget, notes))
    objects += [
        (Embedded(name=f"object {number}", kind="ole", size=len(data)), Kept.of(data)) for number, data in enumerate(found.stored)
    ]
    listed = tuple(embedded for embedded, _ in objects)
    padding, origin = top or (0, "")
    yield artifact(parts, names, found, notes, **blob.common, objects=listed, padding=padding, opened_with=origin)
    while objects:
        embedded, content = objects.pop(0)
        if content is not None:
            yield inner(blob, embedded, content)


def _nested(parts: OleParts, notes: Notes) -> tuple[str, ...]:
    """The storages that hold a document of their own: an embedded table, text or presentation."""
    found: dict[str, None] = {}
    for name in parts.names():
        folder, _, last = name.rpartition("/")
        if folder and last.casefold() in MAINS:
            found[folder] = None
    if len(found) > _NESTED:
        notes.add(Reason.TOO_LARGE, f"more than {_NESTED} documents in the document")
    return tuple(found)[:_NESTED]


def _own(names: tuple[str, ...], nested: tuple[str, ...]) -> tuple[str, ...]:
    """The streams that are not those of a document inside."""
    return tuple(name for name in names if not name.startswith(tuple(f"{folder}/" for folder in nested)))


FORMAT = Format(NAME, 100, recognises, opened)
