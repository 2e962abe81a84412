"""The guide "what to do after a check", followed from the first command to the last, in both languages."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.guides import Command, Done, commands_of, guide, run

SITUATIONS = ("our-device", "our-account", "address-only", "exposed", "undetermined")
TONGUES = ("ja", "en")


@dataclass(frozen=True)
class Followed:
    """Somebody followed the guide in *folder*; ``done`` are all commands, in order."""

    tongue: str
    folder: Path
    done: tuple[Done, ...]

    def said(self, *words: str) -> str:
        """What the first command with all these words printed, its lines joined again where they were broken."""
        return re.sub(r"\s+", "" if self.tongue == "ja" else " ", self.of(*words).out)

    def of(self, *words: str) -> Done:
        """The first command with all these words."""
        return next(one for one in self.done if set(words) <= set(one.command.words))

    def asked(self, *words: str) -> Done:
        """One more command that the guide does not have."""
        return run(Command(" ".join(words), words, "", 0), self.folder, self.tongue, self.folder / "state")

    def plan(self, case: str) -> dict[str, Any]:
        """The plan of a case as data."""
        plan: dict[str, Any] = json.loads(self.asked("case", "plan", "--json", "--case", f"{case}.case").out)
        return plan

    def steps(self, case: str) -> set[str]:
        """The ids of its steps."""
        return {one["step"] for one in self.plan(case)["steps"]}


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples with their reports: what both languages begin with."""
    folder = tmp_path_factory.mktemp("looked-at")
    for command in commands_of(guide("respond", "en")):
        if command.words[0] in ("examples", "check"):
            run(command, folder, "en", folder / "state")
    return folder


@pytest.fixture(scope="module", params=TONGUES)
def followed(request: pytest.FixtureRequest, looked_at: Path, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    tongue: str = request.param
    folder = tmp_path_factory.mktemp(f"followed-{tongue}")
    for path in looked_at.iterdir():
        if path.name != "state":
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, folder / path.name)
    every = [one for one in commands_of(guide("respond", tongue)) if one.words[0] not in ("examples", "check")]
    return Followed(tongue, folder, tuple(run(command, folder, tongue, folder / "state") for command in every))


def test_every_command_ends_as_the_guide_says(followed: Followed) -> None:
    assert [(one.command.line, one.status, one.err) for one in followed.done if one.status != one.command.ends] == []


@pytest.mark.parametrize("case", SITUATIONS)
def test_the_plan_is_for_what_the_case_is_and_for_nothing_else(followed: Followed, case: str) -> None:
    assert followed.plan(case)["situations"] == [case]


def test_only_our_device_takes_a_pc_off_the_network_and_sets_it_up_anew(followed: Followed) -> None:
    assert {case for case in SITUATIONS if "unplug" in followed.steps(case)} == {"our-device"}
    assert {case for case in SITUATIONS if "reimage" in followed.steps(case)} == {"our-device"}
    assert {case for case in SITUATIONS if "mail-password" in followed.steps(case)} == {"our-device", "our-account"}
    keys = {one["key"] for one in followed.plan("our-device")["steps"]}
    assert "unplug@PC-YAMA" in keys
    assert not any(key.endswith("@PC-MORI") for key in keys)


def test_the_device_is_isolated_before_it_is_preserved_and_set_up_anew_last(followed: Followed) -> None:
    order = [one["key"] for one in followed.plan("our-device")["steps"]]
    wanted = ["unplug@PC-YAMA", "memory-image@PC-YAMA", "mail-password@yama@midori.example.jp", "reimage@PC-YAMA"]
    assert sorted(wanted, key=order.index) == wanted


OFF = {"ja": "電源は切らないでください", "en": "not switch"}
STOP = {"ja": "止められません", "en": "Nobody can stop"}


def test_the_first_words_of_a_plan(followed: Followed) -> None:
    assert OFF[followed.tongue] in followed.said("respond", "our-device.case")
    assert OFF[followed.tongue] not in followed.said("respond", "address-only.case")
    assert STOP[followed.tongue] in followed.said("respond", "address-only.case")


