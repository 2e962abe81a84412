"""Volume Shadow Copies: older states of an NTFS volume, kept on the volume itself. Read with libvshadow, if it is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from mimawari.model import BadEvidence, Gap, Origin, Reason
from mimawari.model.filetime import to_iso
from mimawari.trees import Volume, Volumes
from mimawari.trees.faults import parsing
from mimawari.trees.ntfs import NtfsTree
from mimawari.trees.ntfs_boot import read_boot
from mimawari.trees.streams import Window

_HEADER_AT = 0x1E00
_IDENTIFIER = bytes.fromhex("6b870838 76c1 484e b7ae 04046e6cc752")
MAX_STORES = 512
"""What Windows keeps at most of one volume."""


class _File(Window):
    """A window as libvshadow asks for one."""

    def get_size(self) -> int:
        """The volume's size in bytes."""
        return self.size


def has_shadows(fh: BinaryIO, size: int) -> bool:
    """Whether the volume has the header of the shadow copy service."""
    if size < _HEADER_AT + 512:
        return False
    fh.seek(_HEADER_AT)
    return fh.read(16) == _IDENTIFIER


def shadows(fh: BinaryIO, size: int, origin: Origin, prefix: str = "") -> Volumes:
    """The shadow copies of the NTFS volume in *fh*, oldest first. *prefix* leads the names (``partition 2/``)."""
    try:
        if not has_shadows(fh, size):
            return Volumes(())
        stores = _stores(fh, size)
    except BadEvidence as bad:
        return Volumes((), (Gap(origin, bad.reason, "shadow-copy", bad.detail),))
    volumes: list[Volume] = []
    gaps: list[Gap] = []
    for number, store in enumerate(stores, 1):
        name = f"{prefix}shadow copy {number}"
        try:
            volumes.append(_volume(store, name))
        except BadEvidence as bad:
            gaps.append(Gap(origin.at(*origin.path, name), bad.reason, "shadow-copy", bad.detail))
    return Volumes(tuple(volumes), tuple(gaps))


def _stores(fh: BinaryIO, size: int) -> list[Any]:
    try:
        import pyvshadow
    except ImportError as fault:
        raise BadEvidence(Reason.UNSUPPORTED, "reading shadow copies needs libvshadow-python") from fault
    with parsing("shadow copies"):
        service = pyvshadow.volume()
        service.open_file_object(_File(fh, 0, size, what="volume"))
        count = service.get_number_of_stores()
        return [_Store(service, service.get_store(index)) for index in _some(count)]


def _some(count: int) -> Iterator[int]:
    return iter(range(min(count, MAX_STORES)))


class _Store:
    """A store as a stream; it keeps the volume alive, which the library does not."""

    def __init__(self, service: Any, store: Any) -> None:
        self._service = service
        self.store = store

    def seek(self, offset: int) -> int:
        """Move to a byte of the older state."""
        self.store.seek(offset)
        return offset

    def read(self, length: int) -> bytes:
        """Read of the older state."""
        return bytes(self.store.read(length))


def _volume(store: _Store, name: str) -> Volume:
    with parsing("shadow copy"):
        size = int(store.store.get_volume_size())
        made = to_iso(int(store.store.get_creation_time_as_integer())) or ""
    window = cast("BinaryIO", Window(cast("BinaryIO", store), 0, size, what="shadow copy"))
    boot = read_boot(window.read(512))
    return Volume(NtfsTree(window, boot), name, boot.serial, past=True, seen_at=made)
