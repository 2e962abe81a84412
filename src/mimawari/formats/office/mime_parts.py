"""The parts of a MIME text (RFC 2557, 2045), found by their boundaries even where the header above them is broken.

Word reads such files with headers that no mail program would accept; malware relies on that.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import unquote

from mimawari.formats.office.parts import Notes
from mimawari.model import Reason

_BOUNDARY = re.compile(rb"^--[^\r\n]{1,300}\r?\n(?=[A-Za-z-]{1,60}[ \t]*:|\r?\n)", re.MULTILINE)
_HEADER = re.compile(
    rb"^(content-[a-z-]{1,40})[ \t]*:[ \t]*([^\r\n]{0,2000}(?:\r?\n[ \t][^\r\n]{0,2000}){0,20})", re.IGNORECASE | re.MULTILINE
)
_NAME = re.compile(r'name\s*=\s*"?([^";\r\n]{1,400})', re.IGNORECASE)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_PARTS, _PART, _ALL, _HEAD = 2_000, 32 << 20, 64 << 20, 16 << 10
_ACTIVE = base64.b64encode(b"ActiveMime\0\0")[:12]


@dataclass(frozen=True, slots=True)
class MimePart:
    """``name``: the last step of its location; ``kind``: its media type in lower case; ``data``: decoded.

    ``is_rest``: no part at all, but the rest of the file behind what may be a header, as it stands.
    """

    name: str
    kind: str
    data: bytes
    is_rest: bool = False


def mime_parts(data: bytes, notes: Notes) -> Iterator[MimePart]:
    """All parts, decoded; what is too large or too much is noted. Never raises."""
    starts = [found.end() for found in _limited(_BOUNDARY.finditer(data), notes)]
    edges = [*starts, len(data)] if starts else [0, len(data)]
    left = _ALL
    for begin, end in pairwise(edges):
        if end - begin > _PART or end - begin > left:
            notes.add(Reason.TOO_LARGE, f"a part of {end - begin} bytes was not read")
            continue
        left -= end - begin
        part = _part(data[begin:end])
        yield part if starts else replace(part, is_rest=data.endswith(part.data))


def _limited(found: Iterator[re.Match[bytes]], notes: Notes) -> Iterator[re.Match[bytes]]:
    for count, one in enumerate(found):
        if count >= _PARTS:
            notes.add(Reason.TOO_LARGE, f"more than {_PARTS} parts")
            return
        yield one


def _part(raw: bytes) -> MimePart:
    head, body = _split(raw)
    told = {name.lower(): b" ".join(value.split()).decode("latin-1") for name, value in _HEADER.findall(head)}
    kind = told.get(b"content-type", "").split(";")[0].strip().lower()
    return MimePart(_name(told), kind, _decoded(body, told.get(b"content-transfer-encoding", "").strip().lower()))


def _split(raw: bytes) -> tuple[bytes, bytes]:
    """The header and what follows the first empty line."""
    found = re.search(rb"\r?\n[ \t]*\r?\n", raw[:_HEAD])
    if found is None:
        return b"", raw
    return raw[: found.start()], raw[found.end() :]


def _name(told: dict[bytes, str]) -> str:
    place = told.get(b"content-location", "")
    if not place:
        named = _NAME.search(told.get(b"content-disposition", "")) or _NAME.search(told.get(b"content-type", ""))
        place = named[1] if named else ""
    return unquote(place).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].strip('" ')[:200]


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding == "base64" or body.lstrip()[:12] == _ACTIVE:
        return unbase64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    return body


def unbase64(text: bytes) -> bytes:
    """Base64 as Office reads it: whatever stands between, up to the next boundary, and without its padding."""
    end = text.find(b"\n--")
    raw = _NO_BASE64.sub(b"", text[:end] if end >= 0 else text)
    raw = raw[: len(raw) - 1] if len(raw) % 4 == 1 else raw
    return base64.b64decode(raw + b"=" * (-len(raw) % 4))
