"""What a report says of the program, knowledge and signatures it was made with, when it is made and whenever it is read again."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.clamd import SMALL, Clamd
from support.cli import invoke, status
from support.rule_sets import ANYWHERE, written

from mimawari import app

KNOWN = app.known()
BROKEN = "rule bad { condition: }"
HASH = "0f" * 32


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Two honest texts, rules of which one does not compile, a list: nothing fits anything."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.txt").write_text("an honest text")
    (folder / "b.txt").write_text("another honest text")
    dated = ANYWHERE.replace("strings", 'meta: date = "2020-01-02" strings')
    written(tmp_path / "others", dated, BROKEN)
    (tmp_path / "bad.csv").write_text(f"sha256_hash,first_seen\n{HASH},2026-10-05\n")
    (tmp_path / "good.txt").write_text(f"{'1e' * 32}\n")
    return tmp_path


def own(given: Path) -> tuple[str, ...]:
    lists = ("--indicators", str(given / "bad.csv"), "--known-good", str(given / "good.txt"))
    return ("--rules", str(given / "others"), *lists)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def report(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(invoke("check", "--jobs", "0", "--json", *words).stdout)
    return found


def saved(folder: Path, document: dict[str, Any], name: str = "report.json") -> str:
    (folder / name).write_text(json.dumps(document))
    return str(folder / name)


def test_with_ours_alone_one_line_says_it(given: Path) -> None:
    for tongue, begins in (("en", "Held against what comes with the knowledge:"), ("ja", "照合に使ったもの（知識データに収録）：")):
        said = flat(invoke("check", "--jobs", "0", "--lang", tongue, str(given / "given")).stdout)
        assert said.count(begins) == 1
        assert f"{KNOWN.as_of}" in said
        assert "Also against" not in said and "追加の" not in said


def test_every_set_is_named_without_a_hit(given: Path) -> None:
    said = flat(invoke("check", "--jobs", "0", *own(given), str(given / "given")).stdout)
    assert "Also against your rules “others”: 1 rule in 2 files, the newest of 2020-01-02, 1 more cannot be used." in said
    assert "Also against your list “bad.csv”: 1 hash or name of a file, the newest of 2026-10-05." in said
    assert "Also your list of good files “good.txt”: 1 file known to be good, not dated." in said
    said = flat(invoke("check", "--jobs", "0", "--lang", "ja", *own(given), str(given / "given")).stdout)
    assert "追加のルール「others」：ルール1件（2ファイル）、最新の日付：2020-01-02、ほか1件は使用できません" in said.replace(
        " ", ""
    )


def test_in_json_each_has_version_age_and_source(given: Path) -> None:
    document = report(*own(given), str(given / "given"))
    (used,) = document["used"]
    assert used["program"] == app.version()
    assert used["sources"] == [0, 1]
    assert used["knowledge"]["as_of"] == KNOWN.as_of
    assert {part["knowledge"] for source in document["sources"] for part in source["parts"]} == {used["knowledge"]["version"]}
    brought = {one["name"]: one for one in used["sets"] if not one["ours"]}
    told = {name: (one["by"], one["rows"], one["files"], one["unused"], one["as_of"]) for name, one in brought.items()}
    assert told == {
        "others": ("yara", 1, 2, 1, "2020-01-02"),
        "bad.csv": ("indicator", 1, 1, 0, "2026-10-05"),
        "good.txt": ("known-good", 1, 1, 0, ""),
    }
    assert {name: one["place"] for name, one in brought.items()} == {name: str(given / name) for name in brought}
    assert {one["by"] for one in used["sets"] if one["ours"]} >= {"yara", "indicator"}
    assert all(one["version"] and not one["place"] for one in used["sets"] if one["ours"])


def test_what_nothing_was_held_against_is_not_named(tmp_path: Path, given: Path) -> None:
    """A copy of a PC is not gone through file by file."""
    from mimawari.examples.builder import build

    place = next(path for path in build(tmp_path / "examples") if path.name == "clean-pc")
    (used,) = report(*own(given), str(place))["used"]
    assert used["sets"] == []


def test_a_lack_is_told_once_and_is_a_hole_of_each(given: Path) -> None:
    document = report(*own(given), str(given / "given"))
    (gap,) = (one for one in document["gaps"] if one["wanted"] == "signature")
    assert gap["origin"] == {"source": "", "locator": "", "path": ["others/r1.yar: bad"]}
    assert len(gap["parts"]) == 2
    assert [(source["level"], source["holes"]) for source in document["sources"]] == [("undetermined", ["signature"])] * 2
    assert document["verdict"]["unseen"] == [gap["id"]]
    said = flat(invoke("check", "--jobs", "0", *own(given), str(given / "given")).stdout)
    assert said.count("others/r1.yar: bad") == 1
    assert "times)" not in said


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_explain_and_merge_say_what_the_check_said(given: Path, tongue: str) -> None:
    """A report that an older knowledge made, from elsewhere; read with ours."""
    folder = given / "knowledge"
    folder.mkdir()
    packed = Path(app.knowledge.__file__).parent / "data" / "about.toml"
    about = packed.read_text("utf-8").replace(KNOWN.version, "2026.9.9").replace(KNOWN.as_of, "2026-09-09")
    (folder / "about.toml").write_text(about, "utf-8")
    words = ("--knowledge", str(folder), *own(given), str(given / "given"))
    printed = flat(invoke("check", "--jobs", "0", "--lang", tongue, *words).stdout)
    expected = {
        "en": f"knowledge 2026.9.9 of 2026-09-09 (from the folder {folder})",
        "ja": f"知識データ 2026.9.9（2026-09-09版、フォルダー {folder} を使用）",
    }[tongue].replace(" ", "")
    sets = re.compile("Also against your rules[^.]+|追加のルール「others」[^。]+?使用できません")
    assert expected in printed.replace(" ", "")
    path = saved(given, report(*words))
    merged = given / "merged.json"
    merged.write_text(invoke("merge", path, "--json").stdout)
    for again in (("explain", path), ("merge", path), ("merge", path, path), ("explain", str(merged)), ("merge", path, "--html")):
        said = flat(re.sub("<[^>]+>", " ", html(invoke(*again, "--lang", tongue).stdout)))
        assert expected in said.replace(" ", ""), again
        assert KNOWN.version in said, "and with what it is shown"
        assert sets.findall(said)[0].replace(" ", "") == sets.findall(printed)[0].replace(" ", "")
    document = json.loads(Path(path).read_text())
    assert json.loads(merged.read_text())["used"] == document["used"]
    assert json.loads(invoke("explain", path, "--json").stdout)["used"] == document["used"]


def html(text: str) -> str:
    from html import unescape

    return unescape(text)


def test_of_two_reports_with_other_knowledge_both_are_told(given: Path) -> None:
    first = report(str(given / "given/a.txt"))
    second = report(str(given / "given/b.txt"))
    second["used"][0]["knowledge"] |= {"as_of": "2027-01-01", "source": {"kind": "installed", "place": "https://example.jp/"}}
    (saved(given, first, "1.json"), saved(given, second, "2.json"))
    said = flat(invoke("merge", str(given / "1.json"), str(given / "2.json")).stdout)
    assert "On: a.txt." in said
    assert f"knowledge {KNOWN.version} of 2027-01-01 (installed on" in said
    assert "On: b.txt." in said


def test_an_older_report_is_read_as_before(given: Path) -> None:
    document = report(*own(given), str(given / "given"))
    del document["used"]
    for source in document["sources"]:
        del source["series"]
    result = invoke("explain", saved(given, document))
    assert status(result) == 20
    assert "Rules, lists or scanners that the user named are part of this check (together" in flat(result.stdout)


class TestClamav:
    """A daemon with a database of yesterday."""

    @pytest.fixture
    def daemon(self) -> Iterator[Clamd]:
        with Clamd(SMALL, datetime.now(UTC) - timedelta(days=1)) as one:
            yield one

    def test_its_version_and_age_are_told_without_a_hit(self, daemon: Clamd, given: Path) -> None:
        made = f"{daemon.made:%Y-%m-%d}"
        words = ("--clamd", daemon.socket, "--clamd-config", str(daemon.config), str(given / "given"))
        said = flat(invoke("check", "--jobs", "0", *words).stdout)
        assert re.search(rf"Also shown to ClamAV [0-9.]+/27550: signatures of {made}, 1 day old when they were used\.", said)
        said = flat(invoke("check", "--jobs", "0", "--lang", "ja", *words).stdout).replace(" ", "")
        assert f"定義ファイルは{made}版、調査の1日前のもの" in said
        (used,) = report(*words)["used"]
        (one,) = (one for one in used["sets"] if one["by"] == "clamav")
        assert (one["as_of"], one["place"], one["ours"]) == (made, daemon.socket, False)
        assert re.fullmatch(r"ClamAV [0-9.]+/27550", one["title"])

    def test_an_old_database_is_one_gap_of_all(self, given: Path) -> None:
        made = datetime.now(UTC) - timedelta(days=30)
        with Clamd(SMALL, made) as old:
            words = ("--clamd", old.socket, "--clamd-config", str(old.config), str(given / "given"))
            document = report(*words)
            said = flat(invoke("check", "--jobs", "0", *words).stdout)
        (gap,) = document["gaps"]
        assert (gap["detail"], len(gap["parts"])) == (f"ClamAV's signatures are old, they are of {made:%Y-%m-%d}", 2)
        assert {source["level"] for source in document["sources"]} == {"undetermined"}
        assert "30 days old when they were used" in said

    def test_a_daemon_that_is_away_is_one_gap_of_all(self, given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mimawari.signatures.clamav.found.CONFIGS", ())
        monkeypatch.setattr("mimawari.signatures.clamav.found.USUAL", ("/nowhere/clamd.ctl",))
        document = report("--clamd", "auto", str(given / "given"))
        (gap,) = document["gaps"]
        assert (gap["reason"], gap["detail"]) == ("missing", "ClamAV is not running, or listens elsewhere")
        assert gap["origin"]["path"] == ["ClamAV"]
        assert {source["level"] for source in document["sources"]} == {"undetermined"}
        assert {one["by"] for one in document["used"][0]["sets"]} & {"clamav"} == set()
