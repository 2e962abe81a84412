"""Folders made to trip a reader: loops, FIFOs, refusals, names full of control characters, files where folders should be."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.golden import is_quiet, is_said, report, sources, strong, told, wanted
from support.pc import DAY, NOON, Pc
from support.spoiling import within

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import commands
from mimawari.model import Level, Reason, Source

LOCAL = "Users/shop/AppData/Local"
NAMES = (
    "a\nMimawari: no sign\nb", "c\x1b[2J\x07d", "e\u202egnp", "f\u2066g\u2069", "h\x7f\x85i", "j\udcff\udcfek", "l\u2028m",
    "\uff4e\u200bo",
)  # fmt: skip
posix = pytest.mark.skipif(os.name == "nt", reason="no such files on Windows")


def one(path: Path) -> Source:
    with within():
        (source,) = sources(path)
    return source


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A quiet PC's drive C:."""
    return Pc().put(f"{LOCAL}/Maker/tool.exe").write(tmp_path / "evidence") / "C"


@posix
def test_loops_of_links_are_told_and_not_followed(root: Path) -> None:
    for place in (LOCAL, "Windows/System32", "Users", "Program Files", "Windows/System32/Tasks"):
        (root / place).mkdir(exist_ok=True)
        (root / place / "up").symlink_to(root, target_is_directory=True)
        (root / place / "self").symlink_to("self")
        (root / place / "out").symlink_to("/")
    source = one(root.parent)
    assert is_quiet(source)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    ways = {gap.origin.path[-1] for gap in source.gaps if gap.wanted == "file"}
    for place in (LOCAL, "Windows/System32"):
        assert {"C:\\" + f"{place}/{name}".replace("/", "\\") for name in ("up", "self", "out")} <= ways


@posix
def test_a_local_folder_that_is_a_link_is_a_hole(root: Path, tmp_path: Path) -> None:
    (root / LOCAL).rename(tmp_path / "moved")
    (root / LOCAL).symlink_to(tmp_path / "moved", target_is_directory=True)
    source = one(root.parent)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert "file" in app.holes(source)


@posix
def test_a_hive_that_is_a_link_out_of_the_evidence_is_not_read(root: Path, tmp_path: Path) -> None:
    infected = Pc().explorer("badf00d", b"x" * 9).write(tmp_path / "other") / "C/Users/shop/NTUSER.DAT"
    hive = root / "Users/shop/NTUSER.DAT"
    hive.unlink()
    hive.symlink_to(infected)
    source = one(root.parent)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert "registry-value" in app.holes(source)


@posix
@pytest.mark.parametrize(
    ("place", "want"),
    [("Users/shop/NTUSER.DAT", "registry-value"), ("Windows/System32/config/SYSTEM", "service")],
)
def test_a_fifo_in_a_hive_s_place_is_a_gap(root: Path, place: str, want: str) -> None:
    (root / place).unlink()
    os.mkfifo(root / place)
    source = one(root.parent)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert want in app.holes(source)


@posix
def test_fifos_and_sockets_among_files_hang_nothing(root: Path) -> None:
    import socket

    os.mkfifo(root / LOCAL / "Maker/pipe.exe")
    os.mkfifo(root / "Windows/System32/Tasks/pipe")
    with socket.socket(socket.AF_UNIX) as opened:
        before = Path.cwd()
        os.chdir(root / LOCAL / "Maker")
        try:
            opened.bind("s.dll")
        finally:
            os.chdir(before)
        assert is_said(one(root.parent))


@posix
@pytest.mark.parametrize(
    ("place", "want"),
    [
        (LOCAL, "file"),
        (f"{LOCAL}/Maker", "file"),
        (f"{LOCAL}/Maker/tool.exe", "file"),
        ("Users/shop/NTUSER.DAT", "registry-value"),
        ("Windows/System32/Tasks", "task"),
        ("Windows/System32/config/SYSTEM", "service"),
    ],
)
def test_what_may_not_be_read_is_a_hole(root: Path, place: str, want: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, root / place)
    source = one(root.parent)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert want in app.holes(source)
    assert (Reason.DENIED, want) in {(gap.reason, gap.wanted) for gap in source.gaps}


