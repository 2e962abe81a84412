"""The first sector of an NTFS volume."""

from __future__ import annotations

from dataclasses import dataclass
from struct import unpack_from
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason

MAGIC = b"NTFS    "


@dataclass(frozen=True, slots=True)
class Boot:
    """Sizes in bytes, places in clusters; ``serial`` as Windows shows it (the low 32 bits of the 64)."""

    cluster_size: int
    record_size: int
    sectors: int
    sector_size: int
    mft: int
    mirror: int
    serial: int
    sector: bytes


def read_boot(sector: bytes) -> Boot:
    """What the boot sector says. Raises ``BadEvidence`` corrupt where it cannot be one."""
    if len(sector) < 512 or sector[3:11] != MAGIC:
        raise BadEvidence(Reason.CORRUPT, "no NTFS boot sector")
    size, per_cluster = unpack_from("<HB", sector, 11)
    sectors, mft, mirror, per_record = unpack_from("<QQQb", sector, 40)
    cluster = size * (per_cluster if per_cluster <= 0x80 else 1 << (256 - per_cluster))
    record = 1 << -per_record if per_record < 0 else per_record * cluster
    if size not in (512, 1024, 2048, 4096) or not _power(cluster, 512, 1 << 21) or not _power(record, 512, 1 << 16):
        raise BadEvidence(Reason.CORRUPT, "the NTFS boot sector has impossible sizes")
    return Boot(cluster, record, sectors, size, mft, mirror, unpack_from("<Q", sector, 72)[0] & 0xFFFFFFFF, sector[:512])


def serial_of_boot(stream: BinaryIO) -> int | None:
    """The volume's serial number as Windows shows it, from an extracted ``$Boot``; None if that is none."""
    stream.seek(0)
    try:
        return read_boot(stream.read(512)).serial
    except BadEvidence:
        return None


def _power(value: int, low: int, high: int) -> bool:
    return low <= value <= high and value & (value - 1) == 0
