"""What was done, as pages tell it: in the words of who did it, and by the name of what it is about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support import dossiers
from support.papers import texts

from mimawari import app
from mimawari.model import Deed, Dossier, Entry, Situation, StepState, Words
from mimawari.respond.chronicle import timeline


def touched(case: Dossier, *states: tuple[int, StepState, str]) -> Dossier:
    """The case with steps by their place in the plan, how far they are, and what was said; recorded in this order."""
    made: list[Entry] = []
    deeds = {StepState.DONE: Deed.STEP_DONE, StepState.SKIPPED: Deed.STEP_SKIPPED}
    for place, how, text in states:
        dossiers.entry(made, f"2026-11-25T03:0{len(made)}:00Z", deeds[how], about=case.plan.steps[place].key, text=text)
    steps = tuple((one.about, how, one) for one, (_, how, _) in zip(made, states, strict=True))
    return replace(case, state=replace(case.state, steps=steps))


def between(text: str, first: str, then: str) -> str:
    return text.partition(first)[2].partition(then)[0]


def test_what_is_done_is_told_in_the_words_of_who_did_it_and_in_the_order_of_the_plan(tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    case = touched(case, (2, StepState.SKIPPED, "道具がない"), (1, StepState.DONE, ""), (0, StepState.DONE, "ケーブルを抜いた"))
    text, _ = texts(case, "ja", tmp_path)
    part = between(text, "済んだこと", "これから行うことと担当")
    titles = [one.step.title.ja.rstrip("。") for one in case.plan.steps]
    assert "ケーブルを抜いた（" in part
    places = [part.index(f"「{title}」") for title in (titles[0], titles[1], titles[2])]
    assert places == sorted(places)
    assert [part.count(said) for said in ("済み", "行わない")] == [2, 1]
    assert "道具がない（" in part
    assert not [title for title in titles[:3] if f"{title}。" in part], "an order"


def test_nobody_is_told_first_to_do_what_is_done(tmp_path: Path) -> None:
    case = touched(dossiers.dossier(Situation.OUR_DEVICE))
    opening, steps = case.plan.openings[0], case.plan.steps
    text, _ = texts(case, "ja", tmp_path)
    assert f"→ {opening.first.ja}" in text
    text, _ = texts(touched(case, (0, StepState.DONE, "")), "ja", tmp_path)
    box = between(text, "現在", "原因は自社にあるか")
    assert opening.first.ja not in box
    assert steps[1].step.title.ja in box.partition("→ ")[2]


def test_who_reads_it_is_not_told_first_to_tell_who_is_in_charge(tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.EXPOSED)
    first = case.plan.steps[0]
    known = {step.id for step in app.known().playbook.steps}
    assert "tell-in-charge" in known
    told = [replace(first, key=f"k{n}", target="", step=replace(first.step, id=name, title=Words(en=name, ja=name)))
            for n, name in enumerate(("done", "tell-in-charge", "next"))]  # fmt: skip
    case = replace(case, plan=replace(case.plan, steps=tuple(told)))
    text, _ = texts(touched(case, (0, StepState.DONE, "")), "ja", tmp_path)
    assert "→ next" in text
    text, _ = texts(touched(case, (0, StepState.DONE, ""), (2, StepState.DONE, "")), "ja", tmp_path)
    assert "→ tell-in-charge" in text


@pytest.mark.parametrize(("deed", "about"), [(Deed.REPLIED, "cards"), (Deed.STEP_DONE, "cards"), (Deed.CONTACTED, "cards")])
def test_an_entry_bears_the_name_of_what_its_deed_is_about(deed: Deed, about: str, tmp_path: Path) -> None:
    """A question, a step and a desk may have the same id."""
    case = dossiers.dossier(Situation.OUR_DEVICE)
    step = replace(case.plan.steps[0], key="cards", target="")
    desk = replace(case.desks[0], id="cards")
    case = replace(case, plan=replace(case.plan, steps=(step, *case.plan.steps[1:])), desks=(desk,))
    question = next(one for one in app.known().law.questions if one.id == "cards")
    names = {Deed.REPLIED: question.words.ja, Deed.STEP_DONE: step.step.title.ja, Deed.CONTACTED: desk.name.ja}
    made = list(case.entries)
    dossiers.entry(made, "2026-11-25T03:00:00Z", deed, about=about, text="no", who="林", answer="x")
    _, text = texts(replace(case, entries=tuple(made)), "ja", tmp_path)
    row = between(text, "林", made[-1].hash)
    said = "いいえ" if deed is Deed.REPLIED else "no"
    assert f"{names.pop(deed)} (cards)\n{said}\nanswer=x" in row
    assert not [name for name in names.values() if name in row]


def test_the_management_reads_of_the_response_and_not_of_the_record(tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    clock = replace(case.clock, deadlines=())
    line = timeline(case.report, case.verdict, case.entries, clock)
    management, annex = texts(replace(case, timeline=line), "ja", tmp_path)
    assert dossiers.SHA256 not in management
    assert "手順を済ませた（田中）：済ませた" in management
    assert f"連絡した（田中）：{case.desks[0].name.ja} メールで相談した" in management
    assert "行うことの一覧を作り直した" not in management
    assert "行うことの一覧を作り直した" in annex
