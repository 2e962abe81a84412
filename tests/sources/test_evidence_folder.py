"""A folder of evidence: everything in it is looked at in its place, and what is left out is named."""

import os
import sys
from pathlib import Path

import pytest

from mimawari.engine import Inline, Settings, walk
from mimawari.model import Reason, Source
from mimawari.sources import Evidence, Survey, evidence_folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="only where links and FIFOs can be made by anyone")


def surveyed(folder: Path, inside: str = "") -> Survey:
    evidence = Evidence(str(folder), inside)
    assert evidence_folder.recognises(evidence)
    return evidence_folder.survey(evidence)


def gaps(found: Survey) -> list[tuple[tuple[str, ...], Reason, str]]:
    return [(gap.origin.path, gap.reason, gap.wanted) for gap in found.gaps]


def walked(folder: Path) -> list[Source]:
    return list(walk([Evidence(str(folder))], Settings(reraise=True), Inline()))


def test_every_file_and_folder_is_evidence_sorted(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / "c").mkdir()
    (tmp_path / "a 1.txt").write_text("a")
    found = surveyed(tmp_path)
    assert found.children == tuple(Evidence(str(tmp_path), name) for name in ("a 1.txt", "b.txt", "c"))
    assert gaps(found) == []


def test_below_the_folder_the_way_down_is_kept(tmp_path: Path) -> None:
    (tmp_path / "march").mkdir()
    (tmp_path / "march" / "pc1.txt").write_text("x")
    assert surveyed(tmp_path, "march").children == (Evidence(str(tmp_path), "march/pc1.txt"),)


def test_a_file_is_not_a_folder_of_evidence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    assert not evidence_folder.recognises(Evidence(str(tmp_path / "a.txt")))


def test_an_empty_folder_is_a_gap_not_silence(tmp_path: Path) -> None:
    found = surveyed(tmp_path)
    assert found.children == ()
    assert gaps(found) == [((), Reason.MISSING, "evidence")]


def test_an_empty_folder_is_a_source_with_nothing_looked_at(tmp_path: Path) -> None:
    (source,) = walked(tmp_path)
    assert source.kind == "evidence-folder"
    assert source.looked_at == {}
    assert [gap.wanted for gap in source.gaps] == ["evidence"]


@posix
def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "away.txt").symlink_to("real.txt")
    (tmp_path / "nowhere").symlink_to("missing")
    found = surveyed(tmp_path)
    assert [child.inside for child in found.children] == ["real.txt"]
    assert gaps(found) == [((name,), Reason.UNSUPPORTED, "evidence") for name in ("away.txt", "loop", "nowhere")]


@posix
def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (source,) = walked(tmp_path)
    assert [gap.origin.path for gap in source.gaps] == [("a", "up")]


@posix
def test_a_fifo_is_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = surveyed(tmp_path)
    assert found.children == ()
    assert gaps(found) == [(("pipe",), Reason.UNSUPPORTED, "evidence")]


def test_folders_are_entered_down_to_the_limit_and_no_further(tmp_path: Path) -> None:
    deepest = "1/2/3/4/5"
    (tmp_path / deepest).mkdir(parents=True)
    (tmp_path / deepest / "pc.txt").write_text("x")
    (tmp_path / "1/2/3/4" / "last.txt").write_text("x")
    assert [child.inside for child in surveyed(tmp_path, "1/2/3/4").children] == ["1/2/3/4/5", "1/2/3/4/last.txt"]
    found = surveyed(tmp_path, deepest)
    assert found.children == ()
    assert gaps(found) == [((deepest,), Reason.TOO_LARGE, "evidence")]


def test_more_entries_than_the_limit_are_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_folder, "MAX_ENTRIES", 3)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x")
    found = surveyed(tmp_path)
    assert len(found.children) == 3
    assert gaps(found) == [((), Reason.TOO_LARGE, "evidence")]


@posix
def test_names_with_control_characters_are_kept_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a\n\x1b[31m.txt").write_text("x")
    assert [child.inside for child in surveyed(tmp_path).children] == ["a\n\x1b[31m.txt"]


def test_a_folder_that_cannot_be_recognised_gives_each_file_its_own_undetermined_source(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\x01")
    (tmp_path / "b.bin").write_bytes(b"\x00\x02")
    sources = walked(tmp_path)
    assert [(source.kind, [gap.reason for gap in source.gaps]) for source in sources] == [("single-file", [Reason.UNSUPPORTED])] * 2
    assert len({source.id for source in sources}) == 2
