"""Signatures in a run: what the user named ought to be looked for, and the parts say with what they were made."""

from pathlib import Path

import pytest
from support.archives import Member, zipped
from support.mail_files import attached, mixed, text
from support.mbox_files import mail
from support.mbox_files import written as mailbox
from support.rule_sets import ANYWHERE, MARK, written

from mimawari import app
from mimawari.model import Level, Provenance, Report, Source
from mimawari.signatures import Chosen

BROKEN = "rule bad { condition: nope }"


def checked(*places: Path, rules: tuple[Path, ...] = (), jobs: int = 0) -> list[Source]:
    settings = app.Settings(signatures=Chosen(rules=rules), reraise=True)
    return list(app.check([app.evidence(str(place)) for place in places], settings, jobs))


def hits(source: Source) -> list[tuple[object, tuple[str, ...]]]:
    return [(one.facts["rule"], one.origin.path) for one in source.findings if one.kind == "rule-hit"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "rules", ANYWHERE)


def test_what_was_asked_for_is_part_of_what_ought_to_be_done(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"an honest text")
    (plain,) = checked(tmp_path / "a.txt")
    (asked,) = checked(tmp_path / "a.txt", rules=(folder,))
    assert (plain.ought, asked.ought) == (("content",), ("content", "signature"))
    assert (app.level_of(plain), app.level_of(asked)) == (Level.NO_SIGN, Level.NO_SIGN)
    assert asked.looked_at["signature"] == 1


@pytest.mark.parametrize("broken", ["rule", "folder", "file"])
def test_what_cannot_be_used_makes_undetermined(tmp_path: Path, folder: Path, broken: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"an honest text")
    other = tmp_path / "other"
    if broken == "rule":
        written(other, BROKEN)
    elif broken == "folder":
        other.mkdir()
    (source,) = checked(tmp_path / "a.txt", rules=(folder, other))
    assert app.level_of(source) is Level.UNDETERMINED
    (gap,) = source.gaps
    assert gap.wanted == "signature" and gap.remedy and "YARA" not in gap.remedy.en
    assert gap.origin.path == (("other/r0.yar: bad",) if broken == "rule" else ("other",))


def test_what_cannot_be_used_is_one_gap_of_all_that_it_touches(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"an honest text")
    (tmp_path / "b.txt").write_bytes(MARK)
    quiet, hit = checked(tmp_path / "a.txt", tmp_path / "b.txt", rules=(folder, written(tmp_path / "other", BROKEN)))
    assert quiet.gaps == hit.gaps
    (gap,) = quiet.gaps
    assert (gap.origin.source, gap.origin.locator) == ("", "")
    assert (app.level_of(quiet), app.level_of(hit)) == (Level.UNDETERMINED, Level.EXPOSED)
    assert app.holes(quiet) == app.holes(hit) == ("signature",)
    verdict = app.judge(Report.of([quiet, hit]))
    assert (verdict.unseen, verdict.undetermined_sources) == ((gap,), 1)


def test_the_sets_that_it_was_held_against_are_those_of_the_source(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"an honest text")
    (source,) = checked(
        tmp_path / "a.txt", rules=(folder, written(tmp_path / "other", ANYWHERE.replace("marker", "other"), BROKEN))
    )
    (used,) = source.used
    assert {part.knowledge for part in source.parts} == {used.knowledge}
    assert (used.version, used.as_of, used.source) == (app.known().version, app.known().as_of, Provenance())
    brought = {one.name: (one.files, one.rows, one.unused, one.place) for one in used.sets if not one.is_ours}
    assert brought == {"rules": (1, 1, 0, str(folder)), "other": (2, 1, 1, str(tmp_path / "other"))}
    assert sorted(one.by for one in used.sets if one.is_ours) == ["indicator", "yara"]


def test_where_the_knowledge_is_from_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"an honest text")
    (tmp_path / "k").mkdir()
    told = Provenance("installed", "https://example.jp/", "2026-11-26T00:00:00Z")
    for given, expected in ((None, Provenance("folder", str(tmp_path / "k"))), (told, told)):
        settings = app.Settings(knowledge=tmp_path / "k", provenance=given, reraise=True)
        (source,) = app.check([app.evidence(str(tmp_path / "a.txt"))], settings, 0)
        assert [one.source for one in source.used] == [expected]


def test_where_nothing_was_held_against_them_none_is_told(tmp_path: Path, folder: Path) -> None:
    (source,) = checked(tmp_path / "gone", rules=(folder,))
    assert [one.sets for one in source.used] == [()]


