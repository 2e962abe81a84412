"""Files of rules and lists hold what they look for: met themselves, they are told and count for nothing."""

import json
from pathlib import Path

import pytest
from support.cli import invoke, status

from mimawari import knowledge, signatures
from mimawari.detectors.rule_hit import rule_hit
from mimawari.formats.slices import Held
from mimawari.model import Blob, Match, Origin, Strength
from mimawari.signatures import Chosen

RULE = 'rule mark { strings: $a = "an inert mark, given" condition: $a }\n'
MARK = b"an inert mark, given"


def hits(chosen: Chosen, data: bytes, name: str = "a.yar") -> list[Match]:
    blob = Blob(Origin("s", "l", (name,)), name, Held(data))
    every = (found for one in signatures.ready(chosen, None) for found in one.matches(blob))
    return [found for found in every if isinstance(found, Match) and found.row.by == "yara"]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.yar").write_text(RULE)
    (folder / "b.yara").write_bytes(b"\xef\xbb\xbf" + RULE.encode())
    return folder


def test_a_copy_of_a_file_of_rules_is_a_hint_that_says_why(rules: Path) -> None:
    (found,) = hits(Chosen(rules=(rules,)), RULE.encode())
    assert found.row.strength is Strength.HINT
    (said,) = rule_hit.examine(found, knowledge.load())
    assert "itself one of the files of rules or lists" in said.sentence.en
    assert "そのものです" in said.sentence.ja


def test_so_is_one_whose_text_another_file_has_as_well(rules: Path) -> None:
    (found,) = hits(Chosen(rules=(rules,)), b"\xef\xbb\xbf" + RULE.encode())
    assert found.row.strength is Strength.HINT


@pytest.mark.parametrize("data", [MARK, RULE.encode() + b" ", RULE.replace("\n", "\r\n").encode(), b"//\n" + RULE.encode()])
def test_anything_else_counts(rules: Path, data: bytes) -> None:
    (found,) = hits(Chosen(rules=(rules,)), data)
    assert found.row.strength is Strength.STRONG


def test_what_holds_no_rule_does_not_silence_itself(tmp_path: Path) -> None:
    (tmp_path / "a.yar").write_text(RULE)
    (tmp_path / "b.yar").write_bytes(MARK)
    (found,) = hits(Chosen(rules=(tmp_path,)), MARK)
    assert found.row.strength is Strength.STRONG


def test_a_list_that_holds_a_rule(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps({"Event": {"Attribute": [{"type": "yara", "value": RULE}], "info": "x"}}))
    (found,) = hits(Chosen(indicators=(path,)), path.read_bytes(), "list.json")
    assert found.row.strength is Strength.HINT


def test_a_folder_of_rules_held_against_itself_is_not_exposed(rules: Path) -> None:
    done = invoke("check", f"all:{rules}", "--rules", str(rules), "--jobs", "0")
    assert status(done) == 0, done.output
    (rules / "evil.txt").write_bytes(MARK)
    assert status(invoke("check", f"all:{rules}", "--rules", str(rules), "--jobs", "0")) == 12
