"""Windows Installer packages (``.msi``, ``.msp``, ``.mst``): OLE files with the installer's class, and what they carry."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.slices import read
from mimawari.model import BadEvidence, Blob, Content, Gap, Program, Reason
from mimawari.trees.faults import parsing

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Package, patch, transform: {000C1084-...}, {000C1086-...}, {000C1082-...}.
_CLASSES = {bytes.fromhex(f"{first}10 0c00 0000 0000 c000000000000046".replace(" ", "")) for first in ("84", "86", "82")}
_NAMES = {"msi", "msp", "mst", "msm"}
_READ = 64 << 20
_STREAMS = 1000
_CARRIERS = {"pe", "cab", "zip", "ole", "script", "7z", "lnk"}


def recognises(head: Head) -> bool:
    """By the class of the root entry ([MS-CFB] 2.6.2), where the first bytes have it; else it is looked for when opened."""
    if not head.start.startswith(_OLE):
        return False
    at = _root(head.start)
    return head.start[at + 80 : at + 96] in _CLASSES if at + 96 <= len(head.start) else head.extension in _NAMES


def _root(start: bytes) -> int:
    """The offset of the root entry: the first of the first directory sector."""
    if len(start) < 512:
        return len(start)
    shift, first = struct.unpack_from("<H16xI", start, 30)
    return (first + 1 << shift) if shift in (9, 12) else len(start)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """The package as a program, and the programs, cabinets and scripts in it."""
    at = _root(read(blob.content, 512))
    if read(blob.content, 16, at + 80) not in _CLASSES:
        return
    yield Program(**blob.common, form="msi", signed=_has_signature(blob.content))
    if blob.content.size > _READ:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"what an installer of more than {_READ >> 20} MiB carries")
        return
    yield from _carried(blob)


def _has_signature(content: Content) -> bool:
    name = "\x05DigitalSignature\0".encode("utf-16-le")
    return name in read(content, _READ)


def _carried(blob: Blob) -> Iterator[Inside]:
    import olefile

    with parsing("installer"):
        ole = olefile.OleFileIO(BytesIO(read(blob.content, _READ)))
        names = ole.listdir(streams=True, storages=False)
    for number, name in enumerate(names):
        if number >= _STREAMS:
            yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {_STREAMS} streams in the installer")
            return
        try:
            with parsing(f"stream {number} of the installer"):
                data = ole.openstream(name).read()
        except BadEvidence as bad:
            yield Gap(blob.origin, bad.reason, "content", bad.detail)
            continue
        if kind_of(data[:ENOUGH]) in _CARRIERS:
            yield blob.inner(f"stream {number}", Kept.of(data), by="msi")


FORMAT = Format("msi", 90, recognises, opened)
