"""Where something is missing it is said, in CI as a failure; what is fetched is what was pinned, or nothing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import build_exe
import pytest
import windows_python
import wine
from _pytest.outcomes import Failed, Skipped
from support import wine_host
from windows_python import ROOT, Unavailable


def missing() -> None:
    raise Unavailable("pip could not fetch it")


@pytest.mark.parametrize(("ci", "outcome"), [("true", Failed), ("", Skipped)])
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("WINE", "/nowhere/wine64", "not installed: /nowhere/wine64"), ("_made", missing, "pip could not fetch it")],
)
def test_without_wine_or_its_python_a_test_is_skipped_by_name_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException], name: str, value: str | Callable[[], None], said: str
) -> None:
    monkeypatch.setenv("CI", ci)
    for program in ("WINE", "SERVER"):
        monkeypatch.setattr(wine_host, program, sys.executable)
    monkeypatch.setattr(wine_host, name, value)
    with pytest.raises(outcome, match=said):
        wine_host.windows()


def test_without_wine_the_kit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wine, "WINE", "/nowhere/wine64")
    with pytest.raises(Unavailable, match="/nowhere/wine64"):
        windows_python.kit()


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_can_write_to_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    own = windows_python._own_folder()
    assert own.parent == tmp_path
    assert own.stat().st_mode & 0o777 == 0o700
    own.chmod(mode)
    with pytest.raises(Unavailable, match="not ours alone"):
        windows_python._own_folder()


def test_nor_one_that_is_a_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / f"mimawari-windows-{os.getuid()}").symlink_to("elsewhere")
    with pytest.raises(Unavailable, match="not ours alone"):
        windows_python._own_folder()


@pytest.mark.parametrize("line", ["colorama==0.4.6", f"colorama==0.4.6 --hash=sha256:{'0' * 64}"])
def test_what_is_not_pinned_by_its_hash_is_not_installed(tmp_path: Path, line: str) -> None:
    wanted = tmp_path / "wanted.txt"
    wanted.write_text(line)
    with pytest.raises(Unavailable, match="hash"):
        windows_python._pip("--target", tmp_path / "there", "-r", wanted)
    assert not list(tmp_path.glob("there/*"))


@pytest.mark.parametrize(("words", "status"), [([], 2), (["--help"], 0), (["-x"], 2), (["a", "b"], 2)])
def test_building_the_exe_wants_one_folder(capsys: pytest.CaptureFixture[str], words: list[str], status: int) -> None:
    assert build_exe.main(words) == status
    assert "build_exe.py OUT" in capsys.readouterr().err


def test_building_it_says_what_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_exe, "kit", missing)
    assert build_exe.main(["somewhere"]) == 1
    assert capsys.readouterr().err == "build_exe.py: pip could not fetch it\n"


@pytest.mark.parametrize("script", ["build_exe.py", "windows_python.py"])
def test_the_scripts_need_no_package(script: str) -> None:
    command = [
        sys.executable,
        "-S",
        "-c",
        f"import runpy, sys; sys.path.insert(0, {str(ROOT / 'packaging')!r}); runpy.run_path(sys.argv[1])",
    ]
    subprocess.run([*command, ROOT / "packaging" / script], check=True)
