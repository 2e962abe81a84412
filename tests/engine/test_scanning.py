"""A full scan in pieces: however it is cut and whoever does it, the same comes of it; a file that costs a worker costs itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.lnk_files import LURE
from support.pc import Pc
from support.scanning import Marked, gaps, paths, scanned, use

from mimawari import app, signatures
from mimawari.engine import Scan, board, scanning
from mimawari.engine.frontier import UNDER_WAY, Frontier
from mimawari.model import Gap, Level, Looked, Origin, Part, Reason, Source
from mimawari.signatures import Chosen
from mimawari.sources.scan import Folders, Stage

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    for number in range(6):
        (folder / f"{number}/below").mkdir(parents=True)
        for name in "abc":
            (folder / f"{number}/{name}.txt").write_text(name)
            (folder / f"{number}/below/{name}.lnk").write_bytes(LURE)
    (folder / "cut.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    return folder


def said(source: Source) -> tuple[object, ...]:
    return (paths(source.findings), gaps(source), source.looked_at, sorted((p.key, p.hints, p.gap_counts) for p in source.parts))


def test_however_it_is_cut_the_same_comes_of_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = said(scanned(place))
    assert len(whole[0]) >= 18  # type: ignore[arg-type]
    assert said(scanned(place, seconds=0.0)) == whole, "a piece a file"
    monkeypatch.setattr(scanning, "RUN_FILES", 1)
    assert said(scanned(place)) == whole, "a run a folder"
    monkeypatch.setattr(scanning, "_LISTED", 1)
    assert said(scanned(place)) == whole, "listed folder by folder"


def test_workers_say_what_one_process_says(place: Path) -> None:
    assert said(scanned(place, jobs=2)) == said(scanned(place))


def test_parts_do_not_depend_on_who_did_them(place: Path) -> None:
    evidence = app.evidence(f"all:{place}")
    runs = [next(app.check([evidence], app.Settings(scan=Scan(seconds=seconds)), jobs=0)) for seconds in (0.0, 20.0)]
    assert runs[0].parts == runs[1].parts


HOOK = """
import os, signal, sys

def hook(event, given):
    if event == "open" and given and str(given[0]).endswith(("2/b.txt", "4/below/c.lnk")):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only where a process can be killed by a signal")
@pytest.mark.parametrize("remembers", [True, False])
def test_a_file_that_kills_its_worker_is_named_and_every_other_is_read(place: Path, tmp_path: Path, remembers: bool) -> None:
    """Every process of the run kills itself when it opens one of two files."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(HOOK)
    state = tmp_path / "state"
    state.mkdir(mode=0o700 if remembers else 0o777)
    state.chmod(0o700 if remembers else 0o777)
    paths_of = os.pathsep.join([str(tmp_path / "hook"), *filter(None, [os.environ.get("PYTHONPATH")])])
    words = [sys.executable, "-m", "mimawari", "check", f"all:{place}", "--json", "--jobs", "2", "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": paths_of, "MIMAWARI_STATE": str(state)}
    ended = subprocess.run(words, env=environment, capture_output=True, check=False)
    report = json.loads(ended.stdout)
    (source,) = report["sources"]
    failed = [(gap["origin"]["path"], gap["detail"]) for gap in report["gaps"] if gap["reason"] == "failed"]
    assert failed == [(["2/b.txt"], "worker ended with -9"), (["4/below/c.lnk"], "worker ended with -9")]
    assert source["looked_at"]["file"] == 37 - 2


SLOW = """
import sys, time

def hook(event, given):
    if event == "open" and given and str(given[0]).endswith("3/below/b.lnk"):
        time.sleep(120)

sys.addaudithook(hook)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only where a worker's environment can be prepared so")
def test_a_file_that_takes_too_long_is_named_and_every_other_is_read(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(SLOW)
    (tmp_path / "board").mkdir()
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "hook"), os.environ.get("PYTHONPATH", "")]))
    scan = Scan(journal=tmp_path / "state", board=tmp_path / "board")
    settings = app.Settings(limits=app.Limits(seconds=15.0), scan=scan)
    (source,) = app.check([app.evidence(f"all:{place}")], settings, jobs=1)
    assert [gap for gap in gaps(source) if gap[1] == "timed-out"] == [("3/below/b.lnk", "timed-out", "content", "more than 15 s")]
    assert source.looked_at["file"] == 37 - 1


def test_what_a_desk_says_is_read(tmp_path: Path) -> None:
    desk = board.Desk(tmp_path)
    desk.begin("s", "rest-1", "a/\udcff")
    desk.done("s", "rest-1", 500)
    desk.begin("s", "rest-2", "long" * 5_000)
    (at,) = board.read(tmp_path)
    assert (at.files, at.size, at.source, at.piece, at.file) == (1, 500, "s", "rest-2", ("long" * 5_000)[:4_096])


@pytest.mark.parametrize("data", [b"", b"x" * 10, b"\xff" * 30])
def test_a_desk_that_is_just_being_written_says_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "1.worker").write_bytes(data)
    assert list(board.read(tmp_path)) == []


