"""Partition tables, against the specification and against dissect.volume."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from support.volumes import fat, gpt, mbr

from mimawari.model import Origin, Reason
from mimawari.trees.image import is_image, open_image
from mimawari.trees.partitions import partitions

HERE = Origin("disk", "disk.img")
BASIC = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"
RESERVED = "e3c9e316-0b5c-4db8-817d-f92df00215ae"
LDM = "af9b60a0-1431-4f62-bc68-3311714a69ad"
LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4"


def of(image: Path) -> list[tuple[int, int, int]]:
    data = image.read_bytes()
    return [(one.number, one.offset, one.size) for one in partitions(io.BytesIO(data), len(data))]


def test_an_mbr_as_dissect_reads_it(tmp_path: Path) -> None:
    from dissect.volume.disk.disk import Disk

    image = mbr(tmp_path / "disk", (0x07, b"one" * 1000), (0x83, b"two" * 5000), (0x0B, b"three"))
    theirs = [(one.number, one.offset, one.size) for one in Disk(io.BytesIO(image.read_bytes())).partitions]
    assert of(image) == theirs
    assert len(theirs) == 3
    assert is_image(image)


def test_logical_partitions(tmp_path: Path) -> None:
    """An extended partition at sector 100: records at 100 and 300, partitions 10 sectors behind each."""
    disk = bytearray(600 * 512)
    struct.pack_into("<4xB3xII", disk, 446, 0x05, 100, 400)
    struct.pack_into("<4xB3xII", disk, 100 * 512 + 446, 0x07, 10, 50)
    struct.pack_into("<4xB3xII", disk, 100 * 512 + 462, 0x05, 200, 100)
    struct.pack_into("<4xB3xII", disk, 300 * 512 + 446, 0x07, 10, 60)
    for sector in (0, 100, 300):
        disk[sector * 512 + 510 : sector * 512 + 512] = b"\x55\xaa"
    (tmp_path / "disk").write_bytes(disk)
    assert of(tmp_path / "disk") == [(5, 110 * 512, 50 * 512), (6, 310 * 512, 60 * 512)]
    # A record that leads back to the first one ends the chain.
    struct.pack_into("<4xB3xII", disk, 300 * 512 + 462, 0x05, 200, 100)
    (tmp_path / "disk").write_bytes(disk)
    assert len(of(tmp_path / "disk")) == 2


@pytest.mark.parametrize("sector", [512, 4096])
def test_a_gpt_with_inclusive_ends(tmp_path: Path, sector: int) -> None:
    image = gpt(tmp_path / "disk", (BASIC, bytes(8192)), (RESERVED, bytes(4096)), (LINUX, bytes(4096)), sector=sector)
    assert of(image) == [(1, 1 << 20, 8192), (3, (1 << 20) + 12288, 4096)]


def test_each_volume_is_named_and_each_gap_says_where(tmp_path: Path) -> None:
    image = gpt(
        tmp_path / "disk", (BASIC, fat(12)), (RESERVED, bytes(512)), (LINUX, b"\1" * 4096), (BASIC, fat(16)), (LDM, bytes(512))
    )
    found = open_image(image, HERE)
    assert [volume.name for volume in found.volumes] == ["partition 1", "partition 4"]
    assert [(gap.origin.path, gap.reason, gap.wanted) for gap in found.gaps] == [
        (("partition 3",), Reason.UNSUPPORTED, "other-volume"),
        (("partition 5",), Reason.UNSUPPORTED, "volume"),
    ]


@pytest.mark.parametrize(
    ("sector", "reason", "wanted"),
    [
        (b"\xeb\x58\x90-FVE-FS-", Reason.ENCRYPTED, "volume"),
        (b"\xeb\x52\x90NTFS    ", Reason.CORRUPT, "volume"),
        (b"\x00\x00\x00ReFS\0\0\0\0", Reason.UNSUPPORTED, "other-volume"),
        (b"garbage", Reason.CORRUPT, "volume"),
        (b"", Reason.UNSUPPORTED, "other-volume"),
    ],
)
def test_a_partition_that_cannot_be_read_is_a_gap(tmp_path: Path, sector: bytes, reason: Reason, wanted: str) -> None:
    image = mbr(tmp_path / "disk", (0x07, sector.ljust(510, b"\0") + b"\x55\xaa" if sector else bytes(65536)))
    found = open_image(image, HERE)
    assert not found.volumes
    assert [(gap.reason, gap.wanted) for gap in found.gaps] == [(reason, wanted)]


def test_a_bare_bitlocker_volume_is_an_encrypted_image(tmp_path: Path) -> None:
    path = tmp_path / "disk"
    path.write_bytes((b"\xeb\x58\x90-FVE-FS-".ljust(510, b"\0") + b"\x55\xaa").ljust(1 << 16, b"\0"))
    assert is_image(path)
    assert [(gap.reason, gap.wanted) for gap in open_image(path, HERE).gaps] == [(Reason.ENCRYPTED, "volume")]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"MZ" + bytes(1000), b"\x55\xaa" * 600, bytes(508) + b"xx\x55\xaa" + bytes(600), b"PK\3\4" + bytes(600)],
)
def test_other_files_are_no_images(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert not is_image(path)


def test_what_is_no_file_is_no_image(tmp_path: Path) -> None:
    import os

    assert not is_image(tmp_path)
    assert not is_image(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    assert not is_image(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    assert not is_image(tmp_path / "loop")


def test_an_image_that_is_not_there_or_empty_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert [(gap.reason, gap.wanted) for gap in open_image(tmp_path / "gone", HERE).gaps] == [(Reason.MISSING, "volume")]
    assert [gap.wanted for gap in open_image(tmp_path / "empty", HERE).gaps] == ["volume"]


def test_a_bare_ntfs_volume_that_was_cut_off_is_longer_than_its_file() -> None:
    sector = bytearray(512)
    sector[3:11] = b"NTFS    "
    struct.pack_into("<HB", sector, 11, 512, 8)
    struct.pack_into("<QQQb", sector, 40, 1000, 4, 8, -10)
    (found,) = partitions(io.BytesIO(bytes(sector).ljust(512 * 900, b"\0")), 512 * 900)
    assert found.size == 512 * 1000
