"""Images and archives with random damage: whatever it is, only ``BadEvidence`` and gaps may come of it, and soon."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from support.public_data import labelled
from support.tools import need
from support.volumes import exfat, fat, gpt, mbr, ntfs, plant, run
from support.walking import exhaust

from mimawari.model import BadEvidence, Origin
from mimawari.trees.archive import open_tar, open_zip
from mimawari.trees.image import is_image, open_image

HERE = Origin("disk", "disk.img")
SEEDS = range(30)
SECONDS = 60


def spoil(data: bytes, seed: int, first: int = 0) -> bytes:
    """Flip, overwrite or cut: a few bytes or many, near the beginning or anywhere."""
    draw, out = random.Random(seed), bytearray(data)
    reach = draw.choice([min(len(out), 4096), len(out)])
    for _ in range(draw.choice([1, 8, 64, 512])):
        at = first + draw.randrange(max(1, reach - first))
        flipped = bytes([out[at] ^ 1 << draw.randrange(8)])
        new = draw.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", draw.randbytes(4), flipped])[: len(out) - at]
        out[at : at + len(new)] = new
    return bytes(out[: draw.randrange(len(out))]) if seed % 5 == 0 else bytes(out)


def look(path: Path, entries: int = 100) -> int:
    began = time.monotonic()
    is_image(path)
    found = open_image(path, HERE)
    assert found.volumes or found.gaps
    count = sum(exhaust(volume.tree, entries) for volume in found.volumes)
    assert time.monotonic() - began < SECONDS
    return count


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    need("qemu-img", "ewfacquire", "mkntfs", "wimapply")
    folder = tmp_path_factory.mktemp("images")
    plant(folder / "C")
    volume = ntfs(folder / "C", folder / "ntfs.img", "6M")
    disk = mbr(folder / "disk.raw", (0x07, volume.read_bytes()), (0x06, fat(16)), (0x07, exfat()))
    made = {"raw": disk.read_bytes(), "ntfs": volume.read_bytes(), "fat12": fat(12), "fat32": fat(32), "exfat": exfat()}
    made["gpt"] = gpt(folder / "gpt", ("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", volume.read_bytes())).read_bytes()
    for kind in ("qcow2", "vmdk", "vpc", "vhdx", "vdi"):
        run("qemu-img", "convert", "-f", "raw", "-O", kind, disk, folder / kind)
        made[kind] = (folder / kind).read_bytes()
    run("ewfacquire", "-u", "-q", "-t", folder / "image", "-f", "encase6", "-c", "deflate:fast", disk)
    made["ewf"] = (folder / "image.E01").read_bytes()
    return made


@pytest.mark.parametrize("kind", ["raw", "ntfs", "fat12", "fat32", "exfat", "gpt", "qcow2", "vmdk", "vpc", "vhdx", "vdi", "ewf"])
def test_images(images: dict[str, bytes], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "image.E01"
    path.write_bytes(images[kind])
    assert look(path, 5000) > 1000
    for seed in SEEDS:
        path.write_bytes(spoil(images[kind], seed))
        look(path)


def test_shadow_copies(tmp_path: Path) -> None:
    pytest.importorskip("pyvshadow")
    data = next(path for name, path in labelled("image_benign").items() if name.endswith("vsstest.qcow2")).read_bytes()
    for seed in SEEDS:
        (tmp_path / "image").write_bytes(spoil(data, seed, 1 << 16))
        look(tmp_path / "image")


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"C/folder/{number}.bin", bytes(range(256)) * number)
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(40):
            info = tarfile.TarInfo("C/" + "long " * number + str(number))
            info.size = 256 * number
            info.mtime = 1_610_616_605.5
            archive.addfile(info, io.BytesIO(bytes(range(256)) * number))
    return out.getvalue()


@pytest.mark.parametrize("seed", range(150))
def test_archives(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "archive"
    for data, opened in ((_zip(), open_zip), (_tar(), open_tar), (gzip.compress(_tar(), mtime=0), open_tar)):
        path.write_bytes(spoil(data, seed))
        try:
            tree = opened(path)
        except BadEvidence:
            continue
        exhaust(tree)
