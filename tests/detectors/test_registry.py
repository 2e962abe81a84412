"""What every detector and every kind of finding must have, whoever wrote it."""

from __future__ import annotations

import pickle
import re
import string
from dataclasses import fields
from pathlib import Path

import pytest
from support import cases
from support.looking import found

from mimawari import detectors, knowledge
from mimawari.model import LANGUAGES, Finding, Words

ROOT = Path(__file__).parents[2]
DETECTORS = detectors.load()
KINDS = sorted({kind for detector in DETECTORS.values() for kind in detector.finds}, key=lambda kind: kind.__name__)
CASES = cases.every()
FOUND = [finding for case in CASES for finding in found(case.given, case.context, case.detector)]


def named(words: Words, language: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(words.say(language)) if field}


@pytest.mark.parametrize("name", DETECTORS)
def test_says_what_it_does(name: str) -> None:
    assert DETECTORS[name].examine.__doc__


@pytest.mark.parametrize("name", DETECTORS)
def test_has_hits_and_near_misses(name: str) -> None:
    own = [case for case in CASES if case.detector == name]
    near = [case for case in own if all(expected["strength"] == "hint" for expected in case.expect)]
    assert any(case.expect for case in own), "give a case that it finds"
    assert near, "give a look-alike that it must pass over"
    assert len(own) >= 5


def test_every_case_belongs_to_a_detector() -> None:
    assert {case.detector for case in CASES} == set(DETECTORS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_words_name_real_facts(kind: type[Finding]) -> None:
    facts = {field.name for field in fields(kind)} - {field.name for field in fields(Finding)}
    (words,) = [field.default for field in fields(kind) if field.name == "words"]
    assert isinstance(words, Words)
    for language in LANGUAGES:
        assert named(words, language) <= facts
        assert named(words, language) == named(words, LANGUAGES[0]), "each language tells the same"


@pytest.mark.parametrize("finding", FOUND, ids=lambda finding: finding.kind)
def test_a_finding_keeps_the_contract(finding: Finding) -> None:
    known = knowledge.load()
    assert finding.attack and all(re.fullmatch(r"T\d{4}(\.\d{3})?", technique) for technique in finding.attack)
    assert set(finding.era) <= set(known.eras)
    assert finding.family is None or finding.family in known.families
    assert finding.seen_at is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", finding.seen_at)
    for language in LANGUAGES:
        assert finding.sentence.say(language).strip()
        assert named(finding.words, language) == named(finding.words, LANGUAGES[0])
    assert re.search(r"[ぁ-んァ-ン]", finding.sentence.ja), "the Japanese sentence is Japanese"
    assert pickle.loads(pickle.dumps(finding)) == finding


def test_every_kind_is_found_in_some_case() -> None:
    assert {type(finding) for finding in FOUND} == set(KINDS)


@pytest.mark.parametrize("kind", sorted({finding.kind for finding in FOUND}))
def test_has_a_page(kind: str) -> None:
    page = (ROOT / "docs" / "findings" / f"{kind}.md").read_text("utf-8")
    for heading in (
        "## What it means",
        "## Why it is, or is not, proof",
        "## False alarms known",
        "## What to do next",
        "## Source",
    ):
        assert heading in page
    assert re.search(r"[ぁ-んァ-ン]", page), "a line in Japanese"
