"""Files in several folders: one is read, unless the way that it was read by no more leads to this file."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from support.scanning import MARK, Marked, paths, scanned

from mimawari.model import BadEvidence, Origin, Reason
from mimawari.sources.scan import Dated, Filed, Written
from mimawari.sources.scan.disk import Disk, _file
from mimawari.sources.scan.tree import Trees
from mimawari.trees import Entry, Tree, Volume
from mimawari.trees.ntfs_streams import Beside

WRITTEN = Written(0, frozenset())
posix = pytest.mark.skipif(sys.platform == "win32", reason="only where links can be made by anyone")


@posix
def test_the_folder_of_the_name_that_was_read_is_now_a_link(tmp_path: Path, marked: Marked) -> None:
    place, state = tmp_path / "place", tmp_path / "state"
    (place / "a").mkdir(parents=True)
    (place / "b").mkdir()
    (place / "a/one").write_bytes(MARK)
    os.link(place / "a/one", place / "b/one")
    time.sleep(0.1)  # what was written only just is not trusted
    assert paths(scanned(place, state).findings) == ["a/one"]
    same = _file((place / "a/one").stat())
    disk = Disk(str(place), Origin("s", "l"), lambda way: (way,), lambda _: None)
    assert disk.holds("a/one", same)
    (place / "a").rename(tmp_path / "elsewhere")
    (place / "a").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert not disk.holds("a/one", same)
    assert disk.holds("b/one", same)
    source = scanned(place, state)
    assert paths(source.findings) == ["b/one"]
    assert "hard-link" not in source.looked_at


@posix
def test_a_name_of_a_file_that_has_changed_is_not_the_file_that_was_read(tmp_path: Path) -> None:
    disk = Disk(str(tmp_path), Origin("s", "l"), lambda way: (way,), lambda _: None)
    (tmp_path / "one").write_text("x")
    same = _file((tmp_path / "one").stat())
    assert disk.holds("one", same)
    time.sleep(0.02)  # a kernel's clock goes in steps
    (tmp_path / "one").write_text("y")
    assert not disk.holds("one", same)
    assert not disk.holds("gone", same)


class Linked:
    """A volume with one file of two names, and nothing else."""

    def list(self, path: str) -> Iterator[Entry]:
        yield from () if path else (Entry("one", False, 1), Entry("two", False, 1))

    def open(self, path: str) -> BinaryIO:
        raise BadEvidence(Reason.FAILED, path)

    def beside(self, path: str) -> Beside | None:
        return Beside(40, 2) if path else None

    def stream(self, path: str, name: str) -> BinaryIO:
        raise BadEvidence(Reason.FAILED, f"{path}:{name}")


def test_names_of_a_file_have_nothing_in_common_with_those_in_another_image() -> None:
    def same(stamp: str) -> set[str]:
        volume = Volume(cast("Tree", Linked()))
        ground = Trees((volume,), "p", stamp, WRITTEN, Origin("s", "l"), lambda _, way: (way,), lambda *_: None)
        files = [thing for thing in ground.listed("0/") if isinstance(thing, Filed)]
        return {dated.same for filed in files for dated in filed.dated() if isinstance(dated, Dated)}

    first, second = same("an image"), same("another one at its place")
    assert (len(first), len(second)) == (1, 1)
    assert first != second
