"""NTFS volumes made by ntfs-3g and wimlib, read beside dissect.ntfs."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from support.tools import need
from support.volumes import MOMENT, SERIAL, mbr, ntfs, plant, run
from support.walking import listing

from mimawari.model import BadEvidence, Origin, Reason
from mimawari.model.filetime import from_unix_ns
from mimawari.trees import Volume
from mimawari.trees.image import is_image, open_image
from mimawari.trees.ntfs_boot import serial_of_boot
from mimawari.trees.ntfs_data import Run, runs
from mimawari.trees.ntfs_record import BrokenRecord

HERE = Origin("disk", "disk.img")
FILES: dict[str, bytes] = {}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ntfs")
    FILES.update(plant(folder / "C"))
    return ntfs(folder / "C", folder / "ntfs.img")


def opened(path: Path) -> Volume:
    found = open_image(path, HERE)
    assert not found.gaps
    assert len(found.volumes) == 1
    return found.volumes[0]


def raw_record(image: Path, name: str) -> int:
    """Where in the image the FILE record of a file begins."""
    from dissect.ntfs import NTFS

    with image.open("rb") as fh:
        volume = NTFS(fh)
        segment = volume.mft.get(name).segment
        runs = volume.mft.get(0).dataruns()
        at = segment * 1024
        for cluster, count in runs:
            if at < count * volume.cluster_size:
                return int(cluster * volume.cluster_size + at)
            at -= count * volume.cluster_size
    raise AssertionError(name)


def damaged(image: Path, target: Path, *changes: tuple[int, bytes]) -> Path:
    data = bytearray(image.read_bytes())
    for at, content in changes:
        data[at : at + len(content)] = content
    target.write_bytes(data)
    return target


def test_names_contents_times_and_serial(image: Path) -> None:
    assert is_image(image)
    volume = opened(image)
    assert (volume.name, volume.serial, volume.past) == ("", SERIAL, False)
    found = {path: entry for path, entry in listing(volume.tree).items() if not entry.is_folder}
    assert set(found) == set(FILES)
    for path, content in FILES.items():
        assert volume.tree.open(path).read() == content
        assert (found[path].size, found[path].modified) == (len(content), from_unix_ns(MOMENT) + len(content))
        assert found[path].created is not None
    assert volume.tree.exact


def test_letter_case_does_not_matter(image: Path) -> None:
    tree = opened(image).tree
    entry = tree.entry("WINDOWS/SYSTEM32/KERNEL32.DLL")
    assert entry is not None
    assert entry.name == "kernel32.dll"
    assert tree.open("users/花子/appdata/LOCAL/certlangid/CERTLANGID.exe").read(2) == b"MZ"
    assert tree.entry("windows/nothing") is None
    root = tree.entry("")
    assert root is not None
    assert (root.name, root.is_folder) == ("", True)


def test_it_agrees_with_dissect(image: Path) -> None:
    from dissect.ntfs import NTFS

    with image.open("rb") as fh:
        volume = NTFS(fh)
        for path, entry in listing(opened(image).tree).items():
            record = volume.mft.get(path)
            times = record.attributes.STANDARD_INFORMATION
            assert entry.is_folder == record.is_dir()
            assert entry.modified == from_unix_ns(times.last_modification_time_ns)
            assert entry.created == from_unix_ns(times.creation_time_ns)
            assert entry.is_folder or entry.size == record.size()


def test_a_disk_with_partitions_names_its_volumes(image: Path, tmp_path: Path) -> None:
    content = image.read_bytes()
    one = mbr(tmp_path / "one", (0x83, b"linux" * 400), (0x07, content))
    found = open_image(one, HERE)
    assert [(volume.name, volume.serial) for volume in found.volumes] == [("", SERIAL)]
    assert [gap.wanted for gap in found.gaps] == ["other-volume"]
    two = mbr(tmp_path / "two", (0x07, content), (0x07, content))
    assert [volume.name for volume in open_image(two, HERE).volumes] == ["partition 1", "partition 2"]


def test_the_copy_of_the_first_sector_serves_where_that_is_lost(image: Path, tmp_path: Path) -> None:
    disk = mbr(tmp_path / "disk", (0x07, image.read_bytes()))
    with disk.open("r+b") as fh:
        fh.seek(1 << 20)
        fh.write(b"\xaa" * 512)
    assert open_image(disk, HERE).volumes[0].serial == SERIAL


def test_the_mirror_serves_where_the_table_is_lost(image: Path, tmp_path: Path) -> None:
    broken = damaged(image, tmp_path / "broken", (raw_record(image, "$MFT"), b"BAAD"))
    assert opened(broken).tree.open("windows/system32/kernel32.dll").read(2) == b"MZ"


def test_a_damaged_record_leaves_what_the_folder_knows_and_says_so(image: Path, tmp_path: Path) -> None:
    at = raw_record(image, "Windows/System32/kernel32.dll")
    tree = opened(damaged(image, tmp_path / "broken", (at, b"BAAD"))).tree
    names = [entry.name for entry in tree.list("Windows/System32")]
    assert names == ["kernel32.dll"]
    assert [reason for reason, _ in getattr(tree, "defects")] == [Reason.CORRUPT]  # noqa: B009
    with pytest.raises(BadEvidence) as caught:
        tree.open("Windows/System32/kernel32.dll")
    assert caught.value.reason is Reason.CORRUPT


def test_a_file_that_is_gone_is_not_listed(image: Path, tmp_path: Path) -> None:
    """The record is free (flag 1 of the flags at offset 22 is off); the folder's index was not yet told."""
    at = raw_record(image, "Windows/System32/kernel32.dll")
    tree = opened(damaged(image, tmp_path / "freed", (at + 22, b"\0\0"))).tree
    assert list(tree.list("Windows/System32")) == []
    assert tree.entry("Windows/System32/kernel32.dll") is None


