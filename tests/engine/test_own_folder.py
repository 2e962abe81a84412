"""Folders of one run: gone afterwards; what a killed run left is taken away, and nothing that is not provably ours."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mimawari.engine.own_folder import MARK, WORDS, own_folder

AT = "mimawari-try-"
KILLED = (
    "import os, signal, sys; from pathlib import Path; from mimawari.engine.own_folder import own_folder\n"
    f"with own_folder(Path(sys.argv[1]), {AT!r}) as folder:\n"
    "    (folder / 'rows').write_text('山田太郎', 'utf-8'); (folder / 'within').mkdir(); (folder / 'within' / 'copy').touch()\n"
    "    os.kill(os.getpid(), signal.SIGKILL)\n"
)


def left_by_a_killed_one(where: Path) -> Path:
    words = (sys.executable, "-c", KILLED, str(where))
    done = subprocess.run(words, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    (left,) = where.glob(f"{AT}*")
    assert (left / "rows").read_text("utf-8") == "山田太郎"
    return left


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_a_killed_run_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    left = left_by_a_killed_one(tmp_path)
    with own_folder(tmp_path, AT) as folder:
        assert not left.exists()
        assert list(tmp_path.iterdir()) == [folder]
        assert folder.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_a_run_that_still_goes_stays(tmp_path: Path) -> None:
    with own_folder(tmp_path, AT) as first:
        with own_folder(tmp_path, AT) as second:
            assert first != second
        assert (first / MARK).is_file()
        assert not second.exists()


@pytest.mark.skipif(os.name == "nt", reason="links and signals of POSIX")
def test_what_is_not_provably_ours_stays(tmp_path: Path) -> None:
    left = left_by_a_killed_one(tmp_path)
    elsewhere = left.rename(tmp_path / "elsewhere")
    (tmp_path / f"{AT}link").symlink_to(elsewhere)
    unmarked, others, pipe = (tmp_path / f"{AT}{name}" for name in ("unmarked", "others", "pipe"))
    for folder in (unmarked, others, pipe):
        folder.mkdir()
        (folder / "rows").write_text("x")
    (others / MARK).write_bytes(WORDS + b"and more")
    os.mkfifo(pipe / MARK)
    (tmp_path / f"{AT}file").write_bytes(WORDS)
    with own_folder(tmp_path, AT):
        pass
    for folder in (elsewhere, unmarked, others, pipe):
        assert (folder / "rows").is_file(), folder
    assert (tmp_path / f"{AT}link").is_symlink()
    assert (tmp_path / f"{AT}file").is_file()


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_what_a_link_leads_to_is_not_taken_away(tmp_path: Path) -> None:
    left, kept = left_by_a_killed_one(tmp_path), tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    (left / "link").symlink_to(kept)
    with own_folder(tmp_path, AT):
        assert not left.exists()
    assert (kept / "file").is_file()


def test_where_nothing_can_be_held_nobody_takes_it_for_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError

    monkeypatch.setattr("mimawari.engine.own_folder.hold", refuse)
    with own_folder(tmp_path, AT) as first:
        monkeypatch.undo()
        with own_folder(tmp_path, AT):
            assert first.is_dir()
