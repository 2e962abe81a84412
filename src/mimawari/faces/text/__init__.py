"""A report for people: the verdict first, then why, what to do, what was not looked at, and the detail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari import app
from mimawari.faces.text.body import body
from mimawari.faces.text.detail import detail
from mimawari.faces.text.headline import headline
from mimawari.faces.text.held import held
from mimawari.faces.text.line import Block, Line, Style, Table
from mimawari.faces.text.render import plain, show
from mimawari.faces.text.us import section as us
from mimawari.faces.text.view import View
from mimawari.model import Report

__all__ = ["Block", "Line", "Style", "Table", "View", "page", "plain", "show"]


def page(report: Report, known: app.Knowledge, language: str, pictures: Iterable[str] = ()) -> Iterator[Block]:
    """The whole page on *report*; *pictures*, drawn in letters, stand below the answer that they are of."""
    view = View(report, known, language)
    yield from headline(view)
    yield from held(view)
    yield from us(view)
    for picture in pictures:
        yield from (Line(lead=row) for row in ("", *picture.splitlines()))
    yield from body(view)
    yield from detail(view)
