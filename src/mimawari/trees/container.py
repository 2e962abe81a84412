"""The disk inside an image file, whatever the format: raw, split raw, EWF (E01), VMDK, VHD, VHDX, QCOW2, VDI.

A differencing image needs another file that the evidence itself names, which could be any file of this machine: it is
refused, never followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from typing import Any, BinaryIO, cast

from mimawari.model import BadEvidence, Reason
from mimawari.trees.faults import parsing
from mimawari.trees.segments import Joined, ewf_segments, raw_segments
from mimawari.trees.streams import Window, open_plain, size_of
from mimawari.trees.vdi import Vdi
from mimawari.trees.vmdk import extents, open_vmdk

_EWF, _EWF_OTHER = b"EVF\x09\x0d\x0a\xff\x00", (b"EVF2\x0d\x0a\x81\x00", b"LVF\x09\x0d\x0a\xff\x00", b"LEF2\x0d\x0a\x81\x00")
_MAX_SECTIONS = 1_000_000
_STEP = 1 << 20
"""The smallest block of a VHDX, and every other is a multiple of it."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The bytes of a disk and how many there are."""

    stream: BinaryIO
    size: int


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    stream: BinaryIO
    size: int
    head: bytes
    tail: bytes


class _Stepped(Window):
    """Reads that never cross a megabyte, and so no block: the VHDX reader of dissect.hypervisor 3.21 takes a read that
    begins within a block and leads over its end from that block alone, which is other data, silently.
    """

    def _piece(self, offset: int, length: int) -> bytes:
        pieces = []
        while length > 0:
            count = min(length, _STEP - offset % _STEP)
            pieces.append(super()._piece(offset, count))
            offset, length = offset + count, length - count
        return b"".join(pieces)


def format_of(head: bytes, tail: bytes) -> str:
    """The name of an image format by the first 512 and the last 512 bytes of a file; empty for raw or no image."""
    if head[:4] in (b"KDMV", b"COWD") or head.startswith(b"# Disk DescriptorFile"):
        return "vmdk"
    if head[:4] == b"QFI\xfb":
        return "qcow2"
    if head[:8] == b"vhdxfile":
        return "vhdx"
    if head[64:68] == b"\x7f\x10\xda\xbe":
        return "vdi"
    if b"conectix" in (head[:8], tail[-512:][:8], tail[-511:][:8]):
        return "vhd"
    return "ewf" if head[:8] == _EWF else "other-ewf" if head[:8] in _EWF_OTHER else ""


def ends_of(stream: BinaryIO, size: int) -> tuple[bytes, bytes]:
    """The first and the last 512 bytes."""
    stream.seek(0)
    head = stream.read(512)
    stream.seek(max(0, size - 512))
    return head, stream.read(512)


def open_disk(path: Path) -> Disk:
    """The disk in the image that *path* (and its further segments) holds. A link given as *path* itself is followed.

    Raises ``BadEvidence``: missing, denied, corrupt, encrypted, unsupported.
    """
    path = Path(os.path.realpath(path))
    stream = open_plain(path)
    size = size_of(stream)
    file = _File(path, stream, size, *ends_of(stream, size))
    return _OPENERS[format_of(file.head, file.tail)](file)


def open_disk_stream(stream: BinaryIO, size: int) -> Disk:
    """The disk in an image that is no file of this machine, but *size* bytes of a *stream*: nothing lies beside it.

    Raises ``BadEvidence``: corrupt, encrypted, unsupported, missing (what lies in other files).
    """
    file = _File(Path(), stream, size, *ends_of(stream, size))
    kind = format_of(file.head, file.tail)
    if kind == "vmdk" and file.head.startswith(b"#"):
        raise BadEvidence(Reason.MISSING, "VMDK: the disk lies in other files, which are not here")
    if kind == "ewf":
        return _joined_ewf([stream], "this one")
    return Disk(stream, size) if not kind else _OPENERS[kind](file)


def files_of(path: Path) -> list[Path]:
    """All files that the image at *path* lies in, as far as they are there; *path* itself is the first. Raises ``BadEvidence``."""
    path = Path(os.path.realpath(path))
    with open_plain(path) as stream:
        size = size_of(stream)
        head, tail = ends_of(stream, size)
        kind = format_of(head, tail)
        if kind == "vmdk" and head.startswith(b"#"):
            return [path, *extents(path, stream)]
    return ewf_segments(path) if kind == "ewf" else raw_segments(path) if not kind else [path]


def is_alone(path: Path) -> bool:
    """Whether all of an image lies in the one file. Raises ``BadEvidence``."""
    path = Path(os.path.realpath(path))
    with open_plain(path) as stream:
        is_list = stream.read(1) == b"#"
    return not is_list and len(raw_segments(path)) == len(ewf_segments(path)) == 1


def _raw(file: _File) -> Disk:
    paths = raw_segments(file.path)
    if len(paths) == 1:
        return Disk(file.stream, file.size)
    streams = [open_plain(path) for path in paths]
    joined = Joined([(stream, size_of(stream)) for stream in streams])
    return Disk(cast("BinaryIO", joined), joined.size)


