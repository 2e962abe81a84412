"""What a journal must not get wrong: what a run counts that goes on, and what else than the given file an image lies in."""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.lnk_files import LURE
from support.scanning import Marked, gaps, scanned, use
from support.volumes import fat

from mimawari.engine import journal, scanning
from mimawari.engine.examine import Outcome
from mimawari.model import Source
from mimawari.sources import all_files
from mimawari.sources.scan import Dated

COUNT = 100


pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    for number in range(10):
        (folder / str(number)).mkdir(parents=True)
        for name in range(COUNT // 10):
            (folder / f"{number}/{name}.txt").write_text(f"text {number} {name}\n" * 50)
    (folder / "7/invoice.pdf.lnk").write_bytes(LURE)
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def said(source: Source) -> list[tuple[str, str, str]]:
    return [(" > ".join(one.origin.path), one.kind, one.sentence.ja) for one in source.findings]


def two() -> bytes:
    """An archive of two files."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", b"a")
        archive.writestr("b.lnk", LURE)
    return packed.getvalue()


def test_a_run_that_goes_on_counts_what_one_run_counts(place: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was done before: files with contents of their own, gaps, names of one file, each counted once."""
    (place / "3/two.zip").write_bytes(two())
    (place / "4/cut.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    (place / "9/0.txt").unlink()
    os.link(place / "0/0.txt", place / "9/0.txt")
    time.sleep(0.1)
    whole = scanned(place, state.with_name("other"))
    read, count = scanning._Reader._read, 0

    def broken(reader: scanning._Reader, file: Dated) -> Iterator[Outcome]:
        nonlocal count
        count += 1
        if count > COUNT // 4:
            raise KeyboardInterrupt
        yield from read(reader, file)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(scanning._Reader, "_read", broken)
        scanned(place, state)
    again = scanned(place, state)
    assert again.looked_at == whole.looked_at | {"unchanged-file": COUNT // 4}
    assert (whole.looked_at["file"], whole.looked_at["hard-link"]) == (COUNT + 2, 1)
    assert (said(again), gaps(again)) == (said(whole), gaps(whole))


@pytest.mark.parametrize("form", ["raw", "vmdk"])
def test_a_change_in_a_further_file_of_an_image_is_seen(
    tmp_path: Path, state: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, Marked())
    (tmp_path / "image").mkdir()
    whole = fat(12).ljust(1 << 20, b"\0")
    first, second, begin = split(tmp_path / "image", whole, form)
    time.sleep(0.1)
    assert scanned(first, state).findings == ()
    assert scanned(first, state).looked_at["unchanged-file"] == 2
    with second.open("r+b") as file:
        file.seek(whole.rindex(b"fine") - begin)
        file.write(b"FINE")
    time.sleep(0.1)
    anew()
    assert "unchanged-file" not in scanned(first, state).looked_at


def anew() -> None:
    """A new run has new processes."""
    for kept in (all_files._opened, all_files._ground, journal.opened):
        kept.cache_clear()


def split(folder: Path, whole: bytes, form: str) -> tuple[Path, Path, int]:
    """An image of two files: what is given to the program, the file in which the end lies, and where that begins."""
    half = whole.rindex(b"fine") // 512 * 512
    if form == "raw":
        (folder / "disk.001").write_bytes(whole[:half])
        (folder / "disk.002").write_bytes(whole[half:])
        return folder / "disk.001", folder / "disk.002", half
    (folder / "disk-flat.vmdk").write_bytes(whole)
    (folder / "disk.vmdk").write_text(DESCRIPTOR.format(sectors=len(whole) // 512))
    return folder / "disk.vmdk", folder / "disk-flat.vmdk", 0


DESCRIPTOR = """# Disk DescriptorFile
version=1
CID=fffffffe
parentCID=ffffffff
createType="monolithicFlat"
RW {sectors} FLAT "disk-flat.vmdk" 0
"""
