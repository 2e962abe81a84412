"""``case exposure`` killed with -9: what it left of people is taken away by the next run, and what is at work is not touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import reports
from support.cli import invoke, saved, status

from mimawari.engine import books
from mimawari.faces import lists

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
HEAD = "注文番号,注文日,注文者名,注文者メールアドレス\r\n"
PATIENCE = 60.0


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case in the current folder, with a temporary folder of its own."""
    (tmp_path / "t").mkdir()
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "t"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    return tmp_path


def begun(rows: int, out: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own, with so many rows of orders."""
    order = Path(f"{out}.csv")
    with order.open("w", encoding="cp932", newline="") as file:
        file.write(HEAD)
        file.writelines(f"{n},2026/01/01,山田太郎{n},k{n}@example.com\r\n" for n in range(rows))
    words = (sys.executable, "-m", "mimawari", "case", "exposure", "--orders", str(order), "--out", out)
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def until(is_so: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert process.poll() is None, "it ended before"
        assert time.monotonic() < end
        time.sleep(0.005)


def spools(desk: Path) -> list[Path]:
    return list((desk / "t").glob(f"{books.PREFIX}*"))


def killed(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait(PATIENCE) == -signal.SIGKILL


def test_rows_that_a_killed_run_left_are_taken_away_and_those_of_one_that_goes_are_not(desk: Path) -> None:
    first = begun(60_000, "first")
    until(lambda: any(one.stat().st_size for each in spools(desk) for one in each.glob("0")), first)
    killed(first)
    (left,) = spools(desk)
    assert "山田太郎".encode() in (left / "0").read_bytes(), "people lie there"
    goes = begun(200_000, "goes")
    try:
        until(lambda: left not in spools(desk) and bool(spools(desk)), goes)
        (at_work,) = spools(desk)
        with begun(3, "next") as after:
            assert after.wait(PATIENCE) == 0
        assert spools(desk) == [at_work]
        assert (desk / "next" / lists.CSV).is_file()
    finally:
        goes.kill()
        goes.wait(PATIENCE)
    with begun(3, "last") as last:
        assert last.wait(PATIENCE) == 0
    assert spools(desk) == []


def test_lists_that_a_killed_run_left_half_are_taken_away(desk: Path) -> None:
    script = (
        "import os, signal, sys; from mimawari.faces import lists\n"
        "lists._settle = lambda path: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from mimawari.__main__ import main; main()\n"
    )
    Path("o.csv").write_text(f"{HEAD}1,2026/01/01,山田太郎,k@example.com\r\n", "cp932")
    words = (sys.executable, "-c", script, "case", "exposure", "--orders", "o.csv", "--out", "out")
    done = subprocess.run(words, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    (left,) = (desk / "out").iterdir()
    assert left.name.startswith(lists.PREFIX)
    assert "山田太郎" in (left / lists.CSV).read_text("utf-8-sig")
    assert status(invoke("case", "exposure", "--orders", "o.csv", "--out", "out")) == 0
    assert {one.name for one in (desk / "out").iterdir()} == {lists.CSV, lists.XLSX, lists.JSON}
