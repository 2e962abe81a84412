"""The folder of a run: gone afterwards, and taken away by a later run where the run that made it was killed; nothing else is."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from mimawari.engine import board

OLD = 3600


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(folder: Path, *names: str) -> Path:
    """What a run left there long ago."""
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"")
    os.utime(folder, (time.time() - OLD, time.time() - OLD))
    return folder


def test_it_is_there_for_a_while(temporary: Path) -> None:
    with board.folder() as folder:
        assert folder is not None
        board.Desk(folder).begin("s", "p", "f")
        assert list(temporary.iterdir()) == [folder]
    assert list(temporary.iterdir()) == []


def test_without_room_there_is_none(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "none"))
    with board.folder() as folder:
        assert folder is None


RUN = """
import sys, tempfile, time
tempfile.tempdir = sys.argv[1]
from mimawari.engine import board
with board.folder() as folder:
    board.Desk(folder).begin("s", "p", "f")
    print(folder, flush=True)
    time.sleep(120)
"""


def test_that_of_a_run_that_was_killed_is_taken_away_and_that_of_one_that_lives_is_not(temporary: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", RUN, temporary], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        folders = [Path(one.stdout.readline().strip()) for one in running if one.stdout]
        assert all(sorted(path.suffix for path in folder.iterdir()) == ["", ".worker"] for folder in folders)
        running[0].kill()
        running[0].wait()
        for folder in folders:
            os.utime(folder, (time.time() - OLD, time.time() - OLD))
        with board.folder():
            assert [folder.exists() for folder in folders] == [False, True]
    finally:
        for one in running:
            one.kill()
            one.communicate()


def test_what_is_not_certainly_ours_stays(temporary: Path) -> None:
    kept = [
        left(temporary / "mimawari-a"),
        left(temporary / "mimawari-b", "1.worker"),
        left(temporary / "mimawari-c", "run", "1.worker", "notes.txt"),
        left(temporary / "other-d", "run"),
    ]
    (temporary / "mimawari-e").write_bytes(b"")
    (left(temporary / "mimawari-f") / "run").mkdir()
    young = left(temporary / "mimawari-g", "run")
    os.utime(young)
    gone = left(temporary / "mimawari-h", "run", "1.worker")
    with board.folder():
        assert not gone.exists()
        assert all(path.exists() for path in (*kept, young, temporary / "mimawari-e", temporary / "mimawari-f/run"))


@pytest.mark.skipif(sys.platform == "win32", reason="only where links can be made by anyone")
def test_no_link_is_followed(temporary: Path) -> None:
    target = left(temporary / "target", "run", "1.worker")
    (temporary / "mimawari-a").symlink_to(target, target_is_directory=True)
    (temporary / "elsewhere").write_text("kept")
    linked = left(temporary / "mimawari-b")
    (linked / "run").symlink_to(temporary / "elsewhere")
    os.utime(linked, (time.time() - OLD, time.time() - OLD))
    with board.folder():
        assert (target / "run").exists()
        assert (linked / "run").is_symlink()
        assert (temporary / "elsewhere").read_text() == "kept"


WORKERS = """
import sys, time
sys.path.insert(0, sys.argv[1])
from support import tasks
from mimawari.engine import Limits, Pool
with Pool(2, Limits()) as pool:
    for _ in range(2):
        pool.submit(1, tasks.counting, sys.argv[2])
    list(pool.results())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only where a process can be killed by a signal")
def test_workers_end_with_the_program_that_is_killed(temporary: Path) -> None:
    """Whatever they are at: each of these writes on and on."""
    words = [sys.executable, "-c", WORKERS, str(Path(__file__).parents[1]), str(temporary)]
    running = subprocess.Popen(words, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait(lambda: len(list(temporary.glob("*.count"))) == 2)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        time.sleep(0.3)
        sizes = [path.stat().st_size for path in temporary.glob("*.count")]
        time.sleep(0.5)
        assert [path.stat().st_size for path in temporary.glob("*.count")] == sizes
        assert not any(alive(int(path.stem)) for path in temporary.glob("*.count"))
    finally:
        for path in temporary.glob("*.count"):
            if alive(int(path.stem)):
                os.kill(int(path.stem), signal.SIGKILL)


def wait(is_so: object) -> None:
    until = time.monotonic() + 60
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.01)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z" if sys.platform == "linux" else True
