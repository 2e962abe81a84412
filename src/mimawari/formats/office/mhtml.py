"""Office documents as a web archive (MIME HTML): text in HTML, macros and objects as ActiveMime beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.office.decrypt import opened_with
from mimawari.formats.office.fields import Fields
from mimawari.formats.office.mime_parts import MimePart, mime_parts
from mimawari.formats.office.office_html import read_office_html
from mimawari.formats.office.ooxml_properties import Told
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.pictures import is_picture, picture
from mimawari.formats.office.shell import Shell, take
from mimawari.formats.office.word_text import TEXT, Text
from mimawari.formats.slices import read
from mimawari.formats.text import opened as read_text
from mimawari.model import Blob, External, OfficeDocument, Reason

NAME = "mhtml"
_MOST, _PICTURES, _HTML = 48 << 20, 40, 8 << 20
_NAMES = ("mht", "mhtml", "doc", "dot", "docm", "xls", "xlt", "rtf", "ppt")
_MIME = re.compile(rb"mime-version\s{0,20}:|content-type\s{0,20}:\s{0,20}multipart/related", re.IGNORECASE)
_OFFICE = re.compile(
    rb"schemas-microsoft-com:office|\.mso\b|QWN0aXZlTWlt|progid[^>]{0,40}(?:word|excel|powerpoint)|microsoft (?:word|excel)",
    re.IGNORECASE,
)
_MAIL = re.compile(rb"^(?:received|return-path|message-id|delivered-to|to)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_PROGRAMS = ((b"office:word", "word"), (b"office:excel", "excel"), (b"office:powerpoint", "powerpoint"))
_ACTIVE = re.compile(rb"<script|vbscript:|javascript:|<object|<hta:|<embed", re.IGNORECASE)


def recognises(head: Head) -> bool:
    """A MIME header near the beginning, and in sight something of Office; for a document's name, an archive of pages is enough.

    A mail is none, unless it bears a document's name.
    """
    lower = head.start.lower()  # finding fixed words is many times faster than the expressions, and mostly they are absent
    if b"mime-version" not in lower and b"multipart/related" not in lower:
        return False
    if not _MIME.search(head.start) or (head.extension not in _NAMES and _MAIL.search(head.start)):
        return False
    if _OFFICE.search(head.start) or _OFFICE.search(head.end):
        return True
    return head.extension in _NAMES and b"multipart/related" in lower


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The document, and what is embedded in it."""
    notes = Notes()
    if blob.content.size > _MOST:
        notes.add(Reason.TOO_LARGE, f"a web archive of more than {_MOST >> 20} MiB, the rest was not read")
    shell, fields, text, told = Shell(notes, budget), Fields(notes), Text(), Told()
    links: list[External] = []
    names: list[str] = []
    program, rest = "", None
    for part in mime_parts(read(blob.content, _MOST), notes):
        names.append(part.name)
        if part.kind.startswith("text/") or part.name.lower().endswith((".htm", ".html")):
            program = program or next((name for mark, name in _PROGRAMS if mark in part.data), "")
            links += read_office_html(_text(part, notes), fields, text, told)
        if _is_source(part):
            rest = blob.inner(part.name, Kept.of(part.data), by=NAME)
        else:
            _sort(part, shell)
    if shell.vba and text.is_cut:
        notes.add(Reason.TOO_LARGE, f"a document with macros, of which only {TEXT} characters of text were read")
    yield OfficeDocument(  # noqa: S604  # the shell is the container
        **blob.common,
        application=program,
        shell="mhtml",
        properties=told.properties,
        vba=shell.vba,
        controls=tuple(shell.controls),
        pictures=tuple(shell.pictures),
        externals=tuple(dict.fromkeys((*links, *fields.links))),
        fields=tuple(dict.fromkeys(fields.codes)),
        objects=tuple(shell.objects),
        parts=tuple(names),
        text=str(text),
        opened_with=opened_with(blob),
    )
    for name, content in shell.closed:
        yield blob.inner(name, content, by=NAME)
    if rest:
        yield from read_text(rest, budget)
    yield from notes.gaps(blob.origin)


def _is_source(part: MimePart) -> bool:
    """Whether it is a program that only speaks of web archives, which would be opened as one again and again."""
    return part.is_rest and kind_of(part.data[:ENOUGH]) == "script"


def _text(part: MimePart, notes: Notes) -> str:
    if len(part.data) > _HTML:
        notes.add(Reason.TOO_LARGE, f"a page of more than {_HTML >> 20} MiB")
    data = part.data[:_HTML]
    for encoding in ("utf-8", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _sort(part: MimePart, shell: Shell) -> None:
    """What is more than a page: pictures are hashed; macros, objects, files and pages with a program in them are opened."""
    kind = kind_of(part.data[:ENOUGH])
    if is_picture(part.data):
        found = picture(part.name, part.data) if len(shell.pictures) < _PICTURES else None
        shell.pictures += [found] if found else []
    elif part.data[:10] == b"ActiveMime" or kind not in ("", "text", "html", "picture"):
        take(shell, part.name, part.data)
    elif kind == "html" and _ACTIVE.search(part.data):
        take(shell, part.name or "page.htm", part.data)


FORMAT = Format(NAME, 100, recognises, opened)
