"""A file that is no copy of a PC: archives and images without a Windows are opened by the formats, and damage is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import volumes
from support.archives import GIF, PNG, Member, disc, vhd, zipped

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Level, Reason, Source
from mimawari.sources import Evidence


def check(tmp_path: Path, name: str, data: bytes, passwords: tuple[str, ...] = ()) -> Source:
    path = tmp_path / name
    path.write_bytes(data)
    (source,) = app.check([Evidence(str(path))], Settings(reraise=True, passwords=passwords), jobs=0)
    assert source.kind == "single-file"
    return source


def holes(source: Source) -> set[Reason]:
    return {gap.reason for gap in source.gaps if gap.wanted == "content"}


_LOCKED = zipped(Member(b"a.png", PNG, password=b"secret"))


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.zip", zipped(Member(b"a.png", PNG), Member(b"b.gif", GIF))), ("a.iso", disc({"a.png": PNG}, joliet=True))],
)
def test_only_harmless_things_are_no_sign(tmp_path: Path, name: str, data: bytes) -> None:
    source = check(tmp_path, name, data)
    assert holes(source) == set()
    assert app.level_of(source) is Level.NO_SIGN


def test_a_locked_zip_reaches_its_format(tmp_path: Path) -> None:
    source = check(tmp_path, "a.zip", _LOCKED)
    assert holes(source) == {Reason.ENCRYPTED}
    assert app.level_of(source) is Level.UNDETERMINED
    assert app.level_of(check(tmp_path, "a.zip", _LOCKED, ("secret",))) is Level.NO_SIGN


def test_a_damaged_zip_reaches_its_format(tmp_path: Path) -> None:
    whole = zipped(Member(b"a.png", PNG), Member(b"b.gif", GIF))
    source = check(tmp_path, "a.zip", whole[: len(whole) // 2])
    assert Reason.CORRUPT in holes(source)
    assert app.level_of(source) is Level.UNDETERMINED


def test_a_damaged_tar_reaches_its_format(tmp_path: Path) -> None:
    import gzip

    source = check(tmp_path, "a.tar.gz", gzip.compress(bytes(range(256)) * 900)[:300])
    assert app.level_of(source) is Level.UNDETERMINED


@pytest.mark.parametrize("name", ["a.img", "a.vhd"])
def test_an_image_without_a_windows_is_opened(tmp_path: Path, name: str) -> None:
    volume = volumes.fat(12)
    source = check(tmp_path, name, vhd(volume) if name == "a.vhd" else volume)
    looked = {one.kind: one.count for part in source.parts for one in part.looked}
    # The image, and the text file in it; README.TXT of this volume is no text, and a gap.
    assert looked["content"] >= 2
    assert ("README.TXT",) in {gap.origin.path for gap in source.gaps}


def test_an_image_with_a_volume_that_cannot_be_read_stays_undetermined(tmp_path: Path) -> None:
    path = volumes.mbr(tmp_path / "disk", (0x0C, volumes.fat(12)), (0x83, b"ext".ljust(4096, b"\1")))
    source = check(tmp_path, "a.img", path.read_bytes())
    assert app.level_of(source) is Level.UNDETERMINED


def test_an_unknown_file_is_a_gap(tmp_path: Path) -> None:
    source = check(tmp_path, "thing.xyz", b"\x01\x02\x03\x04" * 99)
    assert holes(source) == {Reason.UNSUPPORTED}
    assert app.level_of(source) is Level.UNDETERMINED
