"""What every bundled rule says of itself, and how it is built: the contract of docs/rules.md."""

import re
from datetime import date
from pathlib import Path

import pytest
import yara_x
from support.cases import FOLDER
from support.yara_rules import Told, compiler, rules, sources

from mimawari import knowledge
from mimawari.model import About, Strength, Words

KEYS = {"description", "en", "ja", "author", "license", "reference", "date", "era", "family", "strength", "about", "attack",
        "where", "false_alarms"}  # fmt: skip
PLACES = {"file", "rule", "age"}
every = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)


def listed(text: str) -> list[str]:
    return text.split(",") if text else []


@every
def test_says_all_that_is_asked_and_no_more(rule: Told) -> None:
    assert set(rule.meta) - {"past"} == KEYS
    assert rule.meta.get("past", "yes") == "yes"
    assert [key for key, value in rule.meta.items() if str(value).strip() != value] == []
    assert [key for key in KEYS - {"era", "family"} if not rule.meta[key]] == []


@every
def test_sentences_are_for_people_in_both_languages(rule: Told) -> None:
    said = Words(en=rule.meta["en"], ja=rule.meta["ja"])
    assert re.fullmatch(r".{30,}\.", said.en) and "{file}" in said.en
    assert re.search(r"[ぁ-ん].*。$", said.ja) and "{file}" in said.ja
    assert set(re.findall(r"{(\w*)}", said.en + said.ja)) <= PLACES
    assert "{" not in said.fill({"file": "a", "rule": "b", "age": "c"}).en


@every
def test_names_what_there_is(rule: Told) -> None:
    known = knowledge.load()
    assert set(listed(rule.meta["era"])) <= set(known.eras)
    assert rule.meta["family"] in ("", "emotet")
    assert rule.meta["strength"] in {one.word for one in Strength}
    assert rule.meta["about"] in {str(About.HOST), str(About.DELIVERY)}
    assert rule.meta["where"] in ("file", "memory", "both")
    assert all(re.fullmatch(r"T\d{4}(\.\d{3})?", one) for one in listed(rule.meta["attack"]))


@every
def test_says_where_it_is_from_and_who_may_use_it(rule: Told) -> None:
    assert rule.meta["author"] == "mimawari"
    assert rule.meta["license"] == "AGPL-3.0-or-later" or re.fullmatch(r"BSD-3-Clause \(.+\)", rule.meta["license"])
    assert date.fromisoformat(rule.meta["date"]) <= date.fromisoformat("2026-11-26")
    assert len(rule.meta["reference"]) > 15
    assert len(rule.meta["false_alarms"]) > 8


@every
def test_only_a_mark_of_emotets_own_bears_its_name(rule: Told) -> None:
    is_conclusive = rule.meta["strength"] == "conclusive"
    assert not is_conclusive or rule.meta["family"] == "emotet"
    assert rule.meta["family"] != "emotet" or rule.meta["era"], "a mark of Emotet's own has its time"
    assert not rule.name.startswith("emotet_") or rule.meta["era"]


def test_each_name_is_given_once() -> None:
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names)) > 25
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", name)] == []


@every
def test_has_its_cases(rule: Told) -> None:
    cases = "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_yara_*.py")))
    assert f'"{rule.name}"' in cases
    # What the release tool tries: support.rule_cases writes it.
    written = [path.read_text("utf-8") for path in (FOLDER / "rule-hit").glob("fits-*.toml")]
    assert any(f'rule = "{rule.name}"' in text for text in written)


def test_every_era_of_the_table_has_a_rule() -> None:
    spoken = {era for rule in rules() for era in listed(rule.meta["era"])}
    assert spoken == set(knowledge.load().eras)


def test_no_pattern_is_slow_and_the_compiler_warns_of_nothing() -> None:
    made = compiler(sources())
    assert made.errors() == []
    assert made.warnings() == []


def test_a_slow_pattern_would_be_seen() -> None:
    with pytest.raises(yara_x.CompileError):
        compiler({"slow.yar": "rule slow { strings: $a = /[a-z]+x/ condition: $a }"})


@pytest.mark.parametrize("name", sources())
def test_no_rule_leans_on_another_file_or_on_a_module(name: str) -> None:
    text = sources()[name]
    assert not re.search(r"(?m)^\s*(import|include)\b", text)
    assert compiler({name: text}).errors() == []


@pytest.mark.parametrize("name", sources())
def test_lines_can_be_read_and_no_rule_looks_everywhere(name: str) -> None:
    text = sources()[name]
    assert [line for line in text.splitlines() if len(line) > 200 and "meta" not in line and " = " not in line] == []
    assert not re.search(r"\bin\s*\(\s*\d+\s*\.\.\s*filesize", text), "a loop over all offsets"
    assert not re.search(r"/[^/\n]*\.[*+]", text), "a regular expression without an end"
