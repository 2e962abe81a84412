"""Many machines as one picture: the verdict on all of them, one row each, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.text.body import body
from mimawari.faces.text.detail import hosts, used
from mimawari.faces.text.headline import headline
from mimawari.faces.text.line import Block, Line
from mimawari.faces.text.view import View
from mimawari.faces.text.why import evidence


def merged(view: View) -> Iterator[Block]:
    """The picture of many; of a single machine the usual page says more."""
    yield from headline(view)
    yield Line()
    yield from hosts(view)
    yield from body(view)
    if view.verdict.because:
        yield Line()
        yield from evidence(view)
    yield from used(view)
