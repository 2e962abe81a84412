"""``mimawari rules``, ``check --rules``, and how a hit is shown."""

import json
from pathlib import Path

import pytest
from support.cli import complaint, invoke, status
from support.rule_sets import ANYWHERE, MARK, written

from mimawari.faces.cli import memory
from mimawari.faces.text.ages import age

META = (
    'meta: author = "Somebody" date = "2020-01-02" description = "a marker, {inert}" reference = "https://example.com/r"'
    ' license = "MIT" strings'
)
DESCRIBED = ANYWHERE.replace("marker", "MAL_Emotet_marker").replace("strings", META)
BROKEN = "rule bad { condition: nope }"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "others", DESCRIBED, "rule SUSP_large { condition: filesize > 900MB }", BROKEN)


def test_lists_every_rule_with_what_its_author_says(folder: Path, state: Path) -> None:
    result = invoke("rules", "--rules", str(folder))
    assert status(result) == 20, "one cannot be used"
    lines = result.stdout.splitlines()
    start = lines.index("others: 2 rules, the newest of 2020-01-02")
    assert start == 0, "what was brought comes first"
    assert lines[start + 1].split(maxsplit=1)[0] == "MAL_Emotet_marker"
    assert lines[start + 1].split(maxsplit=1)[1].startswith("2020-01-02 (")
    assert lines[start + 1].endswith("years old), strong, emotet, MIT")
    assert lines[start + 2].split(maxsplit=1) == ["SUSP_large", "not dated, hint, names no malware family, licence not told"]
    assert "  others/r2.yar: bad: does not compile: line 1, unknown identifier `nope`" in lines


def test_lists_them_in_japanese(folder: Path, state: Path) -> None:
    said = invoke("rules", "--rules", str(folder), "--lang", "ja").stdout
    assert "others：2件（最新のルールの日付：2020-01-02）" in said
    assert "ルールに誤りがあるため、使用できません（1行目：unknown identifier `nope`）" in said


def test_lists_them_as_data(folder: Path, state: Path) -> None:
    found = json.loads(invoke("rules", "--rules", str(folder), "--json").stdout)
    (row,) = [one for one in found["rules"] if one["name"] == "MAL_Emotet_marker"]
    assert {key: row[key] for key in ("set", "date", "family", "strength", "author", "licence", "reference", "description")} == {
        "set": "others", "date": "2020-01-02", "family": "emotet", "strength": "strong", "author": "Somebody", "licence": "MIT",
        "reference": "https://example.com/r", "description": "a marker, {inert}",
    }  # fmt: skip
    assert row["age_days"] > 2000
    assert [one["what"] for one in found["lacks"]] == ["others/r2.yar: bad"]
    (own,) = [one for one in found["sets"] if not one["ours"]]
    assert (own["name"], own["rules"], own["as_of"]) == ("others", 2, "2020-01-02")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-26", "less than a day old"), ("2026-11-25", "1 day old"), ("2026-10-20", "1 month old"),
        ("2026-01-01", "10 months old"),
        ("2025-01-01", "22 months old"), ("2020-01-01", "6 years old"), ("2022-03", "4 years old"),
        ("2027-01-01", None), ("", None),
        ("2020-02-31", None), ("2020", None),
    ],
)  # fmt: skip
def test_ages(day: str, said: str | None) -> None:
    words = age(day, "2026-11-26T10:00:00Z")
    assert (words.en if words else None) == said


def test_a_row_without_a_date_that_can_be_read(tmp_path: Path, state: Path) -> None:
    odd = written(tmp_path / "odd", 'rule odd { meta: date = "03/04/2022" condition: filesize > 900MB }')
    assert "date not understood: 03/04/2022, strong" in invoke("rules", "--rules", str(odd)).stdout
    japanese = invoke("rules", "--rules", str(odd), "--lang", "ja").stdout
    assert "日付を読み取れません：03/04/2022、" in japanese
    assert ", " not in japanese.splitlines()[1]


def test_a_folder_that_is_not_there_is_refused_before_anything_is_looked_at(tmp_path: Path, state: Path) -> None:
    for words in (("rules",), ("check", str(tmp_path))):
        result = invoke(*words, "--rules", str(tmp_path / "gone"))
        assert status(result) == 2
        assert "there is no file or folder of rules" in complaint(result)


def test_a_hit_names_rule_date_author_and_reference(tmp_path: Path, folder: Path, state: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"text " + MARK)
    result = invoke("check", "--jobs", "0", "--rules", str(folder), str(tmp_path / "a.txt"))
    assert status(result) == 12
    flat = " ".join(result.stdout.split())
    assert "“a.txt” fits the YARA rule MAL_Emotet_marker of “others” (2020-01-02)." in flat
    assert (
        "rule: MAL_Emotet_marker; of 2020-01-02 (6 years old at the check); by Somebody; in its author's words “a marker," in flat
    )
    assert "{inert}”; see hxxps://example[.]com/r; licence MIT; at byte 5 ($m)" in flat
    assert "does not compile: line 1, unknown identifier `nope` (others/r2.yar: bad)" in flat
    assert [one.name for one in state.iterdir()] == ["rules"]


def test_json_has_all_of_it(tmp_path: Path, folder: Path, state: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"text " + MARK)
    report = json.loads(invoke("check", "--jobs", "0", "--rules", str(folder), "--json", str(tmp_path / "a.txt")).stdout)
    (hit,) = [one for one in report["findings"] if one["kind"] == "rule-hit"]
    assert hit["facts"]["offset"] == 5 and hit["facts"]["marks"] == "$m"
    assert hit["family"] == "emotet"
    assert report["sources"][0]["ought"] == ["content", "signature"]


def test_without_rules_of_ones_own_nothing_is_kept(tmp_path: Path, state: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"an honest text")
    assert status(invoke("check", "--jobs", "0", str(tmp_path / "a.txt"))) == 0
    assert not state.exists()
    assert memory.folder() == state
