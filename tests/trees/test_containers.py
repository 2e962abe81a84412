"""Image formats, made by qemu-img and ewfacquire of the same disk."""

from __future__ import annotations

import os
import random
import struct
import subprocess
from pathlib import Path

import pytest
from support.public_data import labelled
from support.tools import need
from support.volumes import fat, mbr, run

from mimawari.model import Origin, Reason
from mimawari.trees.container import files_of, open_disk
from mimawari.trees.image import is_image, open_image

HERE = Origin("disk", "disk.img")
FORMATS = {
    "qcow2": ["qcow2"],
    "qcow2-compressed": ["qcow2", "-c"],
    "vmdk-sparse": ["vmdk"],
    "vmdk-stream": ["vmdk", "-o", "subformat=streamOptimized"],
    "vmdk-flat": ["vmdk", "-o", "subformat=monolithicFlat"],
    "vmdk-split": ["vmdk", "-o", "subformat=twoGbMaxExtentSparse"],
    "vmdk-split-flat": ["vmdk", "-o", "subformat=twoGbMaxExtentFlat"],
    "vhd-dynamic": ["vpc", "-o", "force_size=on"],
    "vhd-fixed": ["vpc", "-o", "subformat=fixed,force_size=on"],
    "vhdx-dynamic": ["vhdx"],
    "vhdx-fixed": ["vhdx", "-o", "subformat=fixed"],
    "vdi": ["vdi"],
}


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two volumes, then stretches of zeros and of noise in turn, so that the blocks of an image lie in another order."""
    noise = random.Random(7)
    stretches = b"".join(noise.randbytes(700_000 * at) + bytes(1_300_000 * at) for at in range(1, 9))
    return mbr(tmp_path_factory.mktemp("raw") / "disk.raw", (0x01, fat(12)), (0x06, fat(16)), (0x83, stretches))


def names(path: Path) -> list[str]:
    found = open_image(path, HERE)
    assert [gap.wanted for gap in found.gaps] == ["other-volume"]
    assert all(volume.tree.open("readme.txt").read(4) == b"\0\1\2\3" for volume in found.volumes)
    return [volume.name for volume in found.volumes]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_the_same_disk(disk: Path, tmp_path: Path, name: str) -> None:
    need("qemu-img")
    kind, *options = FORMATS[name]
    image = tmp_path / "misleading.txt"
    run("qemu-img", "convert", "-f", "raw", "-O", kind, *options, disk, image)
    assert is_image(image)
    same(image, disk)
    assert names(image) == ["partition 1", "partition 2"]
    if kind == "vmdk":
        extents = [path for path in tmp_path.iterdir() if path != image and "flat" not in path.name and "-f0" not in path.name]
        assert not any(is_image(path) for path in extents)


def same(image: Path, disk: Path) -> None:
    """The disk in the image is *disk*, read as a whole and in pieces of any place and length."""
    raw, inside, draw = disk.read_bytes(), open_disk(image), random.Random(3)
    assert len(raw) <= inside.size <= len(raw) + (1 << 20)
    for at, length in [(0, len(raw)), *((draw.randrange(len(raw)), draw.randrange(1 << draw.randrange(24))) for _ in range(300))]:
        inside.stream.seek(at)
        length = min(length, len(raw) - at)
        assert inside.stream.read(length) == raw[at : at + length], (at, length)


def ewf(disk: Path, target: Path, *options: str) -> Path:
    need("ewfacquire")
    run("ewfacquire", "-u", "-q", "-t", target, "-f", "encase6", *options, disk)
    return target.with_suffix(".E01")


def test_ewf(disk: Path, tmp_path: Path) -> None:
    image = ewf(disk, tmp_path / "image[1]", "-c", "deflate:fast")
    assert is_image(image)
    same(image, disk)
    assert names(image) == ["partition 1", "partition 2"]


def test_ewf_in_segments(tmp_path: Path) -> None:
    disk = mbr(tmp_path / "disk.raw", (0x06, fat(16)), (0x07, os.urandom(4 << 20)))
    image = ewf(disk, tmp_path / "image", "-c", "deflate:none", "-S", "2000000")
    segments = sorted(tmp_path.glob("image.E*"))
    assert len(segments) > 2
    assert is_image(image)
    assert not any(is_image(path) for path in segments[1:])
    same(image, disk)
    segments[-1].unlink()
    assert [(gap.reason, gap.wanted) for gap in open_image(image, HERE).gaps] == [(Reason.MISSING, "volume")]
    segments[1].write_bytes(segments[1].read_bytes()[:-3000])
    assert [(gap.reason, gap.wanted) for gap in open_image(image, HERE).gaps] == [(Reason.CORRUPT, "volume")]


def test_an_ewf_whose_sections_lead_in_a_circle(tmp_path: Path) -> None:
    section = b"header".ljust(16, b"\0") + struct.pack("<QQ", 13, 76) + bytes(44)
    (tmp_path / "a.E01").write_bytes(b"EVF\x09\x0d\x0a\xff\x00\1\1\0\0\0" + section + bytes(500))
    gaps = open_image(tmp_path / "a.E01", HERE).gaps
    assert [(gap.wanted) for gap in gaps] == ["volume"]
    there_and_back = section[:16] + struct.pack("<QQ", 89, 76) + bytes(44) + section
    (tmp_path / "a.E01").write_bytes(b"EVF\x09\x0d\x0a\xff\x00\1\1\0\0\0" + there_and_back + bytes(500))
    assert [gap.reason for gap in open_image(tmp_path / "a.E01", HERE).gaps] == [Reason.CORRUPT]


@pytest.mark.parametrize("first", [0, 1])
def test_a_split_raw_image(disk: Path, tmp_path: Path, first: int) -> None:
    raw, step = disk.read_bytes(), 1_234_567
    for number, at in enumerate(range(0, len(raw), step), first):
        (tmp_path / f"disk.{number:03}").write_bytes(raw[at : at + step])
    same(tmp_path / f"disk.{first:03}", disk)
    assert names(tmp_path / f"disk.{first:03}") == ["partition 1", "partition 2"]


@pytest.mark.parametrize("kind", ["qcow2", "vmdk", "vpc"])
def test_a_differencing_image_never_opens_what_it_names(disk: Path, tmp_path: Path, kind: str) -> None:
    need("qemu-img")
    base, top = tmp_path / "base", tmp_path / "top"
    run("qemu-img", "convert", "-f", "raw", "-O", kind, disk, base)
    made = subprocess.run(
        ["qemu-img", "create", "-f", kind, "-F", kind, "-b", str(base), str(top)], capture_output=True, check=False
    )
    if made.returncode:
        # qemu writes no differencing VHD; the type stands 60 bytes into the footer.
        data = bytearray(base.read_bytes())
        data[-512 + 63] = 4
        top.write_bytes(data)
    gaps = open_image(top, HERE).gaps
    assert [(gap.reason, gap.wanted) for gap in gaps] == [(Reason.UNSUPPORTED, "volume")]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "..", "sub\\x", ""])
def test_a_vmdk_descriptor_reaches_only_what_lies_beside_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_bytes(bytes(1 << 16))
    (tmp_path / "case").mkdir()
    descriptor = tmp_path / "case/disk.vmdk"
    descriptor.write_text(f'# Disk DescriptorFile\nversion=1\nparentCID=ffffffff\nRW 128 FLAT "{name}" 0\n')
    assert is_image(descriptor)
    assert [(gap.reason, gap.wanted) for gap in open_image(descriptor, HERE).gaps] == [(Reason.CORRUPT, "volume")]


def test_a_vmdk_whose_extent_is_a_link_or_itself(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(bytes(1 << 16))
    (tmp_path / "extent").symlink_to("secret")
    for name in ("extent", "disk.vmdk"):
        (tmp_path / "disk.vmdk").write_text(f'# Disk DescriptorFile\nparentCID=ffffffff\nRW 1 FLAT "{name}" 0\n')
        found = open_image(tmp_path / "disk.vmdk", HERE)
        assert not found.volumes
        assert found.gaps


def test_an_encrypted_qcow2(disk: Path, tmp_path: Path) -> None:
    head = struct.pack(">4sIQIIQI", b"QFI\xfb", 3, 0, 0, 16, 1 << 20, 2)
    (tmp_path / "disk").write_bytes(head + bytes(1 << 16))
    assert [(gap.reason, gap.wanted) for gap in open_image(tmp_path / "disk", HERE).gaps] == [(Reason.ENCRYPTED, "volume")]


def test_public_images_say_what_they_are() -> None:
    found = labelled("image_benign")
    with_windows = set()
    for name, path in found.items():
        volumes = open_image(path, HERE)
        assert volumes.volumes or volumes.gaps
        assert all(gap.reason is Reason.UNSUPPORTED for gap in volumes.gaps), name
        with_windows |= {name} if volumes.volumes else set()
    assert with_windows == {"plaso/vsstest.qcow2"}
    assert all(is_image(path) for name, path in found.items() if not name.endswith((".dd", "iso9660.raw")))


def test_all_files_that_an_image_lies_in(tmp_path: Path) -> None:
    """As far as they are there, and no others."""
    for name in ("disk.001", "disk.002", "disk.004", "a.E02", "a.E03", "b.vmdk", "flat.vmdk", "e.raw"):
        (tmp_path / name).write_bytes(bytes(600))
    (tmp_path / "a.E01").write_bytes(b"EVF\x09\x0d\x0a\xff\x00" + bytes(600))
    extents = 'RW 1 FLAT "flat.vmdk" 0\nRW 1 FLAT "flat.vmdk" 1\nRW 1 FLAT "gone.vmdk" 0\nRW 1 FLAT "../e.raw" 0\n'
    (tmp_path / "c.vmdk").write_text(f"# Disk DescriptorFile\nparentCID=ffffffff\n{extents}")

    def names(image: str) -> list[str]:
        return [path.name for path in files_of(tmp_path / image)]

    assert names("disk.001") == ["disk.001", "disk.002"]
    assert names("a.E01") == ["a.E01", "a.E02", "a.E03"]
    assert names("c.vmdk") == ["c.vmdk", "flat.vmdk"]
    assert names("e.raw") == ["e.raw"]
