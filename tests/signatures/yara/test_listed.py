"""Rules that stand in lists: they are compiled as those that are brought as files are, and called by their entry."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.rule_sets import blob

from mimawari import knowledge
from mimawari.formats.slices import Held
from mimawari.model import Match, Strength
from mimawari.signatures import Chosen, indicators, yara
from mimawari.signatures.indicators import filling, rules_of_lists

MARK = b"an inert mark of a list"
RULE = 'rule of_a_list { strings: $a = "an inert mark of a list" condition: $a }'
BROKEN = "rule broken { condition: $nothing }"
STAMP = "2022-03-16T10:00:00.000Z"


def stix(pattern: Any = RULE, **more: Any) -> dict[str, Any]:
    indicator = {
        "type": "indicator", "spec_version": "2.1", "id": "indicator--00000000-0000-4000-8000-000000000001", "created": STAMP,
        "modified": STAMP, "name": "loader of March", "pattern": pattern, "pattern_type": "yara", "valid_from": STAMP,
    }  # fmt: skip
    return {"type": "bundle", "id": "bundle--1", "objects": [indicator | more]}


def misp(*values: str) -> dict[str, Any]:
    rows = [{"type": "yara", "value": value, "to_ids": True, "category": "Payload delivery", "comment": ""} for value in values]
    return {"Event": {"Attribute": rows, "date": "2022-03-14", "info": "mails with sheets", "uuid": "u-1", "Tag": []}}


def made(folder: Path, *lists: dict[str, Any], **more: Any) -> yara.Rules:
    paths = []
    for number, one in enumerate(lists):
        paths.append(folder / f"list{number}.json")
        paths[-1].write_text(json.dumps(one), "utf-8")
    found = yara.ready(Chosen(indicators=tuple(paths), **more), knowledge.load())
    assert found is not None
    return found


def fits(rules: yara.Rules) -> list[Match]:
    return [one for one in rules.matches(blob(Held(MARK))) if isinstance(one, Match)]


def test_a_rule_of_stix(tmp_path: Path) -> None:
    (found,) = fits(made(tmp_path, stix(), cache=tmp_path / "cache"))
    row = found.row
    assert (row.name, row.collection, row.date, row.strength) == ("of_a_list", "list0.json", "2022-03-16", Strength.STRONG)
    assert (row.reference, row.note) == ("indicator--00000000-0000-4000-8000-000000000001", "loader of March")
    assert (row.is_ours, row.described) == (False, True)


def test_a_rule_of_misp(tmp_path: Path) -> None:
    (found,) = fits(made(tmp_path, misp(RULE)))
    assert (found.row.name, found.row.date, found.row.reference) == ("of_a_list", "2022-03-14", "MISP u-1")


def test_its_set_counts_the_rules_of_the_list_as_one_file(tmp_path: Path) -> None:
    (one,) = [one for one in made(tmp_path, misp(RULE, RULE.replace("of_a", "of_b"))).sets if not one.is_ours]
    assert (one.name, one.rows, one.files, one.place) == ("list0.json", 2, 1, str(tmp_path / "list0.json"))


def test_one_that_does_not_compile_is_named_by_its_entry(tmp_path: Path) -> None:
    rules = made(tmp_path, stix(BROKEN), misp(RULE, BROKEN + " "))
    assert sorted(lack.what for lack in rules.lacks) == [
        "list0.json/loader of March: broken", "list1.json/mails with sheets: broken",
    ]  # fmt: skip
    assert len(fits(rules)) == 1


@pytest.mark.parametrize(
    ("more", "strength"),
    [
        ({"valid_until": "2023-01-01T00:00:00Z"}, Strength.HINT),
        ({"valid_from": "2190-01-01T00:00:00Z"}, Strength.HINT),
        ({"valid_until": "2190-01-01T00:00:00Z"}, Strength.STRONG),
        ({"confidence": 10}, Strength.HINT),
    ],
)
def test_its_window(tmp_path: Path, more: dict[str, Any], strength: Strength) -> None:
    (found,) = fits(made(tmp_path, stix(**more)))
    assert found.row.strength is strength


@pytest.mark.parametrize("more", [{"revoked": True}, {"indicator_types": ["benign"]}])
def test_what_was_taken_back_is_not_used(tmp_path: Path, more: dict[str, Any]) -> None:
    assert fits(made(tmp_path, stix(**more))) == []


def test_without_lists_there_are_none(tmp_path: Path) -> None:
    assert fits(made(tmp_path, stix(), without=frozenset({"indicator"}))) == []


def test_the_same_text_in_two_lists_is_one_rule(tmp_path: Path) -> None:
    assert len(fits(made(tmp_path, stix(), misp(RULE)))) == 1


def test_the_list_counts_it(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps(misp(RULE, "  ")), "utf-8")
    found = indicators.ready(Chosen(indicators=(path,)), knowledge.load())
    assert found is not None
    tally = found.tallies[1]
    assert (dict(tally.rows), list(tally.faults)) == ({"yara": 1}, ["entries that are not understood"])
    assert [one.name for one in found.sets] == ["mimawari"], "no hash and no name is looked for in it"


def test_too_many_and_too_large_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "MOST_RULES", 1)
    monkeypatch.setattr(rules_of_lists, "MOST_RULES", 1)
    rules = made(tmp_path, misp(RULE, RULE + " "), misp(RULE + "  "))
    assert [(lack.what, lack.detail) for lack in rules.lacks] == [
        ("list1.json", "1 entries with rules beyond the most that are used")
    ]
    found = indicators.ready(Chosen(indicators=(tmp_path / "list0.json",)), knowledge.load())
    assert found is not None
    assert list(found.tallies[1].faults) == ["entries with rules beyond the most that are used"]
    monkeypatch.setattr(filling, "MOST_RULE", 10)
    assert fits(made(tmp_path, misp(RULE))) == []


def test_a_list_without_the_word_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("mimawari.signatures.indicators.json_lists.read", fail)
    assert fits(made(tmp_path, {"Event": {"Attribute": [], "info": "nothing"}})) == []
