"""OneNote sections (``.one``, ``.onetoc2``): the files embedded in them, their names, and what the pages say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.onenote_files import MOST, Found, extension_of, extensions, packaged, stored
from mimawari.formats.onenote_text import NAMES, TEXT, file_name, values
from mimawari.formats.slices import Slice, read
from mimawari.model import Blob, Embedded, Gap, Notebook, Reason

# guidFileType and guidFileFormat ([MS-ONESTORE] 2.3.1; 2.8.1 for the packaging).
_SECTION = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
_CONTENTS = bytes.fromhex("a12ff643d9ef764c9ee210ea5722765f")
_PACKAGING = bytes.fromhex("2fe98d63d4a6c14b9a36b3fc2511a5b7")
_ENCRYPTED = (0xFB6BA385DAD1A067).to_bytes(8, "little")
"""Before the key of an encrypted section (2.5.19)."""

_READ = 96 << 20
_STORE, _HEADER, _LENGTH = bytes.fromhex("3fdd9a101b91f549a5d01791edc8aed8"), 0x400, 0xC4
"""guidFileFormat of a revision store; the size of its header, and where in it cbExpectedFileLength stands (2.3.1)."""
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}")
_PICTURES = {"png", "jpg", "jpeg", "gif", "bmp", "emf", "wmf", "tif", "tiff", "webp", "ico", "svg", ""}


def recognises(head: Head) -> bool:
    """By the type of file in its first sixteen bytes."""
    return head.start.startswith((_SECTION, _CONTENTS))


@dataclass(slots=True)
class _Section:
    """A section as read: ``files`` with the extension that each is declared with, ``extensions`` that stand by themselves."""

    files: list[tuple[Found, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    extensions: list[str] = field(default_factory=list)
    text: str = ""
    damaged: int = 0
    is_encrypted: bool = False


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """The notebook and the files in it. Pictures are counted, unless they are declared as something else."""
    data = read(blob.content, _READ)
    section = _read(data)
    names = _named(section, data)
    inner = [(found, name, _kind(data, found)) for (found, _), name in zip(section.files, names, strict=True)]
    files = [(found, name, kind) for found, name, kind in inner if not _is_picture(name, kind)]
    yield Notebook(
        **blob.common,
        files=tuple(Embedded(name=name, kind=kind, size=found.size) for found, name, kind in files),
        file_names=tuple(section.names),
        pictures=len(inner) - len(files),
        text=section.text,
    )
    yield from _gaps(blob, section, data)
    for found, name, _ in files:
        yield blob.inner(name, Slice(blob.content, found.start, found.size), by="onenote")


def _is_cut(data: bytes) -> bool:
    """Whether it is shorter than a header, or than it says of itself; what was read of a large one only in part is not asked."""
    if data[48:64] != _STORE:
        return len(data) < 64
    says = int.from_bytes(data[_LENGTH : _LENGTH + 8], "little")
    return len(data) < max(_HEADER, min(says, _READ))


def _gaps(blob: Blob, section: _Section, data: bytes) -> Iterator[Gap]:
    seen = len(data)
    if section.is_encrypted:
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", "pages of the notebook that have a password")
    if _is_cut(data):
        yield Gap(blob.origin, Reason.CORRUPT, "content", "it was cut off")
    if section.damaged:
        yield Gap(blob.origin, Reason.CORRUPT, "content", f"embedded files whose end is not where it should be: {section.damaged}")
    if len(section.files) >= MOST:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {MOST} embedded files")
    if blob.content.size > seen:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"the part of the notebook behind its first {seen >> 20} MiB")


def _read(data: bytes) -> _Section:
    section = _Section()
    is_packaging = data[48:64] == _PACKAGING
    declared = {} if is_packaging else extensions(data)
    for found in _found(data, is_packaging):
        section.damaged += not found.is_whole
        if found.size:
            section.files.append((found, extension_of(data, found, declared)))
    _read_texts(section, data)
    return section


def _found(data: bytes, is_packaging: bool) -> Iterator[Found]:
    """What is packed as data elements, and what lies there as in a revision store: a crafted section may have both."""
    ways = (packaged, stored) if is_packaging else (stored,)
    for way in ways:
        yield from (found for _, found in zip(range(MOST), way(data), strict=False))


def _read_texts(section: _Section, data: bytes) -> None:
    """Names and texts of all that lies between the files."""
    texts: dict[str, None] = {}
    names: dict[str, None] = {}
    size = 0
    rest = _between(section, data)
    section.is_encrypted = _ENCRYPTED in rest
    for text in values(rest):
        if _EXTENSION.fullmatch(text):
            section.extensions.append(text[1:].lower())
        elif (name := file_name(text)) and len(names) < NAMES:
            names[name] = None
        elif text not in texts and size < TEXT:
            texts[text] = None
            size += len(text) + 1
    section.names, section.text = [*names], "\n".join(texts)[:TEXT]


def _between(section: _Section, data: bytes) -> bytes:
    pieces, at = [], 0
    for found, _ in section.files:
        pieces.append(data[at : found.start])
        at = max(at, found.start + found.size)
    return b"".join([*pieces, data[at:]])


def _kind(data: bytes, found: Found) -> str:
    return kind_of(data[found.start : found.start + min(found.size, ENOUGH)])


def _is_picture(name: str, kind: str) -> bool:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return kind == "picture" and extension in _PICTURES


def _named(section: _Section, data: bytes) -> list[str]:
    """A name for each file: of those with its extension the next one, else a number."""
    left = list(section.names)
    named = []
    single = _single(section, data)
    for number, (found, declared) in enumerate(section.files, 1):
        name, extension = single if single and _kind(data, found) != "picture" else ("", declared)
        fitting = [name] if name else [one for one in left if extension and one.lower().endswith(f".{extension}")]
        if len(fitting) > 1:
            left.remove(fitting[0])
        named.append(fitting[0] if fitting else f"file {number}.{extension}".rstrip("."))
    return named


def _single(section: _Section, data: bytes) -> tuple[str, str] | None:
    """Name and extension of the only file that is no picture, where nothing declares them: only one can be meant."""
    others = [declared for found, declared in section.files if _kind(data, found) != "picture"]
    if others != [""]:
        return None
    names = [name for name in section.names if not _is_picture(name, "picture")]
    extensions = sorted({one for one in section.extensions if one not in _PICTURES})
    return names[0] if len(names) == 1 else "", extensions[0] if len(extensions) == 1 else ""


FORMAT = Format("onenote", 100, recognises, opened)