def _disk(what: str, opened: Callable[[], Any], *kinds: type[Exception]) -> Disk:
    with parsing(what, *kinds):
        inside = opened()
        size = int(inside.size)
    if size <= 0:
        raise BadEvidence(Reason.CORRUPT, f"{what}: the disk in it is empty")
    return Disk(cast("BinaryIO", _Stepped(inside, 0, size, *kinds, what=what)), size)


def _nameless(file: _File) -> BinaryIO:
    """The file without its path, so that a library cannot look beside it."""
    return cast("BinaryIO", Window(file.stream, 0, file.size, what="image"))


def _vmdk(file: _File) -> Disk:
    from dissect.hypervisor.exceptions import Error

    return _disk("VMDK", lambda: open_vmdk(file.path, _nameless(file), file.head), Error)


def _qcow2(file: _File) -> Disk:
    from dissect.hypervisor.disk.qcow2 import QCow2
    from dissect.hypervisor.exceptions import Error

    version, backing = unpack_from(">IQ", file.head.ljust(512, b"\0"), 4)
    if version not in (2, 3):
        raise BadEvidence(Reason.UNSUPPORTED, f"QCOW version {version}")
    if backing:
        raise BadEvidence(Reason.UNSUPPORTED, "QCOW2: a differencing image, the base image is needed")
    if unpack_from(">I", file.head, 32)[0]:
        raise BadEvidence(Reason.ENCRYPTED, "QCOW2")
    return _disk("QCOW2", lambda: QCow2(_nameless(file)).open(), Error)


def _vhd(file: _File) -> Disk:
    from dissect.hypervisor.disk.vhd import VHD
    from dissect.hypervisor.exceptions import Error

    at = next((at for at in (-512, -511) if file.tail[at:][:8] == b"conectix"), None)
    if at is None:
        raise BadEvidence(Reason.CORRUPT, "VHD: the footer is missing, the file was cut off")
    if file.tail[at:][63] == 4:
        raise BadEvidence(Reason.UNSUPPORTED, "VHD: a differencing image, the base image is needed")
    return _disk("VHD", lambda: VHD(_nameless(file)), Error)


def _vhdx(file: _File) -> Disk:
    from dissect.hypervisor.disk.vhdx import VHDX
    from dissect.hypervisor.exceptions import Error

    def opened() -> Any:
        try:
            return VHDX(_nameless(file))
        except AttributeError as fault:
            # It has a parent, and without a path there is nowhere to look for it.
            raise BadEvidence(Reason.UNSUPPORTED, "VHDX: a differencing image, the base image is needed") from fault

    return _disk("VHDX", opened, Error)


def _vdi(file: _File) -> Disk:
    disk = Vdi(file.stream)
    return Disk(cast("BinaryIO", disk), disk.size)


def _ewf(file: _File) -> Disk:
    paths = ewf_segments(file.path)
    return _joined_ewf([open_plain(path) for path in paths], paths[-1].name)


def _joined_ewf(streams: list[BinaryIO], last: str) -> Disk:
    from dissect.evidence.exception import Error

    kind = b""
    for number, stream in enumerate(streams, 1):
        kind = _check_sections(stream, size_of(stream), number)
    if kind != b"done":
        raise BadEvidence(Reason.MISSING, f"EWF: the segment after {last}")
    return _disk("EWF", lambda: _open_ewf(streams), Error)


def _open_ewf(streams: list[BinaryIO]) -> Any:
    from functools import lru_cache

    from dissect.evidence.ewf import EWF

    ewf = EWF(list(streams))
    if len(ewf._segment_offsets) != len(streams) - 1:
        raise BadEvidence(Reason.CORRUPT, "EWF: a segment cannot be read")
    for table in (table for segment in ewf._segments.values() for table in segment.tables):
        # A thousand chunks a table, as the library keeps them, are gigabytes on a large image.
        table.read_chunk = lru_cache(32)(table.read_chunk.__wrapped__)
    return ewf.open()


def _check_sections(stream: BinaryIO, size: int, number: int) -> bytes:
    """Walk a segment's sections, which must lead forwards; gives the type of the last one."""
    stream.seek(0)
    head = stream.read(13)
    if head[:8] != _EWF or unpack_from("<H", head, 9)[0] != number:
        raise BadEvidence(Reason.CORRUPT, f"EWF: segment {number} is not what it should be")
    at = 13
    for _ in range(_MAX_SECTIONS):
        stream.seek(at)
        section = stream.read(32)
        if len(section) < 32:
            break
        kind, following = section[:16].rstrip(b"\0"), unpack_from("<Q", section, 16)[0]
        if kind in (b"done", b"next") or following == at:
            return kind
        if not at < following < size:
            break
        at = following
    raise BadEvidence(Reason.CORRUPT, f"EWF: segment {number} was cut off or is damaged")


def _unknown_ewf(_: _File) -> Disk:
    raise BadEvidence(Reason.UNSUPPORTED, "EWF version 2 (Ex01) or a logical evidence file (L01)")


_OPENERS: dict[str, Callable[[_File], Disk]] = {
    "": _raw,
    "ewf": _ewf,
    "other-ewf": _unknown_ewf,
    "vmdk": _vmdk,
    "qcow2": _qcow2,
    "vhd": _vhd,
    "vhdx": _vhdx,
    "vdi": _vdi,
}
