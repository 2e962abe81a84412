"""The example evidence: always the same, inert, and with the marks that it is for."""

from __future__ import annotations

import hashlib
import io
import os
import struct
from pathlib import Path

import pytest
from support.hives import everything

from mimawari.examples.builder import build
from mimawari.sources.windows.hive import Hive, open_hive
from mimawari.sources.windows.serial import serial_of_shortcut

SHOP = "C/Users/shop"
LOCAL = f"{SHOP}/AppData/Local"
WEEK = 7 * 86_400 * 1_000_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    assert build(folder) == (folder / "infected-pc", folder / "clean-pc")
    return folder


def every(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*"))


def state(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (
            str(path.relative_to(folder)),
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in every(folder)
    ]


def hive(path: Path) -> Hive:
    return open_hive(io.BytesIO(path.read_bytes()))


def run_values(path: Path, prefix: str = "Software\\") -> dict[str, str]:
    key = hive(path).key(rf"{prefix}Microsoft\Windows\CurrentVersion\Run")
    assert key is not None
    return {value.name: str(value.data) for value in key.values()}


def test_it_is_the_same_each_time_to_the_last_time_stamp(built: Path, tmp_path: Path) -> None:
    build(tmp_path)
    assert state(tmp_path) == state(built)


def test_writing_over_an_example_leaves_nothing_of_it(built: Path, tmp_path: Path) -> None:
    build(tmp_path)
    (tmp_path / "clean-pc/C/Users/left.exe").write_bytes(b"x")
    (tmp_path / "infected-pc/C/Windows/System32/ping.exe").write_bytes(b"x")
    build(tmp_path)
    assert state(tmp_path) == state(built)


@pytest.mark.parametrize("name", ["infected-pc", "clean-pc"])
def test_what_is_no_example_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "C").mkdir(parents=True)
    (tmp_path / name / "C" / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match=name):
        build(tmp_path)
    assert [path.name for path in every(tmp_path)] == [name, "C", "mine.txt"]


def test_a_file_or_a_link_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "infected-pc").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        build(tmp_path)
    (tmp_path / "infected-pc").unlink()
    (tmp_path / "infected-pc").write_text("a file")
    with pytest.raises(FileExistsError):
        build(tmp_path)
    assert not every(tmp_path / "elsewhere")


def test_nothing_in_it_can_run(built: Path) -> None:
    """Every program is a line or two of plain text behind ``MZ``: no header follows, so no system would start it."""
    for path in every(built):
        content = path.read_bytes() if path.is_file() else b""
        assert content[:4] not in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"PK\3\4")
        if content[:2] == b"MZ":
            assert len(content) < 512
            assert content.decode("utf-8").replace("\r\n", "").isprintable()
            assert "inert example" in content.decode("utf-8")


def test_every_time_has_a_fraction_that_windows_could_keep(built: Path) -> None:
    for path in every(built):
        assert path.stat().st_mtime_ns % 100 == 0
        assert path.stat().st_mtime_ns % 1_000_000_000 != 0, path


def test_only_the_decoy_is_seven_days_older_than_its_folder(built: Path) -> None:
    pairs = [path for path in every(built) if path.is_file() and abs(_age(path) - WEEK) < 1_000_000_000]
    assert [str(path.relative_to(built)) for path in pairs] == [f"infected-pc/{LOCAL}/Ckninfwzsiyq/ialkquzoob.czi"]
    assert _age(pairs[0]) == WEEK


def _age(path: Path) -> int:
    return path.parent.stat().st_mtime_ns - path.stat().st_mtime_ns


def test_the_decoy_says_in_both_languages_that_it_is_none(built: Path) -> None:
    content = (built / "infected-pc" / LOCAL / "Ckninfwzsiyq/ialkquzoob.czi").read_bytes()
    assert content.startswith(b"MZ")
    assert "inert example" in content.decode()
    assert "無害な見本" in content.decode()


def test_the_decoy_is_started_from_the_run_key(built: Path) -> None:
    command = r'C:\Windows\SysWOW64\rundll32.exe "C:\Users\shop\AppData\Local\Ckninfwzsiyq\ialkquzoob.czi",Control_RunDLL'
    assert run_values(built / "infected-pc" / SHOP / "NTUSER.DAT")["ialkquzoob.czi"] == command
    others = [*run_values(built / "infected-pc/C/Users/山田/NTUSER.DAT").values()]
    others += run_values(built / "clean-pc" / SHOP / "NTUSER.DAT").values()
    assert others
    assert not any("rundll32" in other for other in others)


def test_the_stored_name_fits_the_serial_in_the_shortcuts(built: Path) -> None:
    links = sorted((built / "infected-pc").rglob("*.lnk"))
    serials = {serial_of_shortcut(link.read_bytes()) for link in links}
    assert len(links) == 4
    assert len(serials) == 1
    serial = serials.pop()
    assert serial is not None
    key = hive(built / "infected-pc" / SHOP / "NTUSER.DAT").key(r"Software\Microsoft\Windows\CurrentVersion\Explorer")
    stored = key.value(f"{serial:x}") if key else None
    assert stored
    assert isinstance(stored.data, bytes)
    pad = struct.pack("<I", serial) * 4
    assert bytes(a ^ b for a, b in zip(stored.data, pad, strict=False)) == b"mstask"


def test_the_clean_pc_has_neighbours_and_a_printer(built: Path) -> None:
    assert set(run_values(built / "clean-pc" / SHOP / "NTUSER.DAT")) >= {"OneDrive", "Discord", "Zoom", "com.squirrel.Teams.Teams"}
    machine = run_values(built / "clean-pc/C/Windows/System32/config/SOFTWARE", "")
    assert "rundll32.exe" in machine["SakuraPrintTray"]
    assert "Program Files" in machine["SakuraPrintTray"]


def test_every_run_value_starts_something_that_is_there(built: Path) -> None:
    for pc in ("infected-pc", "clean-pc"):
        files = {str(path.relative_to(built / pc / "C")).lower() for path in every(built / pc / "C")}
        for user in ("山田", "shop"):
            for command in run_values(built / pc / f"C/Users/{user}/NTUSER.DAT").values():
                program = command.strip('"').split('"')[0].split(".exe")[0] + ".exe"
                assert program[3:].replace("\\", "/").lower() in files, command


@pytest.mark.parametrize("pc", ["infected-pc", "clean-pc"])
def test_every_hive_is_whole(built: Path, pc: str) -> None:
    names = ["config/SOFTWARE", "config/SYSTEM", "config/SAM", "config/SECURITY", "config/DEFAULT"]
    paths = [built / pc / "C/Windows/System32" / name for name in names]
    paths += [built / pc / f"C/Users/{user}/NTUSER.DAT" for user in ("山田", "shop", "Default")]
    for path in paths:
        opened = hive(path)
        assert opened.defects == ()
        assert list(everything(opened.root))


@pytest.mark.parametrize("pc", ["infected-pc", "clean-pc"])
def test_system32_is_of_a_believable_size(built: Path, pc: str) -> None:
    for folder in ("System32", "SysWOW64"):
        programs = [name for name in os.listdir(built / pc / "C/Windows" / folder) if name.lower().endswith((".exe", ".dll"))]
        assert len(programs) >= 100
