"""Mailboxes of Outlook that a full scan meets: on disk each is looked at by itself, in something else it is a gap."""

from pathlib import Path
from random import Random

import pytest
from support.archives import Member, zipped
from support.carriers import sheets
from support.pst_mail import Attached, Written, pst

from mimawari import app
from mimawari.engine.ledger import KEEP
from mimawari.model import Level, Source

DEEP = "a/b/c/d/e/f/g/mail.pst"
BOOK = sheets.downloads(Random(3))
BAD = pst({"受信トレイ": [Written(subject="請求書", attached=[Attached(BOOK.name, BOOK.data)], named=932)]})
HONEST = pst({"受信トレイ": [Written(subject="見積の件", text="よろしくお願いします。", named=932)]})


def scanned(place: Path, journal: Path | None = None) -> dict[str, Source]:
    settings = app.Settings(scan=app.Scan(journal=journal), reraise=True)
    return {source.kind: source for source in app.check([app.evidence(f"all:{place}")], settings, 0)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place" / DEEP).parent.mkdir(parents=True)
    return tmp_path / "place"


def test_however_deep_it_lies_its_mails_are_read(place: Path, tmp_path: Path) -> None:
    (place / DEEP).write_bytes(BAD)
    for _ in ("at first", "and remembered"):
        found = scanned(place, tmp_path / "journal")
        assert {kind: app.level_of(one) for kind, one in found.items()} == {
            "all-files": Level.NO_SIGN,
            "outlook-data": Level.EXPOSED,
        }
        assert found["outlook-data"].inside == DEEP


def test_one_without_mails_is_no_hole(place: Path) -> None:
    (place / DEEP).write_bytes(pst({"受信トレイ": []}))
    assert {app.level_of(one) for one in scanned(place).values()} == {Level.NO_SIGN}


def test_a_damaged_one_is_a_hole(place: Path) -> None:
    (place / DEEP).write_bytes(BAD[: len(BAD) // 2])
    assert app.level_of(scanned(place)["outlook-data"]) is not Level.NO_SIGN


def test_in_an_archive_it_is_named_and_a_hole(place: Path) -> None:
    (place / "old.zip").write_bytes(zipped(Member(b"mail.pst", HONEST)))
    found = scanned(place)
    assert list(found) == ["all-files"]
    assert app.level_of(found["all-files"]) is Level.UNDETERMINED
    (gap,) = found["all-files"].gaps
    assert (gap.wanted, gap.origin.path) == ("content", ("old.zip", "mail.pst"))


def test_more_than_a_part_names_are_a_hole(place: Path) -> None:
    for number in range(KEEP + 2):
        (place / f"{number:03}.pst").write_bytes(HONEST)
    settings = app.Settings(reraise=True)
    found = list(app.check([app.evidence(f"all:{place}")], settings, 0))
    assert sum(one.kind == "outlook-data" for one in found) == KEEP
    (scan,) = (one for one in found if one.kind == "all-files")
    assert app.level_of(scan) is Level.UNDETERMINED
    (hole,) = (gap for gap in scan.gaps if gap.wanted == "content")
    assert hole.detail == "2 more mailboxes of Outlook"


def test_one_without_mails_that_was_named_may_be_the_wrong_place(place: Path) -> None:
    path = place / DEEP
    path.write_bytes(pst({"受信トレイ": []}))
    (source,) = app.check([app.evidence(str(path))], app.Settings(reraise=True), 0)
    assert app.level_of(source) is Level.UNDETERMINED


def test_text_that_begins_alike_is_none(place: Path) -> None:
    (place / "note.txt").write_bytes(b"!BDN is what a data file of Outlook begins with")
    assert {kind: app.level_of(one) for kind, one in scanned(place).items()} == {"all-files": Level.NO_SIGN}
