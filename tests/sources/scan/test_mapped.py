"""What a program changes through a mapping is read again, though the system sets no further time."""

import mmap
import os
import sys
import time
from pathlib import Path

import pytest
from support.scanning import MARK, Marked, paths, scanned

from mimawari.sources.scan import Written, mapped
from mimawari.sources.scan.mapped import Times

linux = pytest.mark.skipif(sys.platform != "linux", reason="only where the system tells what programs have mapped")


@linux
def test_a_file_that_a_program_has_mapped_is_read_again(tmp_path: Path, marked: Marked) -> None:
    place, state = tmp_path / "place", tmp_path / "state"
    place.mkdir()
    (place / "still.bin").write_bytes(bytes(8192))
    with (place / "mapped.bin").open("w+b") as file:
        file.write(bytes(8192))
        file.flush()
        os.fsync(file.fileno())
        with mmap.mmap(file.fileno(), 0) as view:
            view[0:1] = b"\2"
            time.sleep(0.2)
            assert paths(scanned(place, state).findings) == []
            view[100 : 100 + len(MARK)] = MARK
            source = scanned(place, state)
    assert paths(source.findings) == ["mapped.bin"]
    assert source.looked_at["unchanged-file"] == 1
    assert marked.asked.count("still.bin") == 1


@linux
def test_programs_tell_what_they_have_mapped_for_writing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(4096))
    inode = (tmp_path / "a").stat().st_ino
    with (tmp_path / "a").open("r+b") as file:
        assert inode not in mapped.mapped().inodes
        with mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE):
            assert inode not in mapped.mapped().inodes
        with mmap.mmap(file.fileno(), 0):
            assert inode in mapped.mapped().inodes


MAPS = b"""\
55d0-55d2 r--p 00000000 fe:00 11 /usr/bin/x
7f00-7f10 rw-s 00000000 fe:00 12 /var/lib/a name with spaces
7f10-7f20 r--s 00000000 fe:00 13 /var/lib/b (deleted)
7f20-7f30 rw-s 00000000 00:01 0 /dev/zero
7f30-7f40 rw-p 00000000 00:00 0
cut
"""


def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, expiry: str = "3000", interval: str = "500") -> None:
    """A process, and how the system writes back."""
    for name, content in (("7/maps", MAPS), ("self/maps", MAPS.replace(b" 12 ", b" 99 "))):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(content)
    (tmp_path / "dirty_expire_centisecs").write_text(expiry + "\n")
    (tmp_path / "dirty_writeback_centisecs").write_text(interval + "\n")
    monkeypatch.setattr(mapped, "_PROC", tmp_path)
    monkeypatch.setattr(mapped, "_VM", tmp_path)
    monkeypatch.setattr(mapped, "settling", mapped.settling.__wrapped__)


def ago(moment: float, inode: int = 50, *, is_ours: bool = False) -> Written:
    return Written(time.time_ns() - round(moment * 1_000_000_000), frozenset({inode}), is_ours)


def test_what_is_shared_is_what_others_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, monkeypatch)
    assert mapped.mapped().inodes == {12, 13}


@pytest.mark.parametrize(
    ("expiry", "interval", "seconds"), [("3000", "500", 65.0), ("6000", "6000", 150.0), ("3000", "0", float("inf"))]
)
def test_how_long_the_system_takes_to_write_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expiry: str, interval: str, seconds: float
) -> None:
    table(tmp_path, monkeypatch, expiry=expiry, interval=interval)
    assert mapped.settling() == seconds


def test_what_was_changed_lately_and_is_mapped_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, monkeypatch)
    assert Times().tell(ago(1))
    assert not Times().tell(ago(1, inode=12))
    assert not Times().tell(Written(ago(1).moment, frozenset({50, 13})))
    assert Times().tell(ago(66, inode=12)), "it was written back since, and the next write will set the time"
    assert not Times().tell(ago(0)), "a clock goes in steps"
    assert not Times().tell(ago(-3600))
    assert Times().tell(None)


def test_what_was_changed_since_programs_were_asked_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, monkeypatch)
    times = Times()
    assert times.tell(ago(1))
    written = ago(0)
    time.sleep(0.1)
    assert not times.tell(written)
    assert Times().tell(written)


def test_where_programs_do_not_tell_only_what_nobody_else_may_write_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, monkeypatch)
    (tmp_path / "7/maps").unlink()
    (tmp_path / "7/maps").mkdir()
    assert not Times().tell(ago(1))
    assert Times().tell(ago(1, is_ours=True))
    assert Times().tell(ago(66))


def test_where_there_is_no_such_table_only_age_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "_PROC", tmp_path / "none")
    monkeypatch.setattr(mapped, "_VM", tmp_path / "none")
    monkeypatch.setattr(mapped, "settling", mapped.settling.__wrapped__)
    assert not Times().tell(ago(200))
    assert Times().tell(ago(301))


@pytest.mark.skipif(sys.platform == "win32", reason="only where files have an owner and rights")
def test_a_file_that_a_group_may_write_is_not_ours_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "a").chmod(0o644)
    assert Written.of((tmp_path / "a").stat()).is_ours
    (tmp_path / "a").chmod(0o664)
    assert not Written.of((tmp_path / "a").stat()).is_ours