def test_a_hit_goes_before_what_could_not_be_used(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.txt").write_bytes(MARK)
    (source,) = checked(tmp_path / "a.txt", rules=(folder, written(tmp_path / "other", BROKEN)))
    assert app.level_of(source) is Level.EXPOSED


def test_the_version_of_the_parts_changes_with_the_rules(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"an honest text")

    def versions(*rules: Path) -> set[str]:
        return {part.knowledge for source in checked(tmp_path / "a.txt", rules=rules) for part in source.parts}

    (plain,), (first,) = versions(), versions(folder)
    (second,) = versions(written(tmp_path / "more", ANYWHERE.replace("marker", "other")))
    (third,) = versions(written(tmp_path / "third", ANYWHERE.replace("marker", "other"), BROKEN))
    known = app.known().version
    assert plain == known
    assert len({plain, first, second, third}) == 4
    for one in (first, second, third):
        assert one.startswith(f"{known}+") and len(one) == len(known) + 9


def test_workers_say_what_this_process_says(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(Member(b"a.txt", b"x" + MARK), Member(b"b.txt", b"y")))
    (tmp_path / "b.txt").write_bytes(MARK)
    here = checked(tmp_path / "a.zip", tmp_path / "b.txt", rules=(folder,))
    there = checked(tmp_path / "a.zip", tmp_path / "b.txt", rules=(folder,), jobs=2)
    assert sorted(there, key=lambda source: source.locator) == sorted(here, key=lambda source: source.locator)
    assert hits(here[0]) == [("marker", ("a.txt",))]


def test_of_a_mailbox_the_mail_is_told(tmp_path: Path, folder: Path) -> None:
    marked = mixed(text("x"), attached('"a.zip"', zipped(Member(b"a.txt", MARK))))
    whole = mailbox([mail(1), b"From: a@example.jp\nSubject: marked\nMessage-ID: <m2@example.jp>\n" + marked, mail(3)], "mboxrd")
    (tmp_path / "box.mbox").write_bytes(whole.data)
    (source,) = checked(tmp_path / "box.mbox", rules=(folder,))
    found = hits(source)
    assert [way[-2:] for _, way in found] == [("a.zip", "a.txt")]
    letters = [letter for part in source.parts for letter in part.letters]
    assert [one.subject for one in letters if found[0][1][: len(one.path)] == one.path] == ["marked"]


def test_what_nothing_was_held_against_is_a_gap(tmp_path: Path, folder: Path) -> None:
    """A copy of a PC is not gone through file by file: who asked for that is told."""
    from mimawari.examples.builder import build

    place = next(path for path in build(tmp_path / "examples") if path.name == "clean-pc")
    (plain,), (asked,) = checked(place), checked(place, rules=(folder,))
    assert "signature" not in plain.ought
    assert app.level_of(plain) is Level.NO_SIGN
    assert app.level_of(asked) is Level.UNDETERMINED
    (gap,) = (gap for gap in asked.gaps if gap.wanted == "signature")
    assert (gap.reason, bool(gap.remedy and "--all" in gap.remedy.en and "--all" in gap.remedy.ja)) == ("missing", True)


def test_a_full_scan_beside_it_holds_a_pc_against_them(tmp_path: Path, folder: Path) -> None:
    """Two sources of one place: all its files were held against the rules, so the other one lacks nothing."""
    from mimawari.examples.builder import build

    place = next(path for path in build(tmp_path / "examples") if path.name == "clean-pc")
    sources = beside(place, f"all:{place}", rules=(folder,))
    assert {kind: one.ought.count("signature") for kind, one in sources.items()} == {"folder": 0, "all-files": 1}
    assert sources["all-files"].looked_at["signature"] > 100
    assert not [gap for one in sources.values() for gap in one.gaps if gap.wanted == "signature"]
    assert app.level_of(sources["folder"]) is Level.NO_SIGN
    elsewhere = beside(place, f"all:{tmp_path / 'rules'}", rules=(folder,))
    assert elsewhere["folder"].ought.count("signature") == 1, "a full scan of another place"


def beside(*places: Path | str, rules: tuple[Path, ...]) -> dict[str, Source]:
    settings = app.Settings(signatures=Chosen(rules=rules), reraise=True)
    return {one.kind: one for one in app.check([app.evidence(str(place)) for place in places], settings, 0)}


def test_files_of_an_image_in_a_scanned_folder_were_not_read(tmp_path: Path) -> None:
    from mimawari.engine.duty import duties
    from mimawari.sources import Evidence, Piece, Survey

    scan = app.evidence(f"all:{tmp_path}")
    for kind, expected in (("disk-image", ("file", "signature")), ("folder", ("file",))):
        survey = Survey(kind, "s", pieces=(Piece("x", ("file",)),))
        assert duties(Evidence(str(tmp_path), "pc1"), survey, ("file",), [scan]) == expected
        assert duties(Evidence(str(tmp_path)), survey, ("file",), [scan]) == ("file",)


def test_what_cannot_be_opened_is_asked_for_nothing_more(tmp_path: Path, folder: Path) -> None:
    (source,) = checked(tmp_path / "gone", rules=(folder,))
    assert source.ought == ("content",)
