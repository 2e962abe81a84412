"""FAT and exFAT volumes, written after Microsoft's specifications."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.volumes import SERIAL, exfat, fat
from support.walking import exhaust, listing

from mimawari.model import BadEvidence, Origin, Reason
from mimawari.trees import Tree
from mimawari.trees.image import is_image, open_image

HERE = Origin("disk", "disk.img")


def ticks(*moment: int, part: int = 0) -> int:
    seconds = (datetime(*moment, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()  # type: ignore[misc, arg-type]
    return int(seconds) * 10_000_000 + part


def opened(tmp_path: Path, image: bytes) -> Tree:
    path = tmp_path / "volume"
    path.write_bytes(image)
    assert is_image(path)
    found = open_image(path, HERE)
    assert [(volume.serial, volume.name, volume.past) for volume in found.volumes] == [(SERIAL, "", False)]
    assert not found.gaps
    return found.volumes[0].tree


@pytest.mark.parametrize("bits", [12, 16, 32])
def test_fat(tmp_path: Path, bits: int) -> None:
    tree = opened(tmp_path, fat(bits))
    found = listing(tree)
    assert set(found) == {"README.TXT", "New folder", "New folder/長い名前は十三文字を越える.txt"}
    assert tree.open("readme.txt").read() == bytes(number % 251 for number in range(1300))
    assert tree.open("new FOLDER/長い名前は十三文字を越える.TXT").read() == b"fine"
    readme = found["README.TXT"]
    assert readme.size == 1300
    assert readme.modified == ticks(2021, 1, 14, 9, 30, 4)
    assert readme.created == ticks(2021, 1, 14, 9, 30, 5, part=5_000_000)
    assert not tree.exact


def test_exfat(tmp_path: Path) -> None:
    tree = opened(tmp_path, exfat())
    found = listing(tree)
    assert set(found) == {"長い名前の長いファイル名です.txt", "scattered.bin", "folder", "folder/inner"}
    assert tree.open("長い名前の長いファイル名です.txt").read() == b"a" * 700
    assert tree.open("scattered.bin").read() == b"b" * 512 + b"c" * 88
    assert tree.open("FOLDER/inner").read() == b"inner"
    # 18:30:04.25 at nine hours east of UTC
    assert found["scattered.bin"].modified == ticks(2021, 1, 14, 9, 30, 4, part=2_500_000)


def test_a_chain_in_a_circle_ends(tmp_path: Path) -> None:
    image = bytearray(fat(16))
    struct.pack_into("<HHH", image, 512 + 5 * 2, 3, 6, 7)
    tree = opened(tmp_path, bytes(image))
    assert len(tree.open("readme.txt").read()) == 1300
    # The folder's own chain goes round as well.
    struct.pack_into("<H", image, 512 + 6 * 2, 6)
    exhaust(opened(tmp_path, bytes(image)))


def test_a_chain_that_leaves_the_volume_is_corrupt(tmp_path: Path) -> None:
    image = bytearray(fat(16))
    struct.pack_into("<H", image, 512 + 9 * 2, 0x7FFF)
    with pytest.raises(BadEvidence) as caught:
        opened(tmp_path, bytes(image)).open("readme.txt")
    assert caught.value.reason is Reason.CORRUPT
