"""Any text that nothing else knows. Most texts hold nothing; some are scripts without the name, or cells that start a program."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.glued import glued
from mimawari.formats.log_text import is_log
from mimawari.formats.scripts.charsets import is_text
from mimawari.formats.scripts.languages import kind
from mimawari.formats.scripts.reading import of_script, pieces, scripts, text_of
from mimawari.model import Blob, Gap, OfficeDocument, Reason

LOG = "a log, whose entries are not evaluated"
"""The detail of the gap that a log is."""
_FIELDS, _HEADER = 1000, 256
# application|topic!item behind one of the signs that make a formula of a cell; LibreOffice writes DDE("application";"topic";...).
_DDE = re.compile(
    r"[=+\-@](?:.{0,500}?(?:[\w.)'\\]\s?\|'[^']{0,4000}'!|\bDDE\s?\()|[^\s|]{1,500}\|[^\s|!']{1,200}![\w'])",
    re.IGNORECASE,
)


def recognises(head: Head) -> bool:
    """Hardly any control characters at the beginning and at the end; a binary header before much text makes it no text."""
    return is_text(head.start[:_HEADER]) and is_text(head.start) and is_text(head.end.lstrip(b"\0"), 0.3)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """Scripts, or a sheet of cells with commands; nothing of a text that is neither.

    Who gives a log by itself asks what happened: that is not looked at here, and must not pass for an answer.
    """
    text, gaps = text_of(blob)
    extension = blob.name.rsplit(".", 1)[-1].lower() if "." in blob.name else ""
    found = kind(extension, text)
    yield from of_script(gaps) if found else gaps
    if found and text and not text.isspace():
        yield from scripts(blob, found, text)
    fields = commands(text)
    if not blob.within and is_log(text, extension):
        yield Gap(blob.origin, Reason.UNSUPPORTED, "content", LOG)
    if fields:
        yield OfficeDocument(**blob.common, application="excel", shell="text", fields=fields)  # noqa: S604  # of a document
    yield from glued(blob, budget, by="text")


def commands(text: str) -> tuple[str, ...]:
    """The cells that call another program when Excel opens the text (DDE: ``=cmd|'/c ...'!A0``), the first thousand."""
    found = (cell for piece in pieces(text) for line in _likely(piece) for cell in _commands(line))
    return tuple(islice(dict.fromkeys(islice(found, _FIELDS)), _FIELDS))


def _likely(piece: str) -> Iterator[str]:
    """The lines of a piece of a text in which such a cell may be."""
    if ("|" not in piece or "!" not in piece) and "DDE(" not in piece.upper():
        return
    for line in piece.splitlines():
        if ("|" in line and "!" in line) or ("(" in line and "DDE" in line.upper()):
            yield line[: 32 << 10]


def _commands(line: str) -> list[str]:
    """Those of a line: whatever sign parts its cells, the first that makes sense is the one."""
    parts = [sign for sign in "\t,;" if sign in line] or [","]
    rows = ([cell.strip() for cell in _row(line, sign)] for sign in parts)
    return next(filter(None, ([cell for cell in row if _DDE.match(cell)] for row in rows)), [])


def _row(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


FORMAT = Format("text", 950, recognises, opened, last_resort=True)
