"""VMDK: the descriptor's extents are files beside it, and only those."""

from __future__ import annotations

from pathlib import Path
from struct import unpack_from
from typing import Any, BinaryIO, cast

from mimawari.model import BadEvidence, Reason
from mimawari.trees.streams import Window, open_plain, size_of

_SPARSE_MAGIC = (b"KDMV", b"COWD", b"\xbe\xba\xfe\xca")
_SPARSE = ("SPARSE", "VMFSSPARSE", "SESPARSE")
_FLAT = ("FLAT", "VMFS")
_MAX_DESCRIPTOR = 1 << 20
_MAX_EXTENTS = 4096
_ALONE = "ffffffff"


class _Mute(Window):
    """A sparse extent whose header (and its copy at the end) names no descriptor.

    The library would follow what a descriptor names, and does not bear an empty one; both are looked at here before.
    """

    def __init__(self, stream: BinaryIO, size: int) -> None:
        super().__init__(stream, 0, size, what="VMDK extent")
        self._blank = [(at + 28, at + 44) for at in (0, size - 1024) if at >= 0]

    def _piece(self, offset: int, length: int) -> bytes:
        data = super()._piece(offset, length)
        for begin, end in self._blank:
            first, last = max(begin - offset, 0), min(end - offset, length)
            if first < last and self._is_header(begin - 28):
                data = data[:first] + bytes(last - first) + data[last:]
        return data

    def _is_header(self, at: int) -> bool:
        self._stream.seek(at)
        return self._stream.read(4) == b"KDMV"


def is_vmdk(stream: BinaryIO, head: bytes) -> bool:
    """Whether a VMDK is the whole disk or its descriptor, not an extent that another file's descriptor names."""
    if head[:4] != b"KDMV":
        return True
    at, length = unpack_from("<QQ", head, 28)
    stream.seek(min(at * 512, 1 << 62))
    return bool(length) and stream.read(1) not in (b"", b"\0")


def open_vmdk(path: Path, stream: BinaryIO, head: bytes) -> Any:
    """The disk of a descriptor or of a file with its descriptor inside. Raises ``BadEvidence`` and what the library raises."""
    from dissect.hypervisor.disk.vmdk import VMDK

    if head.startswith(b"#"):
        return VMDK(_extents(path, _descriptor(stream, 0, _MAX_DESCRIPTOR)))
    if head[:4] == b"KDMV":
        at, length = unpack_from("<QQ", head, 28)
        _descriptor(stream, at * 512, min(length * 512, _MAX_DESCRIPTOR))
    return VMDK([_Mute(stream, size_of(stream))])


def _descriptor(stream: BinaryIO, at: int, length: int) -> Any:
    from dissect.hypervisor.disk.vmdk import DiskDescriptor

    stream.seek(at)
    text = stream.read(length).split(b"\0", 1)[0].decode("utf-8", "replace")
    descriptor = DiskDescriptor.parse(text)
    if descriptor.attr.get("parentCID", _ALONE).lower() != _ALONE:
        raise BadEvidence(Reason.UNSUPPORTED, "VMDK: a snapshot, the disk it is based on is needed")
    return descriptor


def extents(path: Path, stream: BinaryIO) -> list[Path]:
    """The files beside the descriptor at *path* that it names, as far as they are there; *stream* is the descriptor.

    Raises ``BadEvidence``.
    """
    named = dict.fromkeys(extent.filename or "" for extent in _descriptor(stream, 0, _MAX_DESCRIPTOR).extents[:_MAX_EXTENTS])
    return [one for one in (path.with_name(name) for name in named if _is_beside(name)) if one.is_file()]


def _is_beside(name: str) -> bool:
    return name not in ("", ".", "..") and not any(letter in name for letter in "/\\\0")


def _extents(path: Path, descriptor: Any) -> list[BinaryIO]:
    if not 0 < len(descriptor.extents) <= _MAX_EXTENTS:
        raise BadEvidence(Reason.CORRUPT, "VMDK: the descriptor names no extents")
    return [_extent(path, extent) for extent in descriptor.extents]


def _extent(path: Path, extent: Any) -> BinaryIO:
    name = extent.filename or ""
    if extent.type not in _SPARSE + _FLAT:
        raise BadEvidence(Reason.UNSUPPORTED, f"VMDK: an extent of type {extent.type}")
    if not _is_beside(name):
        raise BadEvidence(Reason.CORRUPT, "VMDK: an extent that does not lie beside the descriptor")
    stream = open_plain(path.with_name(name))
    size, magic = size_of(stream), _magic(stream)
    if (magic in _SPARSE_MAGIC) != (extent.type in _SPARSE) or magic == b"# Di":
        raise BadEvidence(Reason.CORRUPT, "VMDK: an extent is not of the type it should be")
    if extent.type in _SPARSE:
        return cast("BinaryIO", _Mute(stream, size))
    start, length = int(extent.start_sector or 0) * 512, extent.sectors * 512
    if start + length > size:
        raise BadEvidence(Reason.CORRUPT, f"VMDK: {name} was cut off")
    return cast("BinaryIO", Window(stream, start, length, what="VMDK extent"))


def _magic(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(4)
