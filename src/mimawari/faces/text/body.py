"""The middle of a page: why, what to do now, what was not looked at, in the order in which they help most."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.text.line import Line
from mimawari.faces.text.mails import shut
from mimawari.faces.text.todo import todo
from mimawari.faces.text.unseen import unseen
from mimawari.faces.text.view import View
from mimawari.faces.text.why import why
from mimawari.model import Level


def body(view: View, told: str = "") -> Iterator[Line]:
    """Why, then what to do; where nothing could be told, what stands in the way comes before what to do about it.

    Gaps of the word *told* stand elsewhere.
    """
    yield from why(view)
    if view.verdict.level is Level.UNDETERMINED:
        yield from shut(view)
        yield from unseen(view, told=told)
        yield from todo(view)
    else:
        yield from todo(view)
        yield from unseen(view, told=told)
