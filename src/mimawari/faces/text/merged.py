"""Many machines as one picture: the verdict on all of them, one row each, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.text.detail import hosts, used
from mimawari.faces.text.headline import headline
from mimawari.faces.text.line import Block, Line
from mimawari.faces.text.todo import todo
from mimawari.faces.text.unseen import unseen
from mimawari.faces.text.view import View
from mimawari.faces.text.why import why


def merged(view: View) -> Iterator[Block]:
    """The picture of many; of a single machine the usual page says more."""
    yield from headline(view)
    yield Line()
    yield from hosts(view)
    yield from why(view)
    yield from unseen(view)
    yield from todo(view)
    yield from used(view)
