"""Reads a text and tells the scripts in it: shared by the format that goes by the name and the one that goes by the content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mimawari.formats.scripts.blocks import MOST, blocks
from mimawari.formats.scripts.charsets import decoded, is_text
from mimawari.formats.scripts.encoded import decoded as unscrambled
from mimawari.formats.scripts.encoded import is_encoded
from mimawari.formats.scripts.languages import Kind
from mimawari.model import Blob, Gap, Reason, Script

TEXT = 1 << 20
"""The most characters of a script that are looked at at once; longer texts are looked at piece by piece."""
MOST_TEXT, MOST_SCRIPT = 16 << 20, 4 << 20
"""The most characters of one text, and of one that is a script: its detectors need some seconds a million."""
REST = "text-rest"
"""What the gap of a long text wants that is no script: nothing runs it."""
_LAP = 64 << 10
"""So many characters of a script stand in two pieces: what belongs together is seen together."""
_LINE = 32 << 10
_READ = 64 << 20
_PIECE = 1 << 20
# Padding: a run of blanks or of one character says nothing, however long it is.
# Possessive, so that a run of megabytes costs no memory; looked at from its first character only, so that many cost no time.
_BLANK = re.compile(r"(?<![ \t\r\n\f\v\0\u3000\xa0])[ \t\r\n\f\v\0\u3000\xa0]{200,}+")
_PADDING = re.compile(rb"(?<![ \t\r\n])[ \t\r\n]{400,}+|(?<![ \t\r\n]\0)(?:[ \t\r\n]\0){200,}+|(?<!\0)\0{400,}+")
_LONG, _SAMPLED, _OFTEN, _CHARACTERS = 1000, 101, 50, 64
"""A run of one character is padding from so many on; every so many-th character tells which ones to look for."""


def text_of(blob: Blob, label: str = "") -> tuple[str, list[Gap]]:
    """The text of *blob*, up to :data:`MOST_TEXT` characters with its padding taken out, and what was not read of it.

    The gap of a rest that was not read wants :data:`REST`.
    """
    gaps: list[Gap] = []
    with blob.content.open() as stream:
        data = stream.read(2 * TEXT + 4)
        if blob.content.size > len(data):
            data = _packed(data + stream.read(_READ - len(data)))
    text = _shortened(decoded(data, label))
    if len(text) > MOST_TEXT or blob.content.size > _READ:
        shown = min(len(text), MOST_TEXT)
        gaps.append(Gap(blob.origin, Reason.TOO_LARGE, REST, f"only the first {shown} characters of the text were read"))
    if not is_text(data[: 2 * TEXT], 0.3):
        gaps.append(Gap(blob.origin, Reason.UNSUPPORTED, "content", "a text with much binary data in it"))
    return text[:MOST_TEXT], gaps


def of_script(gaps: Iterable[Gap]) -> Iterator[Gap]:
    """*gaps* of a text that is a script: what was not read of it might have run."""
    return (replace(gap, wanted="content") if gap.wanted == REST else gap for gap in gaps)


def pieces(text: str) -> Iterator[str]:
    """*text* by pieces of at most :data:`TEXT` characters, which end with a line where lines are not very long."""
    at = 0
    while at < len(text) or not at:
        end = at + TEXT
        line = text.rfind("\n", end - _LINE, end) if end < len(text) else -1
        end = end if line < 0 else line + 1
        yield text[at:end]
        at = end


def scripts(blob: Blob, kind: Kind, text: str) -> Iterator[Script | Gap]:
    """The script that *text* is or, if it has script elements, each of them by itself."""
    plain, whole = unscrambled(text[:TEXT]) if is_encoded(text) else (text, True)
    if not whole:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "an encoded script without its end")
    found = list(blocks(plain, kind.language)) if kind.blocks else []
    if not found:
        yield from _by_pieces(blob, kind, plain)
    for number, (language, inside) in enumerate(found, 1):
        yield script(blob, f"script {number}", language, kind.host, inside)
    if len(found) == MOST:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {MOST} scripts in one file")
    if any(len(inside) > TEXT for _, inside in found) or (plain is not text and len(text) > TEXT):
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"only the first {TEXT} characters of a script were read")


def _by_pieces(blob: Blob, kind: Kind, text: str) -> Iterator[Script | Gap]:
    """A long script is looked at piece by piece."""
    for at in range(0, max(1, min(len(text), MOST_SCRIPT) - _LAP), TEXT - _LAP):
        yield Script(**blob.common, language=kind.language, host=kind.host, text=text[at : at + TEXT])
    if len(text) > MOST_SCRIPT:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"only the first {MOST_SCRIPT} characters of a script were read")


def script(blob: Blob, place: str, language: str, host: str, text: str) -> Script:
    """A script that lies at *place* in *blob*."""
    common = blob.common
    common["origin"] = blob.origin.at(*blob.origin.path, place)
    return Script(**common, language=language, host=host, text=text[:TEXT])


def _packed(data: bytes) -> bytes:
    """Without the long runs of blanks or zeros that make it large (in UTF-16 too, as every blank stays two bytes)."""
    return _PADDING.sub(lambda run: run[0][: 32 + len(run[0]) % 2], data)


def _shortened(text: str) -> str:
    if len(text) <= TEXT:
        return text
    text = _BLANK.sub(lambda run: run[0][:10], text)
    often = Counter(text[::_SAMPLED]).most_common(_CHARACTERS)
    for one in (character for character, count in often if count >= _OFTEN):
        if one * _LONG in text:
            own = re.escape(one)
            text = re.sub(f"(?<!{own}){own}{{{_LONG},}}+", one * 10, text)
    return text
