"""The middle of a page: why, what to do now, what was not looked at, in the order in which they help most."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.text.line import Line
from mimawari.faces.text.todo import todo
from mimawari.faces.text.unseen import unseen
from mimawari.faces.text.view import View
from mimawari.faces.text.why import why
from mimawari.model import Level


def body(view: View) -> Iterator[Line]:
    """Why, then what to do; where nothing could be told, what stands in the way comes before what to do about it."""
    yield from why(view)
    parts = (unseen, todo) if view.verdict.level is Level.UNDETERMINED else (todo, unseen)
    for part in parts:
        yield from part(view)
