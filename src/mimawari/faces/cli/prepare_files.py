"""``prepare --out DIR``: the check as text, and the emergency sheet, in every language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mimawari import app
from mimawari.app import preparing
from mimawari.faces.cli.spoken import Refused
from mimawari.faces.documents.emergency import ROOMS, emergency
from mimawari.faces.documents.files import put
from mimawari.faces.documents.trouble import TOO_LONG_SHEET, NoPdf, Unwritable
from mimawari.faces.documents.web import html
from mimawari.faces.streams import note
from mimawari.faces.text import plain
from mimawari.faces.text.protections import protection_lines
from mimawari.model import LANGUAGES, Answers, Emergency

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)


def write(
    folder: Path, checks: Iterable[preparing.Prepared], answers: Answers, known: app.Knowledge, tongue: str, *, keeps_answers: bool
) -> tuple[Path, ...]:
    """Write all of it, or nothing; a PDF that cannot be made is said, and the page for a browser is there.

    Everything is readable by its owner only: it names people and accounts.
    """
    every, sheet = tuple(checks), preparing.sheet(answers, known, preparing.today())
    contents: dict[str, bytes] = {}
    for language in LANGUAGES:
        text = "".join(plain(protection_lines(one, known, language, len(one.gaps))) for one in every)
        contents[f"protections.{language}.txt"] = text.encode("utf-8", "backslashreplace")
        contents[f"emergency.{language}.html"] = html(
            emergency(preparing.sheet(answers, known, preparing.today()), language)
        ).encode()
    contents |= _on_paper(sheet, tongue)
    if keeps_answers:
        contents["answers.toml"] = preparing.answers_text(answers, tongue).encode()
    try:
        return put(folder, contents)
    except Unwritable as error:
        raise Refused(error.words, tongue) from error


def _on_paper(sheet: Emergency, tongue: str) -> dict[str, bytes]:
    try:
        return {f"emergency.{language}.pdf": on_one_sheet(sheet, language) for language in LANGUAGES}
    except NoPdf as none:
        note(f"mimawari: {none.words.say(tongue)}")
        return {}


def on_one_sheet(sheet: Emergency, language: str) -> bytes:
    """The sheet as PDF; long answers are cut until it is one page. Raises :class:`NoPdf`."""
    from mimawari.faces.documents.sheets import Sheets

    with Sheets(language, f"{sheet.today}T00:00:00Z") as sheets:
        for room in ROOMS:
            if (made := sheets.fitting(emergency(sheet, language, room), SIZES)) is not None:
                return made
    raise NoPdf(TOO_LONG_SHEET)
