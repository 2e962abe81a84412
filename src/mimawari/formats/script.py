"""A file that Windows runs as a script because of its name, whatever else it may be at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.glued import glued
from mimawari.formats.scripts.charsets import is_text
from mimawari.formats.scripts.languages import EXTENSIONS, kind
from mimawari.formats.scripts.reading import of_script, scripts, text_of
from mimawari.model import Blob


def recognises(head: Head) -> bool:
    """By the name: a batch file may begin with junk. What is mostly binary is none."""
    return head.extension in EXTENSIONS and is_text(head.start, 0.3)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """One script, or one a script element; and the archive that it carries behind its text."""
    text, gaps = text_of(blob)
    yield from of_script(gaps)
    extension = blob.name.rsplit(".", 1)[-1].lower()
    found = kind(extension, text)
    if found and text and not text.isspace():
        yield from scripts(blob, found, text)
    yield from glued(blob, budget, by="script")


FORMAT = Format("script", 125, recognises, opened)
