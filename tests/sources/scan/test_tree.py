"""Every file of a disk image and of a packed copy of a PC: named streams, hard links, the names that Windows gives them."""

import time
import zipfile
from pathlib import Path

import pytest
from support.evidence import pack
from support.lnk_files import LURE
from support.pc import Pc
from support.scanning import MARK, Marked, gaps, paths, scanned
from support.tools import need
from support.volumes import fat, gpt, mbr, ntfs, run

from mimawari.model import Origin
from mimawari.trees.image import open_image
from mimawari.trees.ntfs import NtfsTree

BASIC = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A volume with streams: short and long ones, of a file and of a folder."""
    need("ntfscp")
    folder = tmp_path_factory.mktemp("scan")
    (folder / "C/Windows/System32/config").mkdir(parents=True)
    (folder / "C/Users/花子/Documents").mkdir(parents=True)
    (folder / "C/Users/花子/Documents/note.txt").write_text("a note")
    (folder / "C/Windows/System32/kernel32.dll").write_bytes(b"MZ" + bytes(600))
    made = ntfs(folder / "C", folder / "ntfs.img", "8M")
    for stream, content, path in (
        ("short", b"x" + MARK, "Users/花子/Documents/note.txt"),
        ("long", b"y" * 300_000 + MARK, "Users/花子/Documents/note.txt"),
        ("invoice.pdf.lnk", LURE, "Users/花子/Documents/note.txt"),
    ):
        (folder / "stream").write_bytes(content)
        run("ntfscp", "-f", "-q", "-N", stream, made, folder / "stream", path)
    time.sleep(0.2)  # what was written only just is read again, as it may change unseen
    return made


NOTE = r"C:\Users\花子\Documents\note.txt"


def test_named_streams_are_read_and_named_as_windows_does(image: Path, marked: Marked) -> None:
    source = scanned(image)
    hits = [finding for finding in source.findings if finding.kind == "rule-hit"]
    assert {(" > ".join(hit.origin.path), hit.facts["offset"]) for hit in hits} == {(f"{NOTE}:short", 1), (f"{NOTE}:long", 300_000)}
    lures = {path for path in paths(source.findings) if path.endswith(".lnk")}
    assert lures == {f"{NOTE}:invoice.pdf.lnk"}
    assert {NOTE, r"C:\Windows\System32\kernel32.dll"} <= set(marked.asked)


def test_the_streams_of_a_file_as_the_tree_tells_them(image: Path) -> None:
    (volume,) = open_image(image, Origin("", "")).volumes
    assert isinstance(volume.tree, NtfsTree)
    found = volume.tree.beside("users/花子/documents/NOTE.txt")
    assert found is not None
    assert dict(found.streams) == {"short": 1 + len(MARK), "long": 300_000 + len(MARK), "invoice.pdf.lnk": len(LURE)}
    with volume.tree.stream("Users/花子/Documents/note.txt", "long") as content:
        assert content.read() == b"y" * 300_000 + MARK
    assert volume.tree.beside("Users/nobody") is None
    folder = volume.tree.beside("Users")
    assert folder is not None
    assert folder.streams == ()


def test_an_image_that_has_not_changed_is_not_read_again(image: Path, tmp_path: Path, marked: Marked) -> None:
    first = scanned(image, tmp_path / "state")
    count = len(marked.asked)
    second = scanned(image, tmp_path / "state")
    assert len(marked.asked) == count
    assert paths(first.findings) == paths(second.findings)
    assert first.id == second.id


def test_each_partition_is_gone_through(image: Path, tmp_path: Path, marked: Marked) -> None:
    disk = gpt(tmp_path / "disk.img", (BASIC, image.read_bytes()), (BASIC, fat(16)))
    scanned(disk)
    assert NOTE in marked.asked
    assert {"partition 2 > README.TXT", "partition 2 > New folder/長い名前は十三文字を越える.txt"} <= set(marked.asked)


def test_a_memory_stick_without_a_windows(tmp_path: Path, marked: Marked) -> None:
    stick = mbr(tmp_path / "stick.img", (6, fat(16)))
    source = scanned(stick)
    assert sorted(marked.asked) == ["New folder/長い名前は十三文字を越える.txt", "README.TXT"]
    assert source.looked_at["file"] == 2


@pytest.mark.parametrize("how", ["zip", "tar.gz"])
def test_a_packed_copy_of_a_pc_is_named_as_windows_does(how: str, tmp_path: Path, marked: Marked) -> None:
    Pc(users=("shop",)).put("Users/shop/Downloads/invoice.pdf.lnk", LURE).write(tmp_path / "pc")
    packed = pack(tmp_path / "pc", tmp_path / f"pc.{how}", how)
    source = scanned(packed)
    assert r"C:\Users\shop\Downloads\invoice.pdf.lnk" in paths(source.findings)
    assert {path for path in marked.asked if not path.startswith("C:\\")} == set()


def test_a_copied_drive_in_a_folder(tmp_path: Path, marked: Marked) -> None:
    Pc(users=("shop",)).put("Users/shop/Downloads/invoice.pdf.lnk", LURE).write(tmp_path / "pc")
    source = scanned(tmp_path / "pc")
    assert r"C:\Users\shop\Downloads\invoice.pdf.lnk" in paths(source.findings)
    first = next(path for path in marked.asked if "\\" in path)
    assert first.startswith(r"C:\Users\shop\Downloads")
    assert len(marked.asked) == len(set(marked.asked)), "no file twice"


def test_a_damaged_image_names_what_is_lost(image: Path, tmp_path: Path, marked: Marked) -> None:
    cut = tmp_path / "cut.img"
    cut.write_bytes(image.read_bytes()[: 3 << 20])
    source = scanned(cut)
    assert any(reason in ("corrupt", "missing") for _, reason, _, _ in gaps(source))


def test_a_member_of_150_mb_with_a_mark_at_its_end(tmp_path: Path, marked: Marked) -> None:
    big = tmp_path / "big.zip"
    with zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("member.bin", "w") as member:
        block = bytes(1 << 20)
        for _ in range(150):
            member.write(block)
        member.write(MARK)
    source = scanned(big)
    assert [finding.facts["offset"] for finding in source.findings if finding.kind == "rule-hit"] == [150 << 20]
