"""The program as others call it: its own process, its status, help at once, and a bug that is no verdict."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mimawari.faces.cli import COMMANDS, reference

ROOT = Path(__file__).parents[3]
NO = "[EmoCheck v2.4]\r\nScan time: 2023-03-10 10:00:00\r\n____\r\n\r\n[Result] \r\nEmotet was not detected.\r\n"


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        check=False,
    )


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check", "--help"]])
def test_help(words: list[str]) -> None:
    done = python("-m", "mimawari", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mimawari" in done.stdout


def test_help_imports_no_library_and_no_layer_below() -> None:
    code = (
        "import sys\nfrom mimawari.faces.cli import run\nrun(['--help'])\n"
        "heavy = {'rich', 'dissect', 'pebble', 'mimawari.app', 'mimawari.model', 'mimawari.engine', 'importlib.metadata'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = python("-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_command_says_what_it_is_for() -> None:
    page, japanese = (python("-m", "mimawari", "--help", LC_ALL=locale).stdout for locale in ("C.UTF-8", "ja_JP.UTF-8"))
    for name, words in COMMANDS.items():
        assert f"  {name}" in page
        assert words.en in page
        assert words.ja in japanese


def test_a_real_check_in_workers(tmp_path: Path) -> None:
    (tmp_path / "PC7_20230310100000_emocheck.txt").write_bytes(NO.encode())
    done = python("-m", "mimawari", "check", "--jobs", "2", "--json", str(tmp_path / "PC7_20230310100000_emocheck.txt"))
    assert done.returncode == 20, done.stderr
    assert done.stderr == ""
    assert '"host": "PC7"' in done.stdout


def test_no_such_place_is_status_3_in_one_line() -> None:
    done = python("-m", "mimawari", "check", "--jobs", "0", "no/such/place")
    assert done.returncode == 3
    assert done.stderr.splitlines() == ["mimawari: could not be opened: no/such/place"]


BUG = """
from mimawari import app
from mimawari.faces import cli
def broken(*words):
    raise ZeroDivisionError
app.check = broken
import sys
sys.argv = ['mimawari', 'check', 'x']
cli.main()
"""


def test_a_bug_is_status_70_and_one_line() -> None:
    done = python("-c", BUG)
    assert done.returncode == 70
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "ZeroDivisionError" in done.stderr


def test_a_bug_tells_more_when_asked() -> None:
    done = python("-c", BUG, MIMAWARI_DEBUG="1")
    assert done.returncode == 70
    assert "Traceback" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="only where signals are sent to a process")
def test_an_interrupted_run_is_status_130(tmp_path: Path) -> None:
    code = BUG.replace("raise ZeroDivisionError", "import time; print('on', flush=True); time.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"on\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert b"Traceback" not in process.stderr.read()


def test_the_reference_page_is_what_the_program_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    page = ROOT / "docs" / "reference" / "cli.md"
    assert page.read_text("utf-8") == "\n".join(reference.pages())