@pytest.mark.parametrize(("attributes", "reason"), [(0x4000, Reason.ENCRYPTED), (0, None)], ids=["EFS", "plain"])
def test_what_windows_encrypted_is_not_read(image: Path, tmp_path: Path, attributes: int, reason: Reason | None) -> None:
    """FileAttributes stand 32 bytes into $STANDARD_INFORMATION, the record's first attribute (24 bytes of header)."""
    at = raw_record(image, "Windows/System32/kernel32.dll")
    first = struct.unpack_from("<H", image.read_bytes(), at + 20)[0]
    tree = opened(damaged(image, tmp_path / "changed", (at + first + 24 + 32, struct.pack("<I", attributes)))).tree
    if reason is None:
        assert tree.open("Windows/System32/kernel32.dll").read(2) == b"MZ"
        return
    with pytest.raises(BadEvidence) as caught:
        tree.open("Windows/System32/kernel32.dll")
    assert caught.value.reason is reason


def test_a_folder_that_claims_to_lie_in_itself_makes_no_loop(image: Path, tmp_path: Path) -> None:
    """In the index of ``many`` one entry is turned to the record of ``Windows``, another to ``many`` itself."""
    from dissect.ntfs import NTFS

    with image.open("rb") as fh:
        volume = NTFS(fh)
        refs = {name: volume.mft.get(name) for name in ("many", "Windows", "many/file 0000.txt", "many/file 0001.txt")}
        numbers = {name: (found.segment | found.header.SequenceNumber << 48).to_bytes(8, "little") for name, found in refs.items()}
    data = image.read_bytes()
    changes = []
    for victim, other in (("many/file 0000.txt", "Windows"), ("many/file 0001.txt", "many")):
        name = victim.split("/")[1].encode("utf-16-le")
        at = next(at for at in _every(data, name) if data[at - 82 : at - 74] == numbers[victim])
        changes.append((at - 82, numbers[other]))
    tree = opened(damaged(image, tmp_path / "loop", *changes)).tree
    found = {entry.name: entry for entry in tree.list("many")}
    assert found["file 0000.txt"].special
    assert found["file 0001.txt"].special
    assert len(listing(tree)) < 600


