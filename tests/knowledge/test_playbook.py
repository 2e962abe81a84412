"""The playbook: it fits together, says all that a step has to say, and refuses what does not fit."""

import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from mimawari import knowledge
from mimawari.knowledge import playbook
from mimawari.model import Certainty, Hold, Phase, PlayStep, Situation, Words

Tables = dict[str, dict[str, Any]]
PACKED = Path(str(files(knowledge) / "data" / "playbook"))
BOOK = knowledge.load().playbook


def tables() -> Tables:
    return {name: tomllib.loads((PACKED / f"{name}.toml").read_text("utf-8")) for name in playbook.FILES}


def test_there_is_no_file_that_nobody_reads() -> None:
    assert {path.stem for path in PACKED.glob("*.toml")} == set(playbook.FILES)


def test_every_phase_has_steps_and_every_situation_its_own() -> None:
    assert {step.phase for step in BOOK.steps} == set(Phase)
    assert {one for step in BOOK.steps for one in step.situations} == set(Situation)
    assert len(BOOK.steps) >= 45


@pytest.mark.parametrize("step", BOOK.steps, ids=lambda step: step.id)
def test_a_step_says_all_that_it_has_to(step: PlayStep) -> None:
    assert re.fullmatch(r"[a-z][a-z-]+", step.id)
    assert step.how
    assert step.done_when
    assert step.cited
    assert step.minutes > 0
    for words in (step.title, step.why, *step.how, *step.done_when):
        assert words.en.endswith((".", "?")), words.en
        assert re.search(r"[ぁ-ん].*[。）]$", words.ja), words.ja


@pytest.mark.parametrize("step", [step for step in BOOK.steps if step.destroys], ids=lambda step: step.id)
def test_what_destroys_a_pc_waits_for_the_copies(step: PlayStep) -> None:
    if step.phase is Phase.ERADICATE:
        assert {"memory-image", "disk-image"} <= {*step.after}
        assert step.sure


def test_each_situation_opens_in_each_way_in_which_it_can_hold() -> None:
    opened = {(one.situation, one.hold) for one in BOOK.openings}
    ours = {Situation.OUR_DEVICE, Situation.OUR_ACCOUNT, Situation.ADDRESS_ONLY, Situation.EXPOSED}
    assert {(one, hold) for one in ours for hold in (Hold.SURE, Hold.SUSPECTED)} <= opened
    assert len(opened) == len(BOOK.openings)


def test_nobody_can_stop_mails_that_only_bear_the_address() -> None:
    for hold in (Hold.SURE, Hold.SUSPECTED):
        opening = BOOK.opening(Situation.ADDRESS_ONLY, hold)
        assert opening
        assert any("Nobody can stop" in words.en and "だれにも止められません" in words.ja for words in opening.limits)


def test_what_was_not_read_is_told_apart() -> None:
    certainties = {menu.cited.certainty for step in BOOK.steps for menu in step.menus}
    assert certainties == set(Certainty)
    for step in BOOK.steps:
        for cited in (*step.cited, *(menu.cited for menu in step.menus)):
            assert cited.page.startswith("https://") or cited.certainty is Certainty.UNCONFIRMED


def wrong(change: Callable[[Tables], object]) -> str:
    broken = deepcopy(tables())
    change(broken)
    with pytest.raises(ValueError, match=r".") as told:
        playbook.read(broken)
    return str(told.value)


def test_it_is_right_as_it_stands() -> None:
    assert playbook.read(tables()) == BOOK


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t["scope"]["step"][0].update(colour="red"), "colour"),
        (lambda t: t["scope"]["step"][0].update(after=["nowhere"]), "nowhere"),
        (lambda t: t["isolate"]["step"][0].update(after=["reconnect"]), "later phase"),
        (lambda t: t["scope"]["step"].append(t["scope"]["step"][0]), "list-pcs"),
        (lambda t: t["scope"]["step"][0].update(after=["check-all"]), "wait for each other"),
        (lambda t: t["scope"]["step"][0].update(sources=["hearsay"]), "hearsay"),
        (lambda t: t["reset"]["step"][1]["menus"][0].update(source="hearsay"), "hearsay"),
        (lambda t: t["reset"]["step"][1]["menus"][0].update(way="x"), "way"),
        (lambda t: t["scope"]["step"][0].update(situations=["doomed"]), "doomed"),
        (lambda t: t["scope"]["step"][0].update(who="cat"), "cat"),
        (lambda t: t["scope"]["step"][0].update(sure=True, suspected=True), "both"),
        (lambda t: t["openings"]["opening"].pop(), "no-sign"),
        (lambda t: t["terms"]["term"][0].update(more="x"), "more"),
        (lambda t: t["sources"]["sources"]["own"].update(certainty="hoped"), "hoped"),
        (lambda t: t["lift"].update(steps=[]), "steps"),
    ],
)
def test_what_does_not_fit_is_refused(change: Callable[[Tables], object], told: str) -> None:
    assert told in wrong(change)


def test_a_folder_of_knowledge_brings_its_own_playbook(tmp_path: Path) -> None:
    (tmp_path / "playbook").mkdir()
    title = "Only when all four are met: connect the PC again to the firm's network, if it was taken off."
    text = (PACKED / "lift.toml").read_text("utf-8").replace(title, "Plug it in.")
    (tmp_path / "playbook" / "lift.toml").write_text(text, "utf-8")
    known = knowledge.load(tmp_path)
    assert Words(en="Plug it in.", ja="4つの条件がそろったら、切り離したPCを、社内のネットワークに戻してください。") in [
        step.title for step in known.playbook.steps
    ]


def test_a_broken_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "playbook").mkdir()
    (tmp_path / "playbook" / "lift.toml").write_text('[[step]]\nid = "x"\n', "utf-8")
    with pytest.raises(ValueError, match=r"situations|title"):
        knowledge.load(tmp_path)
