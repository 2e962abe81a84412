"""What is remembered file by file: it counts only where nothing has changed, and a killed run loses and repeats nothing."""

import gc
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
from support.lnk_files import LURE
from support.scanning import Marked, gaps, paths, scanned, use

from mimawari import app, knowledge
from mimawari.engine import Scan, basis, journal
from mimawari.model import Source
from mimawari.signatures.masking import masked

COUNT = 400


pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    for number in range(20):
        below = folder / f"folder {number:02}"
        below.mkdir(parents=True)
        for name in range(COUNT // 20):
            (below / f"{name:02}.txt").write_text(f"text {number} {name}\n" * 50)
    (folder / "folder 07" / "invoice.pdf.lnk").write_bytes(LURE)
    time.sleep(0.1)  # what was written only just is not trusted
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def reads(state: Path) -> dict[str, int]:
    """How often each file was read to its end."""
    (path,) = state.glob("scan-*.sqlite")
    with sqlite3.connect(path) as base:
        return {masked(key).decode(): count for key, count in base.execute("SELECT key, reads FROM files")}


def closed(state: Path) -> Path:
    """The journal, all of it in its one file."""
    journal.opened.cache_clear()
    gc.collect()
    (path,) = state.glob("scan-*")
    return path


def said(source: Source) -> list[tuple[str, str, str]]:
    return [(" > ".join(one.origin.path), one.kind, one.sentence.ja) for one in source.findings]


def test_what_has_not_changed_is_not_read_again_and_says_the_same(place: Path, state: Path) -> None:
    first = scanned(place, state)
    second = scanned(place, state)
    assert set(reads(state).values()) == {1}
    assert said(first) == said(second)
    assert [path for path, *_ in said(first)][:1] == ["folder 07/invoice.pdf.lnk"]
    assert second.looked_at == first.looked_at | {"unchanged-file": COUNT + 1}
    assert first.gaps == second.gaps == ()


@pytest.mark.parametrize("how", ["content", "set back", "replaced"])
def test_a_file_that_has_changed_is_read_again(place: Path, state: Path, how: str) -> None:
    scanned(place, state)
    path = place / "folder 03/05.txt"
    before = path.stat()
    text = path.read_bytes()
    if how == "replaced":
        path.rename(place / "gone")
        (place / "gone").unlink()
    path.write_bytes(LURE if how == "content" else text[::-1])
    if how != "content":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    time.sleep(0.1)
    source = scanned(place, state)
    assert {key for key, count in reads(state).items() if count == 2} == {"folder 03/05.txt"}
    assert ("folder 03/05.txt" in paths(source.findings)) is (how == "content")


def test_a_file_that_is_no_more_malicious_says_nothing(place: Path, state: Path) -> None:
    assert scanned(place, state).findings
    (place / "folder 07/invoice.pdf.lnk").write_bytes(b"plain text")
    assert scanned(place, state).findings == ()


def test_under_other_rules_all_is_read_again(place: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Marked())
    scanned(place, state)
    use(monkeypatch, Marked())
    scanned(place, state)
    assert set(reads(state).values()) == {1}
    use(monkeypatch, Marked(version="2"))
    scanned(place, state)
    assert set(reads(state).values()) == {2}


def test_again_reads_all(place: Path, state: Path) -> None:
    scanned(place, state)
    scanned(place, state, again=True)
    assert set(reads(state).values()) == {2}


def test_what_was_written_only_just_is_read_again(place: Path, state: Path) -> None:
    (place / "new.txt").write_text("x")
    scanned(place, state)
    (place / "new.txt").write_text("y")
    assert scanned(place, state).looked_at["unchanged-file"] == COUNT + 1


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from support.scanning import scanned
scanned(Path({place!r}), Path({state!r}), jobs={jobs}, seconds=0.2)
"""


def started(place: Path, state: Path, jobs: int) -> subprocess.Popen[bytes]:
    tests = str(Path(__file__).parents[1])
    program = PROGRAM.format(tests=tests, place=str(place), state=str(state), jobs=jobs)
    return subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, start_new_session=True)


def done(state: Path) -> int:
    try:
        return len(reads(state))
    except (ValueError, sqlite3.Error):
        return 0


@pytest.mark.skipif(sys.platform == "win32", reason="only where a process can be killed by a signal")
@pytest.mark.parametrize("jobs", [0, 2])
def test_killed_in_the_middle_it_goes_on_and_repeats_nothing(place: Path, state: Path, jobs: int) -> None:
    running = started(place, state, jobs)
    while done(state) < COUNT // 4 and running.poll() is None:
        time.sleep(0.005)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    if jobs:
        os.killpg(running.pid, signal.SIGKILL)
    before = done(state)
    assert COUNT // 4 <= before < COUNT + 1, "it was to be killed in the middle"
    source = scanned(place, state)
    assert len(reads(state)) == COUNT + 1
    assert set(reads(state).values()) == {1}
    assert source.looked_at["unchanged-file"] == before
    assert source.looked_at["file"] == COUNT + 1
    assert paths(source.findings)[:1] == ["folder 07/invoice.pdf.lnk"]
    assert len(said(source)) == len(set(said(source)))


def test_a_damaged_journal_is_not_used_and_said(place: Path, state: Path) -> None:
    scanned(place, state)
    path = closed(state)
    path.write_bytes(b"no database at all" * 1000)
    assert journal.prepare(path) == journal.DAMAGED
    source = scanned(place, state)
    assert "unchanged-file" not in source.looked_at
    assert set(reads(state).values()) == {1}


def test_a_row_that_was_tampered_with_does_not_count(place: Path, state: Path) -> None:
    scanned(place, state)
    (path,) = state.glob("scan-*.sqlite")
    with sqlite3.connect(path) as base:
        base.execute(
            "UPDATE files SET result = ? WHERE key = ?", (json.dumps([["l", "file", 1]]), masked(b"folder 07/invoice.pdf.lnk"))
        )
    assert scanned(place, state).findings
    assert {key for key, count in reads(state).items() if count == 2} == {"folder 07/invoice.pdf.lnk"}


def test_flipped_bytes_in_the_journal_lose_no_finding(place: Path, state: Path) -> None:
    first = said(scanned(place, state))
    path = closed(state)
    whole = path.read_bytes()
    for at in range(64, len(whole), len(whole) // 11):
        if path.exists():  # one that was found to be damaged was taken away
            assert closed(state) == path
        path.write_bytes(whole[:at] + bytes(64) + whole[at + 64 :])
        assert said(scanned(place, state)) == first


LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
"""
TOLD = """
class Watch:
    def found(self, finding): print("found", finding.kind)
    def known(self, *_): pass
    def trouble(self, locator, what): print("trouble", what)
from mimawari import app
from mimawari.engine import Scan
settings = app.Settings(reraise=True, scan=Scan(journal=Path({state!r})))
(source,) = app.check([app.evidence("all:" + {place!r})], settings, jobs=0, watch=Watch())
print("files", source.looked_at["file"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only where the size of files can be limited")
def test_without_room_it_goes_on_and_says_so(place: Path, state: Path) -> None:
    program = "from pathlib import Path\n" + LIMITED + TOLD.format(place=str(place), state=str(state))
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    lines = ended.stdout.split("\n")
    assert f"files {COUNT + 1}" in lines
    assert lines.count("trouble no room") == 1
    assert any(line.startswith("found ") for line in lines)


def test_gaps_are_told_again(place: Path, state: Path) -> None:
    (place / "cut.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    time.sleep(0.1)
    first = scanned(place, state)
    assert gaps(first)
    assert gaps(scanned(place, state)) == gaps(first)


def test_under_other_knowledge_of_the_same_version_all_is_read_again(place: Path, state: Path, tmp_path: Path) -> None:
    own = tmp_path / "knowledge"
    own.mkdir()
    shutil.copy(Path(str(files(knowledge) / "data" / "families.toml")), own)
    for count in (1, 1, 2):
        if count == 2:
            (own / "families.toml").write_text((own / "families.toml").read_text() + "\n# another one\n")
            basis._own.cache_clear()
        settings = app.Settings(reraise=True, knowledge=own, scan=Scan(journal=state))
        list(app.check([app.evidence(f"all:{place}")], settings, jobs=0))
        assert set(reads(state).values()) == {count}


def test_a_journal_that_turns_out_damaged_is_taken_away(place: Path, state: Path) -> None:
    scanned(place, state)
    path = closed(state)
    with sqlite3.connect(path) as base:
        (root,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = 'files'").fetchone()
    base.close()
    whole = bytearray(path.read_bytes())
    whole[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(whole)
    assert scanned(place, state).looked_at["file"] == COUNT + 1
    assert list(state.glob("scan-*")) == []
    journal.opened.cache_clear()  # A new run has new processes.
    scanned(place, state)
    assert set(reads(state).values()) == {1}