def test_a_file_that_cost_a_worker_is_told_and_not_opened(place: Path) -> None:
    evidence = app.evidence(f"all:{place}")
    survey = app.sources.load()["all-files"].survey(evidence)
    work = Folders("x", ("content", "file"), folders=("2",), lost=(("2/b.txt", "failed", "worker ended with -9"),))
    part = scanning.scan(evidence, survey, work, app.Settings()).part
    assert [(gap.origin.path, gap.reason, gap.detail) for gap in part.gaps] == [
        (("2/b.txt",), Reason.FAILED, "worker ended with -9")
    ]
    assert {looked.kind: looked.count for looked in part.looked}["file"] == 2


def folders(*names: str, stage: Stage = Stage.REST, is_listing: bool = False) -> Folders:
    return Folders("", ("file",), folders=names, stage=stage, is_listing=is_listing)


def test_the_earliest_stage_is_read_first_and_one_piece_lists() -> None:
    frontier = Frontier((folders("", is_listing=True), folders("u", stage=Stage.INCOMING, is_listing=True)))
    (first,) = frontier.more(UNDER_WAY - 1)
    assert (first.folders, first.is_listing) == (("u",), True)
    frontier.take(
        first, scanning.Scanned(Part("s", "k", ""), (folders("u/a", stage=Stage.INCOMING), folders("u/b", stage=Stage.INCOMING)))
    )
    given = list(frontier.more(UNDER_WAY - 3))
    assert [(one.folders, one.is_listing) for one in given] == [(("",), True), (("u/a",), False), (("u/b",), False)]
    assert not frontier.is_listed


def test_a_folder_that_a_stage_began_with_is_not_listed_again_from_above() -> None:
    frontier = Frontier((folders("", is_listing=True), folders("u", stage=Stage.INCOMING, is_listing=True)))
    first, second = frontier.more(UNDER_WAY - 2)
    frontier.take(first, scanning.Scanned(Part("s", "k", "")))
    met = (folders("u", stage=Stage.INCOMING, is_listing=True), folders("v", stage=Stage.MAIL, is_listing=True))
    frontier.take(second, scanning.Scanned(Part("s", "k", ""), begins=met))
    assert [one.folders for one in frontier.more(0)] == [("v",)]


def test_a_piece_that_is_lost_is_tried_without_the_file_and_then_given_up() -> None:
    frontier = Frontier((folders("a"),))
    (work,) = frontier.more(UNDER_WAY - 1)
    assert frontier.again(work, ("a/x",), Reason.FAILED, "gone")
    (work,) = frontier.more(UNDER_WAY - 1)
    assert work.lost == (("a/x", "failed", "gone"),)
    for _ in range(2):
        assert frontier.again(work, (), Reason.FAILED, "gone")
        (work,) = frontier.more(UNDER_WAY - 1)
    assert not frontier.again(work, (), Reason.FAILED, "gone")


def test_counts_of_pieces_add_up_and_a_hundred_of_a_kind_are_kept() -> None:
    frontier = Frontier(())
    for number in range(30):
        gaps_of = tuple(Gap(Origin("s", "l", (f"{number:02}-{n:02}",)), Reason.DENIED, "file") for n in range(10))
        part = Part("s", str(number), "", gaps=gaps_of, looked=(Looked("file", 5),), gap_counts=(("denied-file", 12),))
        frontier.keep(Stage.REST, part)
    (whole,) = frontier.parts("s", "k")
    assert (whole.key, len(whole.gaps), whole.gap_counts) == ("rest", 100, (("denied-file", 360),))
    assert whole.looked == (Looked("file", 150),)
    assert whole.gaps[0].origin.path == ("00-00",)


def test_a_windows_that_lies_deeper_is_gone_over_once(tmp_path: Path) -> None:
    """The copy of a drive in a folder of its own, beside other files."""
    Pc(users=("shop",)).put("Program Files/a/b.exe", b"MZ").put("Users/shop/Downloads/c.txt", b"c").write(tmp_path / "pc")
    (tmp_path / "pc/notes.txt").write_text("x")
    count = sum(path.is_file() for path in (tmp_path / "pc").rglob("*"))
    source = scanned(tmp_path / "pc", tmp_path / "state")
    assert source.looked_at["file"] == count
    assert "unchanged-file" not in source.looked_at


def test_signatures_are_asked_in_workers_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marked = Marked()
    use(monkeypatch, marked)
    source = scanned(place)
    assert source.looked_at["signature"] == len(marked.asked) > 0


def test_where_there_is_no_file_only_that_is_told(tmp_path: Path) -> None:
    """Unless there is nothing that files could have been held against."""
    (tmp_path / "empty").mkdir()
    for without, wanted in ((frozenset[str](), ["file"]), (frozenset(signatures.load()), ["file", "signature"])):
        settings = app.Settings(signatures=Chosen(without=without), reraise=True)
        (source,) = app.check([app.evidence(f"all:{tmp_path / 'empty'}")], settings, 0)
        assert app.level_of(source) is Level.UNDETERMINED
        assert sorted(gap.wanted for gap in source.gaps) == wanted
