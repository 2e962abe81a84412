"""The properties of an OOXML document. Sources: ECMA-376 part 2, 11 (core) and part 1, 22.2 (extended)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from mimawari.formats.office.ooxml_parts import ZipParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.xml_events import Kind, events
from mimawari.model import BadEvidence, Properties

_LONG, _TITLES = 4_096, 500

# The element and the field that it fills; a leading + means a whole number, @ a time.
_NAMES = {
    "title": "title", "subject": "subject", "creator": "author", "lastModifiedBy": "last_saved_by", "keywords": "keywords",
    "description": "comments", "category": "category", "revision": "+revision", "created": "@created", "modified": "@saved",
    "Template": "template", "Application": "application", "Company": "company", "Manager": "manager",
    "TotalTime": "+edit_minutes", "Words": "+words",
    # WordprocessingML 2003 and SpreadsheetML 2003 (urn:schemas-microsoft-com:office:office).
    "Title": "title", "Subject": "subject", "Author": "author", "LastAuthor": "last_saved_by", "Keywords": "keywords",
    "Description": "comments", "Category": "category", "Revision": "+revision", "Created": "@created", "LastSaved": "@saved",
}  # fmt: skip


def number(text: str) -> int | None:
    """A whole number of at most 15 digits."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


def moment(text: str) -> str:
    """A W3CDTF time as ISO 8601 UTC to the second; empty if it is none."""
    try:
        told = datetime.fromisoformat(text.strip()[:40])
        told = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return told.strftime("%Y-%m-%dT%H:%M:%SZ")


class Told:
    """Collects properties element by element."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {}
        self._titles: list[str] = []

    def take(self, name: str, text: str) -> None:
        """The text of one element."""
        field = _NAMES.get(name, "")
        if field.startswith("+"):
            self._found[field[1:]] = number(text)
        elif field.startswith("@"):
            self._found[field[1:]] = moment(text)
        elif field:
            self._found[field] = text.strip()[:_LONG]

    def title(self, text: str) -> None:
        """One of the titles of parts."""
        if len(self._titles) < _TITLES:
            self._titles.append(text.strip()[:_LONG])

    @property
    def properties(self) -> Properties:
        """All that was told."""
        known = {one.name for one in fields(Properties)}
        return Properties(title_parts=tuple(self._titles), **{k: v for k, v in self._found.items() if k in known})


def read_properties(parts: ZipParts, names: list[str], notes: Notes) -> Properties:
    """From the parts *names* (core and extended properties); what cannot be read is noted."""
    told = Told()
    for name in names:
        try:
            for element, text, inside in _texts(parts, name):
                if inside == "TitlesOfParts":
                    told.title(text)
                else:
                    told.take(element, text)
        except BadEvidence as bad:
            notes.of(bad, "properties")
    return told.properties


def _texts(parts: ZipParts, name: str) -> Iterator[tuple[str, str, str]]:
    """Each element that has a text: its name, its text, and the child of the root that it lies in."""
    path: list[str] = []
    text: list[str] = []
    length = 0
    for event in events(parts.open(name), name):
        if event.kind is Kind.TEXT:
            length += len(event.text)
            text += [event.text] if length <= _LONG else []
        elif event.kind is Kind.START:
            path.append(event.name)
            text, length = [], 0
        else:
            if text:
                yield event.name, "".join(text), path[1] if len(path) > 2 else ""
            path.pop()
            text, length = [], 0
