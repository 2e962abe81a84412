"""How far a full scan is, and what was found so far."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from mimawari.engine import board, journal
from mimawari.faces.scan_progress import ScanProgress
from mimawari.model import Finding, Origin, Strength, Words


def finding() -> Finding:
    words = Words(en="Something dangerous.", ja="危険なもの。")
    return Finding(origin=Origin("s", "all:place", ("a",)), strength=Strength.STRONG, words=words)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_work(folder: Path, files: int, size: int, path: str) -> None:
    desk = board.Desk(folder)
    for number in range(files):
        desk.done("s", "rest-1", size // files + (size % files if not number else 0))
    desk.begin("s", "rest-1", path)


def test_before_anything_is_known_nothing_is_said(tmp_path: Path) -> None:
    assert ScanProgress("en", tmp_path, io.StringIO()).line() == ""
    assert ScanProgress("en", None, io.StringIO()).line() == ""


def test_while_folders_are_listed_the_time_is_at_least_so_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    progress = ScanProgress("en", tmp_path, io.StringIO())
    progress._since = 0.0
    monkeypatch.setattr("time.monotonic", lambda: 10.0)
    at_work(tmp_path, 4, 40 << 20, "Users/a\x1b[2J/b.txt")
    progress.known("s", 1_000, 640 << 20, is_all=False)
    assert progress.line() == (
        "4 files, 40.0 MB read of 1,000, 640.0 MB listed so far (4.0 MB/s), at least 4 min left: Users/a\\x1b[2J/b.txt"
    )
    progress.known("s", 1_000, 400 << 20, is_all=True)
    assert progress.line() == "4 files, 40.0 MB read of 1,000, 400.0 MB (4.0 MB/s), about 3 min left: Users/a\\x1b[2J/b.txt"


def test_where_it_goes_slower_the_last_minute_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    progress, now = ScanProgress("en", tmp_path, io.StringIO()), [10.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    progress._since = 0.0
    progress.known("s", 104, 100 << 20, is_all=True)
    desk = board.Desk(tmp_path)
    for _ in range(100):
        desk.done("s", "rest-1", 900 << 10)
    assert "about 1 min left" in progress.line()
    now[0] = 75.0
    desk.done("s", "rest-1", 100 << 10)
    # By all that was done it would be 7 s; but in the last 65 s 356 kB of work, with 13,068 kB left.
    assert "about 40 min left" in progress.line()
    now[0] = 140.0
    assert "left" not in progress.line(), "nothing was done for a minute: nobody can tell"


def test_in_japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    progress = ScanProgress("ja", tmp_path, io.StringIO())
    progress._since = 0.0
    monkeypatch.setattr("time.monotonic", lambda: 10.0)
    at_work(tmp_path, 1, 10 << 20, "")
    progress.known("s", 10, 10 << 30, is_all=True)
    assert progress.line() == "1個のファイル、10.0 MBを調べました／全10個、10.0 GB（毎秒1.0 MB）、残り約2時間47分"


def test_what_is_found_is_said_at_once_and_each_thing_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = ScanProgress("en", tmp_path, io.StringIO())
    one = finding()
    progress.found(one)
    progress.found(one)
    said = capsys.readouterr().err
    assert said.count("found so far") == 1
    assert one.sentence.en in said


def test_much_that_is_found_is_not_said_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = ScanProgress("ja", tmp_path, io.StringIO())
    for number in range(50):
        progress.found(replace(finding(), origin=finding().origin.at(str(number))))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "mimawari：ほかにも見つかっています。内容は、終了後のレポートに示します。"


@pytest.mark.parametrize("what", [journal.DAMAGED, journal.NO_ROOM, journal.UNUSABLE])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_trouble_with_the_journal_is_said(what: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ScanProgress(language, tmp_path, io.StringIO()).trouble("all:place", what)
    assert "all:place" in capsys.readouterr().err


def test_on_a_terminal_it_is_shown_in_place_and_taken_away(tmp_path: Path) -> None:
    stream = Terminal()
    with ScanProgress("en", tmp_path, stream) as progress:
        progress.known("s", 1, 1, is_all=True)
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_terminal_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    stream = Terminal()
    progress = ScanProgress("en", tmp_path, stream)
    stream.close()
    progress.clear()
    progress.found(finding())
