"""Writing to streams that may not take every character, or whose reader may have gone."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from mimawari.model import Words

_SAMPLE = {"ja": "感染の兆候", "en": "no sign"}

# Windows' Japanese code page has other code points for the first four, which look the same; the others have ASCII forms.
_TWINS = {"\u301c": "\uff5e", "\u2014": "\u2015", "\u2016": "\u2225", "\u2212": "\uff0d", "\u2192": "->", "\u2026": "..."}


def settle(language: str) -> None:
    """Make stdout and stderr take whatever is written: their own encoding where it can hold *language*, else UTF-8.

    A program started without them, as services are, writes to nowhere.
    """
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    codecs.register_error("mimawari", _replace)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding=_fit(stream.encoding, language), errors="mimawari")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  # stays open as long as the program


def _fit(encoding: str, language: str) -> str:
    try:
        _SAMPLE[language].encode(encoding)
    except UnicodeEncodeError:
        return "utf-8"
    return encoding


def _replace(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_twin(c, error.encoding) for c in error.object[error.start : error.end]), error.end


def _twin(char: str, encoding: str) -> str:
    twin = _TWINS.get(char, "")
    try:
        twin.encode(encoding)
    except UnicodeEncodeError:
        twin = ""
    return twin or char.encode("ascii", "backslashreplace").decode("ascii")


class Unwritten(Exception):
    """Output could not be written; says ``why``."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


def put(text: str, stream: TextIO | None = None) -> None:
    """Write *text* and a line end to stdout, or to *stream*. A reader that has gone is no error: the verdict stands.

    Raises :class:`Unwritten` where it cannot be written for another reason (a full disk).
    """
    stream = stream or sys.stdout
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        forget(stream)
    except OSError as error:
        from mimawari.model.os_words import cause

        forget(stream)
        raise Unwritten(cause(error)) from error


def forget(stream: TextIO) -> None:
    """Let everything further that is written to *stream* go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def note(text: str) -> None:
    """Write a line to stderr, if it takes one."""
    with suppress(Unwritten):
        put(text, sys.stderr)
