"""VMDK: the descriptor's extents are files beside it, and only those."""

from __future__ import annotations

from pathlib import Path
from struct import unpack_from
from typing import Any, BinaryIO, cast

from mimawari.model import BadEvidence, Reason
from mimawari.sources.trees.streams import Window, open_plain, size_of

_SPARSE_MAGIC = (b"KDMV", b"COWD", b"\xbe\xba\xfe\xca")
_SPARSE = ("SPARSE", "VMFSSPARSE", "SESPARSE")
_FLAT = ("FLAT", "VMFS")
_MAX_DESCRIPTOR = 1 << 20
_MAX_EXTENTS = 4096
_ALONE = "ffffffff"


def open_vmdk(path: Path, stream: BinaryIO, head: bytes) -> Any:
    """The disk of a descriptor or of a file with its descriptor inside. Raises ``BadEvidence`` and what the library raises."""
    from dissect.hypervisor.disk.vmdk import VMDK

    if head.startswith(b"#"):
        return VMDK(_extents(path, _descriptor(stream, 0, _MAX_DESCRIPTOR)))
    if head[:4] == b"KDMV":
        at, length = unpack_from("<QQ", head, 28)
        if length:
            _descriptor(stream, at * 512, min(length * 512, _MAX_DESCRIPTOR))
    return VMDK([stream])


def _descriptor(stream: BinaryIO, at: int, length: int) -> Any:
    from dissect.hypervisor.disk.vmdk import DiskDescriptor

    stream.seek(at)
    text = stream.read(length).split(b"\0", 1)[0].decode("utf-8", "replace")
    descriptor = DiskDescriptor.parse(text)
    if descriptor.attr.get("parentCID", _ALONE).lower() != _ALONE:
        raise BadEvidence(Reason.UNSUPPORTED, "VMDK: a snapshot, the disk it is based on is needed")
    return descriptor


def _extents(path: Path, descriptor: Any) -> list[BinaryIO]:
    if not 0 < len(descriptor.extents) <= _MAX_EXTENTS:
        raise BadEvidence(Reason.CORRUPT, "VMDK: the descriptor names no extents")
    return [_extent(path, extent) for extent in descriptor.extents]


def _extent(path: Path, extent: Any) -> BinaryIO:
    name = extent.filename or ""
    if extent.type not in _SPARSE + _FLAT:
        raise BadEvidence(Reason.UNSUPPORTED, f"VMDK: an extent of type {extent.type}")
    if not name or name in (".", "..") or any(letter in name for letter in "/\\\0"):
        raise BadEvidence(Reason.CORRUPT, "VMDK: an extent that does not lie beside the descriptor")
    stream = open_plain(path.with_name(name))
    size, magic = size_of(stream), _magic(stream)
    if (magic in _SPARSE_MAGIC) != (extent.type in _SPARSE) or magic == b"# Di":
        raise BadEvidence(Reason.CORRUPT, "VMDK: an extent is not of the type it should be")
    start = int(extent.start_sector or 0) * 512 if extent.type in _FLAT else 0
    length = extent.sectors * 512 if extent.type in _FLAT else size
    if start + length > size:
        raise BadEvidence(Reason.CORRUPT, f"VMDK: {name} was cut off")
    return cast("BinaryIO", Window(stream, start, length, what="VMDK extent"))


def _magic(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(4)
