"""Questions of a wizard: on a terminal, or answered line by line from stdin. Questions go to stderr, for stdout is data."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mimawari import app
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import own, shown
from mimawari.faces.streams import note
from mimawari.model import Words

TRIES, LONGEST = 3, 20_000
"""How often a terminal is asked again after an answer that cannot be, and the characters of an answer that are read."""

_DEFAULT = Words(en="  (Enter alone: {default})", ja="  （Enterキーだけの場合：{default}）")
_EMPTY = Words(en="  (Enter alone: leave it out)", ja="  （Enterキーだけの場合：空のまま）")
_BAD = Words(en="{what}", ja="{what}")
_YES = frozenset({"y", "yes", "はい", "h", "ok"})


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks in a language; with *takes_defaults* it asks nothing, as if every answer were Enter alone."""

    tongue: str
    takes_defaults: bool = False

    def text(self, words: Words, default: str = "") -> str:
        """One answer as it stands."""
        return self._answer(words, default) or default

    def checked(self, words: Words, check: Callable[[str], str], default: str = "") -> str:
        """One answer in the form that *check* gives it; a terminal is asked again, anybody else refused."""
        for tried in range(TRIES):
            answer = self._answer(words, default)
            try:
                return check(answer) if answer else default
            except app.firm.Wrong as wrong:
                self._again(wrong, tried)
        return default

    def _again(self, wrong: app.firm.Wrong, tried: int) -> None:
        """Say what is wrong, where it is asked again; refuse it where not."""
        if tried == TRIES - 1 or not _is_terminal():
            raise refused(_BAD, self.tongue, what=wrong.words.say(self.tongue)) from wrong
        note(shown(wrong.words.say(self.tongue)))

    def each(self, words: Words, check: Callable[[str], str], default: Iterable[str] = (), spaced: bool = True) -> tuple[str, ...]:
        """Answers in a row, each in the form that *check* gives it; a terminal is asked again, anybody else refused.

        *spaced*: a space parts them too, as it does not in names.
        """
        usual = tuple(default)
        for tried in range(TRIES):
            answer = self._answer(words, ", ".join(usual))
            if not answer:
                return usual
            try:
                return tuple(dict.fromkeys(check(part) for part in _parts(answer, spaced)))
            except app.firm.Wrong as wrong:
                self._again(wrong, tried)
        return usual

    def agrees(self, words: Words) -> bool:
        """Yes or no; no where nobody answers."""
        return _narrow(self._answer(words, "", is_bare=True)).casefold() in _YES

    def _answer(self, words: Words, default: str, is_bare: bool = False) -> str:
        if self.takes_defaults:
            return ""
        note(words.say(self.tongue))
        if not is_bare:
            note((_DEFAULT if default else _EMPTY).fill({"default": own(default)}).say(self.tongue))
        line = sys.stdin.readline(LONGEST) if sys.stdin else ""
        return line.strip()


def _narrow(text: str) -> str:
    """Letters that a Japanese keyboard gives in full width, as programs take them."""
    return unicodedata.normalize("NFKC", text)


def _parts(answer: str, spaced: bool) -> list[str]:
    """Answers in a row are parted by commas, Japanese ones too."""
    return [part.strip() for part in re.split(r"[\s,、;]" if spaced else "[,、;]", _narrow(answer)) if part.strip()]


def _is_terminal() -> bool:
    return bool(sys.stdin and sys.stdin.isatty())
