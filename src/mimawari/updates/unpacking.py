"""An archive of knowledge into a folder. Even one that is rightly signed gets no further than its bounds."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mimawari.model import Words
from mimawari.updates import durable
from mimawari.updates.trouble import Kind, Trouble

MOST_BYTES = 32 << 20
"""Of the archive itself."""
MOST_UNPACKED, MOST_FILES, DEPTH = 64 << 20, 2000, 4
_MOST_DIRECTORY = 1 << 20
_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,99}(?<!\.)")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END, _END_BYTES, _LOCATOR, _LOCATOR_BYTES = b"PK\x05\x06", 22, b"PK\x06\x07", 20

_BAD = Words(
    en="the knowledge is rightly signed, but it cannot be unpacked ({why}). Tell those who publish it.",
    ja="署名は正しいものの、知識データを展開できません（{why}）。配布元にお知らせください。",
)


class Unsound(Exception):
    """Such an archive is not opened; says why in a few words."""


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """A zip as it is written here: no comment, no 64-bit records, a small directory. Raises :class:`Unsound`.

    The directory is measured first, because it is read into memory as a whole.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - _LOCATOR_BYTES))
    tail = file.read(_END_BYTES + _LOCATOR_BYTES)
    end = tail[-_END_BYTES:]
    if not end.startswith(_END) or end[20:22] != b"\0\0" or tail[:-_END_BYTES].startswith(_LOCATOR):
        raise Unsound("no such archive")
    if int.from_bytes(end[12:16], "little") > _MOST_DIRECTORY:
        raise Unsound("too many files")
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unsound("damaged") from error


def check(archive: bytes) -> None:
    """Raise :class:`Unsound` where *archive* would not be unpacked."""
    contents(archive)


def contents(archive: bytes) -> dict[str, bytes]:
    """The files of *archive* by name. Raises :class:`Unsound` where it would not be unpacked."""
    if len(archive) > MOST_BYTES:
        raise Unsound("too large")
    found, left = dict[str, bytes](), MOST_UNPACKED
    with opened(BytesIO(archive)) as packed:
        for member in list(_checked(packed)):
            found[member.filename] = _content(packed, member, left)
            left -= len(found[member.filename])
    return found


def unpacked(archive: Path, folder: Path) -> None:
    """The files of *archive* into the new *folder*, each on the disk. Raises :class:`Trouble` and ``OSError`` (of writing)."""
    try:
        with archive.open("rb") as file, opened(file) as packed:
            members = list(_checked(packed))
            folder.mkdir()
            _write(packed, members, folder)
    except Unsound as error:
        raise Trouble(Kind.UNUSABLE, _BAD, why=error) from error


def _checked(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    members, met = packed.infolist(), set[str]()
    if len(members) > MOST_FILES:
        raise Unsound("too many files")
    for member in members:
        _check(member)
        if member.filename in met:
            raise Unsound("a name twice")
        met.add(member.filename)
        yield member
    if any(parent in met for name in met for parent in _parents(name)):
        raise Unsound("a file as a folder")


def _parents(name: str) -> Iterator[str]:
    steps = name.split("/")
    return ("/".join(steps[:count]) for count in range(1, len(steps)))


def _check(member: zipfile.ZipInfo) -> None:
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise Unsound("a link or no file")
    if member.flag_bits & 1 or member.compress_type not in _PLAIN:
        raise Unsound("encrypted, or packed in a strange way")
    steps = member.orig_filename.split("/")
    if len(steps) > DEPTH or not all(_NAME.fullmatch(step) and not _DEVICES.fullmatch(step) for step in steps):
        raise Unsound("a name that leads elsewhere")


def _write(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> None:
    left, folders = MOST_UNPACKED, {folder}
    for member in members:
        content = _content(packed, member, left)
        left -= len(content)
        path = folder / member.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
        durable.create(path, content)
    for one in folders:
        durable.settle(one)


def _content(packed: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with packed.open(member) as file:
            content = file.read(most + 1)
            whole = len(content) > most or not file.read(1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise Unsound("damaged") from error
    if len(content) > most or not whole:
        raise Unsound("too large")
    return content
