"""The files of an ISO 9660 disc, with Joliet's names where it has them. Source: ECMA-119 and Microsoft's Joliet specification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import BinaryIO

from mimawari.formats.archives.disc import MOST_FOLDER, MOST_PATH, SECTOR, Found
from mimawari.formats.archives.members import MOST
from mimawari.model import BadEvidence, Reason

MAGIC = b"CD001"
_JOLIET = (b"%/@", b"%/C", b"%/E")
_DESCRIPTORS = 64
_FOLDER, _GOES_ON = 2, 0x80


@dataclass(frozen=True, slots=True)
class Volume:
    """A tree of the disc: where its root lies. ``is_wide``: its names are UTF-16 (Joliet)."""

    is_wide: bool
    block: int
    root: int
    size: int


@dataclass(frozen=True, slots=True)
class _Record:
    name: str
    at: int
    size: int
    flags: int


def volumes(stream: BinaryIO) -> list[Volume]:
    """The trees, Joliet's first, as Windows prefers it."""
    found = []
    for number in range(16, 16 + _DESCRIPTORS):
        stream.seek(number * SECTOR)
        raw = stream.read(SECTOR)
        if len(raw) < SECTOR or raw[1:6] != MAGIC or raw[0] == 255:
            break
        if raw[0] in (1, 2):
            block = unpack_from("<H", raw, 128)[0] or SECTOR
            at, size = unpack_from("<I", raw, 158)[0] * block, unpack_from("<I", raw, 166)[0]
            found.append(Volume(raw[0] == 2 and raw[88:91] in _JOLIET, block, at, size))
    return sorted(found, key=lambda one: not one.is_wide)


def files(stream: BinaryIO, volume: Volume) -> Iterator[Found | BadEvidence]:
    """All files, and what of the folders could not be read."""
    left: list[tuple[int, int, str]] = [(volume.root, volume.size, "")]
    met = {volume.root}
    count = 0
    while left:
        at, size, path = left.pop()
        try:
            records = list(_records(stream, volume, at, size))
        except BadEvidence as bad:
            yield bad
            continue
        for one in _joined(records):
            count += 1
            if isinstance(one, BadEvidence):
                yield one
            elif not one.flags & _FOLDER:
                yield Found(path + one.name, ((one.at, one.size),) if one.size else ())
            elif one.at not in met and len(path) < MOST_PATH:
                met.add(one.at)
                left.append((one.at, one.size, f"{path}{one.name}/"))
        if count > MOST:
            yield BadEvidence(Reason.TOO_LARGE, f"more than {MOST} files, the rest was not opened")
            return


def _records(stream: BinaryIO, volume: Volume, at: int, size: int) -> Iterator[_Record]:
    """The records of a folder; none lies across the border of a sector."""
    if size > MOST_FOLDER:
        raise BadEvidence(Reason.TOO_LARGE, f"a folder of more than {MOST_FOLDER >> 20} MB")
    stream.seek(at)
    data = stream.read(size)
    if len(data) < size:
        raise BadEvidence(Reason.CORRUPT, "the image was cut off: a folder is missing")
    here = 0
    while here + 33 < len(data):
        length = data[here]
        if not length:
            here = (here // SECTOR + 1) * SECTOR
            continue
        raw = data[here : here + length]
        here += length
        if length < 34 or (raw[33:34] in (b"\0", b"\1") and raw[32] == 1):
            continue
        block, amount = unpack_from("<I4xI", raw, 2)
        name = _name(raw[33 : 33 + raw[32]], volume.is_wide)
        yield _Record(name, (block + raw[1]) * volume.block, amount, raw[25])


def _name(raw: bytes, is_wide: bool) -> str:
    """Without the version (``;1``) and the dot that ends a name without an ending."""
    if is_wide:
        text = raw.decode("utf-16-be", "replace")
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp932", "replace")
    return text.rpartition(";")[0].rstrip(".") if text.rpartition(";")[2].isdigit() and ";" in text else text


def _joined(records: list[_Record]) -> Iterator[_Record | BadEvidence]:
    """A file of more than 4 GiB has several records, which Windows' own discs keep one after the other."""
    at, size = 0, 0
    for one in records:
        follows = size and at + size == one.at
        if size and not follows:
            yield BadEvidence(Reason.UNSUPPORTED, f"{one.name}: a file in pieces")
            size = 0
        at, size = (at, size + one.size) if follows else (one.at, one.size)
        if not one.flags & _GOES_ON:
            yield _Record(one.name, at, size, one.flags)
            size = 0
