"""MISP: read back by its own library; only hashes are marked for detection."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pymisp import MISPEvent
from support import dossier_extremes, dossiers
from support.dossiers import SHA256, TEST_CASES

from mimawari.faces.exchange import misp
from mimawari.model import Dossier, Situation


def event(dossier: Dossier) -> Any:
    made = MISPEvent()
    made.from_json(misp(dossier))
    return made


@pytest.mark.parametrize("situation", TEST_CASES)
def test_it_goes_round_and_is_the_same_again(situation: Situation) -> None:
    case = dossiers.dossier(situation)
    text = misp(case)
    assert text == misp(dossiers.dossier(situation))
    read = event(case)
    assert json.loads(read.to_json()) == json.loads(text)["Event"]
    assert "tlp:amber" in {tag.name for tag in read.tags}
    assert read.distribution == "0" or read.distribution == 0
    assert situation.value in " ".join(one.value for one in read.attributes if one.type == "comment")


def test_only_a_hash_is_marked_for_detection() -> None:
    read = event(dossiers.dossier(Situation.EXPOSED))
    marked = {(one.type, one.value) for one in read.attributes if one.to_ids}
    assert marked == {("sha256", SHA256)}
    assert ("filename", "請求書.doc") in {(one.type, one.value) for one in read.attributes}


def test_emotet_is_a_tag_only_where_the_verdict_says_so() -> None:
    tags = {s: [tag.name for tag in event(dossiers.dossier(s)).tags] for s in TEST_CASES}
    assert {s for s, names in tags.items() if any("Emotet" in name for name in names)} == {Situation.OUR_DEVICE, Situation.EXPOSED}


def test_hostile_values_and_an_empty_case() -> None:
    assert event(dossier_extremes.empty()).attributes
    assert "\u202e" not in json.dumps(json.loads(misp(dossier_extremes.hostile())), ensure_ascii=False)


def test_addresses_and_accounts_are_told_as_such() -> None:
    case = dossiers.dossier(Situation.OUR_ACCOUNT)
    found = dossiers.clue("foreign-login", "x", "x")
    found = replace(found, given=(("account", "info@shop.example"), ("sample", "203.0.113.10")))
    read = event(replace(case, verdict=replace(case.verdict, because=(found,), us=None)))
    told = {(one.type, one.value, one.to_ids) for one in read.attributes}
    assert {("ip-src", "203.0.113.10", False), ("email-src", "info@shop.example", False)} <= told
    assert not [value for kind, value, _ in told if kind == "filename"]
