"""OpenDocument (ISO/IEC 26300): texts, where they lead, what is embedded. Its own macros are told as not read."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives.members import taken
from mimawari.formats.budget import Budget
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.office.decrypt import opened_with
from mimawari.formats.office.ooxml_parts import ZipParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.raw_parts import of_package, unlisted
from mimawari.formats.office.word_text import Text
from mimawari.formats.office.xml_events import Event, Kind, events
from mimawari.model import BadEvidence, Blob, Embedded, External, OfficeDocument, Reason

NAME = "odf"
_PREFIX = b"mimetypeapplication/vnd.oasis.opendocument."
_KINDS = ((b"text", "word"), (b"spreadsheet", "excel"), (b"presentation", "powerpoint"))
_PAGES = ("content.xml", "styles.xml")
_LINKS, _PARTS, _LONG = 2_000, 2_000, 4_096
# Folders of macros (part 3, 2.2 and LibreOffice's own), and elements by which something is fetched or run.
_MACROS = ("basic/", "scripts/")
_FETCHES = ("image", "object", "section-source", "dde-source", "table-source", "plugin")


def is_open_document(head: Head) -> bool:
    """A zip whose first member is ``mimetype``, stored as it is (part 2, 3.3)."""
    return head.start.startswith(b"PK\3\4") and head.start[30:].startswith(_PREFIX)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The document and what is embedded in it."""
    notes = Notes()
    with blob.content.open() as stream:
        parts = ZipParts(stream, notes)
        text, links, codes = Text(), list[External](), list[str]()
        for name in parts.names():
            if name.rsplit("/", 1)[-1].lower() in (*_PAGES, "manifest.xml"):
                _read(parts, name, notes, (text, links, codes))
        if any(name.lower().startswith(_MACROS) for name in parts.names()):
            notes.add(Reason.UNSUPPORTED, "macros of OpenDocument")
        closed = list(_closed(parts, notes))
        yield OfficeDocument(  # noqa: S604  # the shell is the container
            **blob.common,
            application=_application(blob),
            shell="odf",
            externals=tuple(dict.fromkeys(links)),
            fields=tuple(dict.fromkeys(codes)),
            objects=tuple(embedded for _, embedded in closed),
            parts=parts.names()[:_PARTS],
            text=str(text),
            opened_with=opened_with(blob),
        )
        for name, _ in closed:
            yield from taken(blob, budget, name, parts.flow(name), by=NAME)
        yield from of_package(blob, budget, parts, [name for name, _ in closed], by=NAME)
        yield from unlisted(blob, budget, stream, by=NAME)
    yield from notes.gaps(blob.origin)


def _application(blob: Blob) -> str:
    with blob.content.open() as stream:
        kind = stream.read(120)[30 + len(_PREFIX) :]
    return next((program for word, program in _KINDS if kind.startswith(word)), "")


def _read(parts: ZipParts, name: str, notes: Notes, into: tuple[Text, list[External], list[str]]) -> None:
    text, links, codes = into
    try:
        for event in events(parts.open(name), name):
            if event.kind is Kind.TEXT and not name.endswith("manifest.xml"):
                text.add(event.text)
            elif event.kind is Kind.END and event.name in ("p", "h"):
                text.add("\n")
            elif event.kind is Kind.START:
                _element(event, links, codes, notes)
    except BadEvidence as bad:
        notes.of(bad, "a page")


def _element(event: Event, links: list[External], codes: list[str], notes: Notes) -> None:
    told = event.attributes
    target = told.get("href", "")[:_LONG]
    if event.name == "encryption-data":
        notes.add(Reason.ENCRYPTED, "an encrypted document of OpenDocument")
    elif event.name.startswith("dde-") and told.get("dde-application") and len(codes) < _LINKS:
        codes.append(f"DDE {told['dde-application']} {told.get('dde-topic', '')} {told.get('dde-item', '')}"[:_LONG])
    elif event.name == "event-listener" and len(codes) < _LINKS:
        codes.append(f"event {told.get('event-name', '')} {target}"[:_LONG])
    elif "://" in target and len(links) < _LINKS:
        links.append(
            External(form="hyperlink" if event.name == "a" else event.name, target=target, automatic=event.name in _FETCHES)
        )


def _closed(parts: ZipParts, notes: Notes) -> Iterator[tuple[str, Embedded]]:
    """Parts that are neither pages nor pictures."""
    for name in parts.names():
        if name.lower().endswith((".xml", ".rdf")) or name == "mimetype" or name.lower().startswith(_MACROS):
            continue
        try:
            kind = kind_of(parts.read(name, ENOUGH))
        except BadEvidence as bad:
            notes.of(bad, name[:200])
            continue
        if kind not in ("", "text", "picture"):
            yield name, Embedded(name=name.rsplit("/", 1)[-1], kind=kind, size=parts.size(name))


FORMAT = Format(NAME, 90, is_open_document, opened)
