"""Office documents as one XML file: WordprocessingML 2003, SpreadsheetML 2003, and the flat form of an OOXML package.

Sources: Office 2003 XML Reference Schemas (``w:binData`` holds ActiveMime: macros, embedded objects); MS-DOCX "Flat OPC"
(``pkg:package``: parts as XML or as ``pkg:binaryData``).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kinds import kind_of
from mimawari.formats.office.decrypt import opened_with
from mimawari.formats.office.ooxml_properties import Told
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.pictures import is_picture, picture
from mimawari.formats.office.shell import Shell, take
from mimawari.formats.office.word_text import TEXT, Page, new_page, read_page
from mimawari.formats.office.xml_events import Event, Kind, events
from mimawari.model import BadEvidence, Blob, External, OfficeDocument, Reason

NAME = "word-xml"
_DATA, _ALL = 32 << 20, 64 << 20
_PICTURES, _THINGS = 40, 500

# The namespaces and the processing instruction by which Office knows its own.
_MARKS = (
    b"http://schemas.microsoft.com/office/word/2003/wordml", b"urn:schemas-microsoft-com:office:spreadsheet",
    b"http://schemas.microsoft.com/office/2006/xmlpackage", b"mso-application",
)  # fmt: skip
_PROGRAM = re.compile(rb'progid\s*=\s*["\'](Word|Excel|PowerPoint|Visio)\.', re.IGNORECASE)
_WORD = (b"/word/2003/wordml", b"wordprocessingml")
_EXCEL = (b"office:spreadsheet", b"spreadsheetml")


def recognises(head: Head) -> bool:
    """XML with a namespace of Office's single-file forms near its beginning, in UTF-8 or UTF-16."""
    if not head.start.lstrip(b"\0\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return False
    start = head.start.replace(b"\0", b"")
    return any(mark in start for mark in _MARKS)


@dataclass(slots=True)
class _Reading:
    """What is open while the file is read: the text of ``data`` is base64, of the element ``within``."""

    page: Page
    shell: Shell
    told: Told = field(default_factory=Told)
    externals: list[External] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    name: str = ""
    data: list[str] | None = None
    size: int = 0
    total: int = 0
    text: str = ""


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The document, and what is embedded in it."""
    notes = Notes()
    reading = _Reading(new_page(notes), Shell(notes, budget))
    with blob.content.open() as stream:
        program = _program(stream.read(8 << 10).replace(b"\0", b""))
        stream.seek(0)
        try:
            read_page(_watched(events(stream, "the document"), reading), reading.page)
        except BadEvidence as bad:
            notes.of(bad, "the document")
            reading.page.fields.finish()
    shell = reading.shell
    if shell.vba and reading.page.text.is_cut:
        notes.add(Reason.TOO_LARGE, f"a document with macros, of which only {TEXT} characters of text were read")
    yield _document(blob, program, reading)
    for name, content in shell.closed:
        yield blob.inner(name, content, by=NAME)
    yield from notes.gaps(blob.origin)


def _program(start: bytes) -> str:
    if found := _PROGRAM.search(start):
        return found[1].decode().lower()
    if any(mark in start for mark in _WORD):
        return "word"
    return "excel" if any(mark in start for mark in _EXCEL) else ""


def _document(blob: Blob, program: str, reading: _Reading) -> OfficeDocument:
    page, shell = reading.page, reading.shell
    return OfficeDocument(  # noqa: S604  # the shell is the container
        **blob.common,
        application=program,
        shell="xml",
        properties=reading.told.properties,
        vba=shell.vba,
        controls=tuple(shell.controls),
        pictures=tuple(shell.pictures),
        externals=tuple(dict.fromkeys((*reading.externals, *page.fields.links))),
        fields=tuple(dict.fromkeys(page.fields.codes)),
        objects=tuple(shell.objects),
        parts=tuple(reading.names),
        text=str(page.text),
        opened_with=opened_with(blob),
    )


def _watched(given: Iterator[Event], reading: _Reading) -> Iterator[Event]:
    """*given* without the binary data, which is taken out of it on the way."""
    for event in given:
        if event.kind is Kind.START:
            _start(event, reading)
        elif event.kind is Kind.TEXT:
            _text(event, reading)
        else:
            _end(event, reading)
        if reading.data is None:
            yield _as_page(event)


def _as_page(event: Event) -> Event:
    """SpreadsheetML's cells are texts too."""
    return event._replace(name="t") if event.name == "Data" else event


def _start(event: Event, reading: _Reading) -> None:
    reading.text = ""
    told = event.attributes
    if "|" in told.get("Formula", "") and len(reading.page.fields.codes) < _THINGS:
        reading.page.fields.codes.append(told["Formula"].lstrip("=")[:4096])
    if event.name in ("binData", "binaryData"):
        reading.data, reading.size = [], 0
        reading.name = told.get("name", "") or reading.name
        _name(reading)
    elif event.name == "part":
        reading.name = told.get("name", "")[:400]
    elif event.name == "Relationship" and told.get("TargetMode", "").lower() == "external":
        form = told.get("Type", "").rpartition("/")[2]
        _external(reading, form, told.get("Target", ""), automatic=form in _FETCHED)
    elif event.name == "attachedTemplate":
        _external(reading, "attachedTemplate", told.get("val", ""), automatic=True)
    elif event.name in ("hlink", "Cell") and (told.get("dest") or told.get("HRef")):
        _external(reading, "hyperlink", told.get("dest") or told.get("HRef") or "", automatic=False)
    elif event.name == "imagedata" and "://" in told.get("src", "").replace("wordml://", ""):
        _external(reading, "image", told["src"], automatic=True)


_FETCHED = ("attachedTemplate", "oleObject", "frame", "image", "subDocument", "aFChunk")


def _external(reading: _Reading, form: str, target: str, *, automatic: bool) -> None:
    if target and len(reading.externals) < 4 * _THINGS:
        reading.externals.append(External(form=form, target=target[:4096], automatic=automatic))


def _name(reading: _Reading) -> None:
    if len(reading.names) < 2_000:
        reading.names.append(reading.name)


def _text(event: Event, reading: _Reading) -> None:
    if reading.data is None:
        reading.text += event.text[: max(0, 4_096 - len(reading.text))]
        return
    reading.size += len(event.text)
    reading.total += len(event.text)
    if reading.size <= _DATA and reading.total <= _ALL:
        reading.data.append(event.text)
    else:
        reading.shell.notes.add(Reason.TOO_LARGE, f"embedded data of more than {_DATA >> 20} MiB")


def _end(event: Event, reading: _Reading) -> None:
    if reading.data is not None and event.name in ("binData", "binaryData"):
        data, reading.data = _decoded("".join(reading.data)), None
        _taken(data, reading)
    elif reading.data is None and reading.text:
        reading.told.take(event.name, reading.text)
    reading.text = ""


def _taken(data: bytes, reading: _Reading) -> None:
    shell = reading.shell
    name = reading.name.replace("\\", "/").rsplit("/", 1)[-1]
    if is_picture(data):
        found = picture(name, data) if len(shell.pictures) < _PICTURES else None
        shell.pictures += [found] if found else []
    elif kind_of(data[:4096]) != "picture":
        take(shell, name, data)


def _decoded(text: str) -> bytes:
    """Base64 as Office reads it: with line breaks, and without padding where it was cut off."""
    raw = re.sub(rb"[^A-Za-z0-9+/]", b"", text.encode("ascii", "ignore"))
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return base64.b64decode(raw[: len(raw) // 4 * 4])


FORMAT = Format(NAME, 100, recognises, opened)
