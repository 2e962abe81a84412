"""Reads a text and tells the scripts in it: shared by the format that goes by the name and the one that goes by the content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats.scripts.blocks import MOST, blocks
from mimawari.formats.scripts.charsets import decoded, is_text
from mimawari.formats.scripts.encoded import decoded as unscrambled
from mimawari.formats.scripts.encoded import is_encoded
from mimawari.formats.scripts.languages import Kind
from mimawari.model import Blob, Gap, Reason, Script

TEXT = 1 << 20
"""The most characters of one text."""
_READ = 64 << 20
_PIECE = 1 << 20
# Padding: a run of blanks or of one character says nothing, however long it is.
_BLANK = re.compile(r"[ \t\r\n\f\v\0\u3000\xa0]{200,}")
_RUN = re.compile(r"(.)\1{999,}", re.DOTALL)


def text_of(blob: Blob, label: str = "") -> tuple[str, list[Gap]]:
    """The text of *blob*, up to :data:`TEXT` characters with its padding taken out, and what was not read of it."""
    gaps: list[Gap] = []
    with blob.content.open() as stream:
        data = stream.read(2 * TEXT + 4)
        if blob.content.size > len(data):
            data = _packed(data + stream.read(_READ - len(data)))
    text = _shortened(decoded(data, label))
    if len(text) > TEXT or blob.content.size > _READ:
        gaps.append(Gap(blob.origin, Reason.TOO_LARGE, "content", f"only the first {TEXT} characters of the text were read"))
    if not is_text(data[: 2 * TEXT], 0.3):
        gaps.append(Gap(blob.origin, Reason.UNSUPPORTED, "content", "a text with much binary data in it"))
    return text[:TEXT], gaps


def scripts(blob: Blob, kind: Kind, text: str) -> Iterator[Script | Gap]:
    """The script that *text* is or, if it has script elements, each of them by itself."""
    plain, whole = unscrambled(text) if is_encoded(text) else (text, True)
    if not whole:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "an encoded script without its end")
    found = list(blocks(plain, kind.language)) if kind.blocks else []
    if not found:
        yield Script(**blob.common, language=kind.language, host=kind.host, text=plain)
    for number, (language, inside) in enumerate(found, 1):
        yield script(blob, f"script {number}", language, kind.host, inside)
    if len(found) == MOST:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {MOST} scripts in one file")


def script(blob: Blob, place: str, language: str, host: str, text: str) -> Script:
    """A script that lies at *place* in *blob*."""
    common = blob.common
    common["origin"] = blob.origin.at(*blob.origin.path, place)
    return Script(**common, language=language, host=host, text=text[:TEXT])


def _packed(data: bytes) -> bytes:
    """Without the long runs of blanks or zeros that make it large (in UTF-16 too, as every blank stays two bytes)."""
    return re.sub(rb"(?:[ \t\r\n]\0?){400,}|\0{400,}", lambda run: run[0][: 32 + len(run[0]) % 2], data)


def _shortened(text: str) -> str:
    if len(text) <= TEXT:
        return text
    return _RUN.sub(lambda run: run[1] * 10, _BLANK.sub(lambda run: run[0][:10], text))