def test_the_steps_are_recorded_as_they_were_told(followed: Followed) -> None:
    states = {one["key"]: one["state"] for one in followed.plan("our-device")["steps"]}
    assert (states["unplug@PC-YAMA"], states["cards"]) == ("done", "skipped")
    case = json.loads(followed.asked("case", "show", "--json", "--case", "our-device.case").out)
    assert case["known_at"] == "2022-11-10T00:30:00Z"
    assert case["replies"] == {"address-book": "yes", "cards": "no", "blocked": "unknown"}
    assert {one["who"] for one in case["entries"]} <= {"山田", "森", "Yamada", "Mori"}


def test_the_law_is_told_with_both_ways_of_counting_and_as_no_opinion(followed: Followed) -> None:
    """Three to five days of 10 November 2022, a Thursday, and sixty: counted from that day, and from the day after."""
    told = followed.said("law", "our-device.case")
    plain = told.replace("-", "").replace("/", "").replace("年", "").replace("月", "").replace("日", "")
    for last in ("20221112", "20221113", "20221114", "20221115", "20230108", "20230109"):
        assert last in plain, (last, told)


LAWYER = {"ja": "弁護士", "en": "lawyer"}
CHECK = {"ja": "【要確認】", "en": r"\[to be checked\]"}


def test_lawyers_and_doubtful_facts_are_marked(followed: Followed) -> None:
    assert LAWYER[followed.tongue] in followed.said("law", "our-device.case")
    assert re.search(CHECK[followed.tongue], followed.said("law", "our-device.case"), re.IGNORECASE)
    assert re.search(CHECK[followed.tongue], followed.said("desks", "our-device.case"), re.IGNORECASE)
    assert "cs-support@ipa.go.jp" in followed.said("desks", "our-device.case")


def test_the_second_check_names_the_pc_that_nobody_looked_at(followed: Followed) -> None:
    done = followed.of("recheck", "later.json")
    assert done.status == 20
    assert "PC-KURA" in done.out


@pytest.mark.parametrize("case", SITUATIONS)
def test_the_reports_of_each_case_are_there(followed: Followed, case: str) -> None:
    done = followed.of("case", "report", f"{case}.case")
    folder = followed.folder / done.command.words[done.command.words.index("--out") + 1]
    for page in ("management", "annex"):
        (html,) = folder.glob(f"{page}*.html")
        assert "<html" in html.read_text("utf-8")


def test_pdf_is_made_of_each_case_or_of_none(followed: Followed) -> None:
    """Whether there is what sets pages is the same for all; how much a case holds must not be what decides."""
    made = {}
    for case in SITUATIONS:
        words = followed.of("case", "report", f"{case}.case").command.words
        pdfs = sorted((followed.folder / words[words.index("--out") + 1]).glob("*.pdf"))
        assert all(pdf.read_bytes().startswith(b"%PDF") for pdf in pdfs)
        made[case] = len(pdfs)
    assert len(set(made.values())) == 1, made


def test_the_export_is_a_bundle_of_stix(followed: Followed) -> None:
    assert json.loads((followed.folder / "our-device.stix.json").read_text("utf-8"))["type"] == "bundle"


@pytest.mark.parametrize("case", SITUATIONS)
def test_the_record_is_whole_and_a_changed_one_is_noticed(followed: Followed, case: str, tmp_path: Path) -> None:
    assert followed.of("verify", f"{case}.case").status == 0
    changed = tmp_path / "changed.case"
    whole = (followed.folder / f"{case}.case").read_bytes()
    for word in ("山田", "森", "Yamada", "Mori"):
        whole = whole.replace(word.encode(), word.encode()[:-1] + bytes([word.encode()[-1] ^ 1]))
    changed.write_bytes(whole)
    assert followed.asked("case", "verify", "--case", str(changed)).status in (1, 2)


def test_a_closed_case_is_closed(followed: Followed) -> None:
    assert json.loads(followed.asked("case", "show", "--json", "--case", "address-only.case").out)["closed"] is True
    assert json.loads(followed.asked("case", "show", "--json", "--case", "our-device.case").out)["closed"] is False
