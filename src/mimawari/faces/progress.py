"""How far a run is and how long it may still take, on stderr, where somebody is looking."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO

from mimawari.faces.safe import shown
from mimawari.faces.streams import forget
from mimawari.faces.wrap import shortened
from mimawari.model import Words

_START = Words(en="Looking ...", ja="調べています…")
_STEP = Words(en="{done} of {known} done{left}: {which}", ja="{known}件中{done}件が終わりました{left}：{which}")
_LEFT = Words(en=", about {time} left", ja="（残り約{time}）")
_SECONDS, _MINUTES = Words(en="{n} s", ja="{n}秒"), Words(en="{n} min", ja="{n}分")
_CLEAR = "\r\x1b[K"


class Progress:
    """Called with the pieces done, the pieces known so far and the last one; writes only to a terminal."""

    def __init__(self, language: str, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._language = language
        self._on = self._stream.isatty()
        self._since = time.monotonic()
        self._put(_START.say(language))

    def __call__(self, done: int, known: int, which: str) -> None:
        """Show it, in place of what was shown before."""
        facts = {"done": done, "known": known, "which": shown(which, 120), "left": self._left(done, known)}
        self._put(_STEP.say(self._language).format(**facts))

    def _left(self, done: int, known: int) -> str:
        """The time that is left if the rest goes on like what is done."""
        if not done or done >= known:
            return ""
        seconds = round((time.monotonic() - self._since) / done * (known - done))
        words, number = (_MINUTES, (seconds + 59) // 60) if seconds >= 90 else (_SECONDS, max(1, seconds))
        return _LEFT.say(self._language).format(time=words.say(self._language).format(n=number))

    def clear(self) -> None:
        """Take away what is shown, before something else is written."""
        self._put("")

    def _put(self, text: str) -> None:
        if not self._on:
            return
        columns = shutil.get_terminal_size().columns - 1
        try:
            self._stream.write(_CLEAR + shortened(text, columns))
            self._stream.flush()
        except BrokenPipeError:
            forget(self._stream)
