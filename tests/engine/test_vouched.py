"""A file that cannot be opened keeps a check from saying "no sign", unless a list says that all of it is good."""

import hashlib
from pathlib import Path

import pytest
from support.archives import Member, zipped
from support.rule_sets import ANYWHERE, MARK, written

from mimawari import app
from mimawari.model import Level, Source
from mimawari.signatures import Chosen

CUT = zipped(Member(b"a.txt", b"an honest text " * 40))[:-30]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "files"
    path.mkdir()
    (path / "cut.zip").write_bytes(CUT)
    (path / "honest.txt").write_bytes(b"an honest text")
    return path


def listed(tmp_path: Path, *contents: bytes) -> tuple[Path, ...]:
    path = tmp_path / "good.txt"
    path.write_text("".join(f"{hashlib.sha256(one).hexdigest()}\n" for one in contents))
    return (path,)


def scanned(place: Path, good: tuple[Path, ...], rules: tuple[Path, ...] = ()) -> Source:
    settings = app.Settings(signatures=Chosen(rules=rules, known_good=good), reraise=True)
    (source,) = app.check([app.evidence(f"all:{place}")], settings, 0)
    return source


def test_a_listed_file_is_told_and_no_hole(folder: Path, tmp_path: Path) -> None:
    assert app.level_of(scanned(folder, ())) is Level.UNDETERMINED
    source = scanned(folder, listed(tmp_path, CUT))
    assert app.level_of(source) is Level.NO_SIGN
    assert {(gap.wanted, gap.origin.path[0]) for gap in source.gaps} == {("known-good-file", "cut.zip")}
    told = app.known().remedy(source.gaps[0], source.kind)
    assert "list of good files" in told.en
    assert "安全と確認済み" in told.ja


def test_a_file_of_another_content_stays_a_hole(folder: Path, tmp_path: Path) -> None:
    source = scanned(folder, listed(tmp_path, CUT + b" ", b"an honest text"))
    assert app.level_of(source) is Level.UNDETERMINED
    assert {gap.wanted for gap in source.gaps} == {"content"}


def test_what_lies_in_a_listed_file_does_not_vouch_for_what_it_lies_in(folder: Path, tmp_path: Path) -> None:
    (folder / "outer.zip").write_bytes(zipped(Member(b"cut.zip", CUT)))
    source = scanned(folder, listed(tmp_path, CUT))
    assert app.level_of(source) is Level.UNDETERMINED
    assert {gap.origin.path[0] for gap in source.gaps if gap.wanted == "content"} == {"outer.zip"}


def test_what_detectors_or_rules_find_in_others_is_not_softened(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_bytes(MARK)
    rules = (written(tmp_path / "rules", ANYWHERE),)
    assert app.level_of(scanned(folder, listed(tmp_path, CUT), rules)) is Level.EXPOSED