def _every(data: bytes, wanted: bytes) -> list[int]:
    found, at = [], data.find(wanted)
    while at >= 0:
        found.append(at)
        at = data.find(wanted, at + 1)
    return found


def test_junctions_and_symbolic_links_are_special(tmp_path: Path) -> None:
    """A link planted in the copied tree becomes a reparse point that stands for another place."""
    plant(tmp_path / "C")
    (tmp_path / "C/link").symlink_to("Windows")
    (tmp_path / "C/loop").symlink_to(".")
    tree = opened(ntfs(tmp_path / "C", tmp_path / "ntfs.img")).tree
    for name in ("link", "loop"):
        entry = tree.entry(name)
        assert entry is not None
        assert entry.special
        assert tree.entry(f"{name}/System32") is None
        with pytest.raises(BadEvidence) as caught:
            tree.open(name)
        assert caught.value.reason is Reason.UNSUPPORTED
        with pytest.raises(BadEvidence):
            list(tree.list(name))


def test_a_file_compressed_by_ntfs_is_read(tmp_path: Path) -> None:
    """LZNT1 by wimlib is not to be had; a fragmented and a sparse file stand for what runs can be."""
    need("ntfscp")
    (tmp_path / "C").mkdir()
    image = ntfs(tmp_path / "C", tmp_path / "ntfs.img")
    content = bytes(range(256)) * 5000
    (tmp_path / "big").write_bytes(content)
    run("ntfscp", "-f", image, tmp_path / "big", "big")
    assert opened(image).tree.open("BIG").read() == content


def test_runs_of_clusters() -> None:
    """The example of the Linux NTFS documentation: 0x30 at 0x20, 0x10 at 0x30 - 0x10, and a hole of 0x20."""
    assert runs(b"\x11\x30\x20\x11\x10\xf0\x01\x20\x00") == [Run(0x20, 0x30), Run(0x10, 0x10), Run(None, 0x20)]
    assert runs(b"") == []
    for bad in (b"\x11\x00\x20\0", b"\x11\x10", b"\x10\x10\0", b"\x11\x10\x80\0", b"\x99" + bytes(40)):
        with pytest.raises(BrokenRecord):
            runs(bad)


def test_beyond_what_was_written_there_are_zeros(image: Path, tmp_path: Path) -> None:
    """The valid length stands 56 bytes into the attribute of a file that lies outside its record."""
    path = "Users/花子/AppData/Local/certlangid/certlangid.exe"
    at = raw_record(image, path)
    size = struct.pack("<Q", len(FILES[path]))
    valid = image.read_bytes().find(size * 2, at, at + 1024) + 8
    tree = opened(damaged(image, tmp_path / "short", (valid, struct.pack("<Q", 1000)))).tree
    assert tree.open(path).read() == FILES[path][:1000] + bytes(len(FILES[path]) - 1000)


@pytest.mark.parametrize("keep", [0.02, 0.3, 0.6, 0.95])
def test_an_image_that_was_cut_off_is_a_gap(image: Path, tmp_path: Path, keep: float) -> None:
    disk = mbr(tmp_path / "disk", (0x07, image.read_bytes()))
    data = disk.read_bytes()
    disk.write_bytes(data[: int(len(data) * keep)])
    found = open_image(disk, HERE)
    assert [(gap.reason, gap.wanted) for gap in found.gaps] == [(Reason.CORRUPT, "volume")]


def test_the_serial_of_an_extracted_boot_file(image: Path) -> None:
    assert serial_of_boot(io.BytesIO(image.read_bytes()[:8192])) == SERIAL
    assert serial_of_boot(io.BytesIO(b"")) is None
    assert serial_of_boot(io.BytesIO(bytes(8192))) is None
