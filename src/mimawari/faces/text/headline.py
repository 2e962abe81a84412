"""The verdict in one plain sentence, what must be said beside it, and the one thing to do first."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.text import counsel
from mimawari.faces.text.beside import beside
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.sentences import sentence
from mimawari.faces.text.us import beside as us_beside
from mimawari.faces.text.view import View, level_word
from mimawari.model import Level, Words

STYLE = {Level.INFECTED: Style.ALARM, Level.NO_SIGN: Style.HEAD}

_RESULT = Words(en="RESULT: {level}", ja="【判定】{level}")


def headline(view: View) -> Iterator[Line]:
    """The level, the sentence, and what comes first."""
    style = STYLE.get(view.verdict.level, Style.CARE)
    yield Line(result(view), style=style)
    yield Line()
    yield Line(sentence(view), style=style)
    yield from beside(view)
    yield from us_beside(view)
    yield Line(counsel.first(view), lead="→ ", style=Style.HEAD)


def result(view: View) -> str:
    """The level, alone."""
    return view.say(_RESULT, level=view.named("level", level_word(view.verdict, view.sources, bool(view.certain))))