def refuse(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """As root there are no permissions that refuse: whatever opens *place* is refused here."""
    for module, name in ((os, "open"), (os, "scandir"), ("builtins", "open"), (Path, "open")):
        real = getattr(__import__(module) if isinstance(module, str) else module, name)
        target = f"{module}.{name}" if isinstance(module, str) else module
        patched = _refusing(real, str(place))
        if isinstance(target, str):
            monkeypatch.setattr(target, patched)
        else:
            monkeypatch.setattr(target, name, patched)


def _refusing(real: Callable[..., Any], place: str) -> Callable[..., Any]:
    def refusing(path: Any = ".", *more: Any, **named: Any) -> Any:
        if str(path) == place:
            raise PermissionError(13, "denied", place)
        return real(path, *more, **named)

    return refusing


@posix
@pytest.mark.parametrize("name", NAMES, ids=[ascii(name) for name in NAMES])
def test_evil_names_are_found_and_cannot_speak(name: str, tmp_path: Path) -> None:
    """A seven-day program with such a name is found; the report stays readable and holds nothing that a terminal obeys."""
    folder = f"{LOCAL}/x{name}"
    pc = Pc(users=("shop",)).put(f"{folder}/{name}.exe", when=NOON - 7 * DAY)
    pc.run(name.replace("\udcff\udcfe", ""), "C:\\" + f"{folder}/{name}.exe".replace("/", "\\").replace("\udcff\udcfe", "?"))
    written = pc.write(tmp_path / "evidence")
    assert "seven-day" in strong(one(written))
    text = report(written)
    assert text.isascii()
    assert json_report.text(json_report.read(text), app.known()) == text
    for tongue in ("ja", "en"):
        shown = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(commands, ["check", str(written), "--jobs", "0", "--lang", tongue])
        assert not [c for c in shown.stdout if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert "\nMimawari: no sign" not in shown.stdout


@posix
def test_users_with_evil_names_are_users(tmp_path: Path) -> None:
    root = Pc().write(tmp_path / "evidence") / "C"
    for name in NAMES:
        shutil.copytree(root / "Users/shop", root / "Users" / name)
    source = one(root.parent)
    assert app.level_of(source) is Level.NO_SIGN, told(source)
    (text,) = json.loads(report(root.parent))["sources"]
    assert text["level"] == "no-sign"


@posix
def test_paths_longer_than_260_characters(tmp_path: Path) -> None:
    folder = f"{LOCAL}/{'a' * 200}/{'b' * 200}"
    pc = Pc().put(f"{folder}/{'c' * 200}.exe", when=NOON - 7 * DAY)
    pc.put(f"{LOCAL}/deep/{'/'.join(['d' * 200] * 12)}/e.exe")
    source = one(pc.write(tmp_path / "evidence"))
    assert strong(source) == {"seven-day"}, told(source)


@pytest.mark.parametrize(
    ("place", "want"),
    [("Users", "file"), (LOCAL, "file"), ("Windows/System32/Tasks", "task"), ("Users/shop", "registry-value")],
)
def test_a_file_where_a_folder_should_be(root: Path, place: str, want: str) -> None:
    shutil.rmtree(root / place)
    (root / place).write_bytes(b"a file")
    source = one(root.parent)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert want in app.holes(source)


@pytest.mark.parametrize(
    ("place", "want"),
    [
        ("Windows/System32/config/SOFTWARE", "registry-value"),
        ("Windows/System32/config/SYSTEM", "service"),
        ("Users/shop/NTUSER.DAT", "registry-value"),
    ],
)
def test_a_folder_where_a_hive_should_be(root: Path, place: str, want: str) -> None:
    (root / place).unlink()
    (root / place).mkdir()
    source = one(root.parent)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert want in app.holes(source)


def test_a_config_folder_that_is_a_file(root: Path) -> None:
    shutil.rmtree(root / "Windows/System32/config")
    (root / "Windows/System32/config").write_bytes(b"")
    source = one(root.parent)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert {"registry-value", "service"} <= set(app.holes(source))


@pytest.mark.parametrize("make", [None, "C", "C/Windows", "C/Windows/System32", "C/Windows/System32/config"])
def test_an_empty_folder_is_never_no_sign(make: str | None, tmp_path: Path) -> None:
    (tmp_path / "evidence" / (make or "")).mkdir(parents=True)
    for source in sources(tmp_path / "evidence"):
        assert app.level_of(source) is Level.UNDETERMINED, told(source)
        assert wanted(source)
