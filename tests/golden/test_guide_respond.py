"""The guide "what to do after a check": both languages give the same commands, and its checks end as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.guides import GUIDES, commands_of, guide, run

from mimawari.model import Situation

TONGUES = ("ja", "en")
CASES = {"our-device": 10, "our-account": 11, "address-only": 0, "exposed": 12, "undetermined": 20}


def test_both_languages_give_the_same_commands() -> None:
    japanese, english = (commands_of(guide("respond", tongue)) for tongue in TONGUES)
    assert [one.form for one in japanese] == [one.form for one in english]
    assert [one.ends for one in japanese] == [one.ends for one in english]
    assert len(japanese) >= 40


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_case_goes_from_evidence_to_a_verified_record(tongue: str) -> None:
    """Check, respond, a report and verify of each; the first of them goes through every kind of command."""
    every = commands_of(guide("respond", tongue))
    for name, ends in CASES.items():
        (checked,) = (one for one in every if one.words[0] == "check" and one.into == f"{name}.json")
        assert checked.ends == ends
        mine = [one.words for one in every if f"{name}.case" in one.words]
        assert mine[0][0] == "respond"
        assert {words[1] for words in mine if words[0] == "case"} >= {"report", "verify"}
    whole = {one.words[1] for one in every if "our-device.case" in one.words and one.words[0] == "case"}
    assert whole >= {
        "plan",
        "step",
        "note",
        "known-at",
        "reply",
        "law",
        "desks",
        "contact",
        "report",
        "export",
        "recheck",
        "verify",
    }


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_guide_names_each_situation_and_links_to_what_there_is(tongue: str) -> None:
    text = guide("respond", tongue)
    assert all(f"（{one}）" in text or f"({one})" in text for one in Situation if one is not Situation.NO_SIGN)
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (GUIDES / target).is_file(), target


SAYS = {
    "ja": (
        "電源は切らないでください", "別の端末", "早いほう", "法律の判断ではありません", "だれにも止められません", "日前の情報",
        "バックアップ", "PostgreSQL",
    ),
    "en": (
        "Do not switch off", "another device", "the earlier one", "no legal opinion", "Nobody can stop", "days old", "backup",
        "PostgreSQL",
    ),
}  # fmt: skip


@pytest.mark.parametrize("tongue", TONGUES)
def test_what_must_be_said_is_said(tongue: str) -> None:
    text = guide("respond", tongue)
    assert [words for words in SAYS[tongue] if words not in text] == []


def test_the_checks_of_the_guide_end_as_it_says(tmp_path: Path) -> None:
    every = [one for one in commands_of(guide("respond", "ja")) if one.words[0] in ("examples", "check")]
    assert len(every) == 1 + len(CASES) + 1
    for command in every:
        done = run(command, tmp_path, "ja", tmp_path / "state")
        assert (done.status, done.err) == (command.ends, ""), command.line
    answers = {name: json.loads((tmp_path / f"{name}.json").read_text("utf-8"))["verdict"] for name in CASES}
    assert {name: verdict["us"]["answers"][0]["answer"] for name, verdict in answers.items() if "us" in verdict} == {
        "our-device": "our-device",
        "our-account": "our-account",
        "address-only": "address-only",
        "undetermined": "unknown",
    }
