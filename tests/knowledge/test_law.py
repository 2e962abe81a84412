"""The law: every fact that the domain's reference has second hand or unconfirmed is marked, and everything names a source."""

import copy
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from mimawari import knowledge
from mimawari.knowledge import law
from mimawari.model import Certainty, Cited, Question, Side

LAW = knowledge.load().law
READ, SECOND, UNCONFIRMED = Certainty.READ, Certainty.SECOND_HAND, Certainty.UNCONFIRMED


def table() -> dict[str, Any]:
    return tomllib.loads((files(knowledge) / "data" / "law" / "appi.toml").read_text("utf-8"))


def reason(rows: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in rows["reason"] if row["id"] == name)
    return found


def question(name: str) -> tuple[Cited, ...]:
    return next(one.cited for one in LAW.questions if one.id == name)


def days(kind: str) -> tuple[Cited, ...]:
    return next(one.cited for one in LAW.days if one.kind == kind)


def caution(part: str) -> tuple[Cited, ...]:
    (found,) = (one.cited for one in LAW.cautions if part in one.words.en)
    return found


# The facts of DOMAIN.md 9.4 that the tables use, by its tags: C read, E second hand, U unconfirmed.
FACTS = [
    (
        "[C] triggers (1) to (4)",
        LAW.triggers[0].cited + LAW.triggers[1].cited + LAW.triggers[2].cited + LAW.triggers[3].cited,
        READ,
    ),
    ("[C] 'possible' (おそれ) counts", caution("A possible leak"), READ),
    ("[C] 3 to 5 days", days("prompt")[:1], READ),
    ("[C] 30 days", days("final-30")[:1], READ),
    ("[E] 60 days for (3)", days("final-60"), SECOND),
    ("[U] how days are counted, holidays", LAW.ways["first-day"].cited, UNCONFIRMED),
    ("[U] the first day does not count", LAW.ways["next-day"].cited, UNCONFIRMED),
    ("[U] roll-over on holidays", LAW.ways["first-day-rolled"].cited, UNCONFIRMED),
    ("[U] roll-over on holidays", LAW.ways["next-day-rolled"].cited, UNCONFIRMED),
    ("[U] counting and holidays, as a caution", caution("How the days are counted"), UNCONFIRMED),
    ("[U] which department's knowledge counts", caution("Whose knowledge counts"), UNCONFIRMED),
    ("[E] who entrusted data (委託)", question("entrusted"), SECOND),
    ("[E] telling the one that entrusted it", LAW.entrusted["yes"].cited, SECOND),
    ("[E] the people concerned are told promptly", caution("The people concerned"), SECOND),
    ("[E] strong encryption is exempt", question("encrypted"), SECOND),
    ("[C] Q6-14: executed?", question("executed"), READ),
    ("[C] Q6-14: reached C2?", question("c2-reached"), READ),
    ("[C] Q6-14: blocked?", question("blocked"), READ),
    ("[U] companion cases: traces of theft", question("taken"), UNCONFIRMED),
    ("[C] Q1-37 to Q1-39: address book", question("address-book"), READ),
    ("[E] 2024-04: while being acquired", caution("Since April 2024"), SECOND),
    ("[E] the commission asked victims of Emotet to report", caution("The commission asked"), SECOND),
    ("[C] 2025-10-01: common forms", question("ransomware"), READ),
    ("[U] state of the amendment in 2026", caution("amended in July 2026"), UNCONFIRMED),
]


@pytest.mark.parametrize(("fact", "cited", "expected"), FACTS, ids=[fact for fact, _, _ in FACTS])
def test_each_fact_is_as_sure_as_the_reference_has_it(fact: str, cited: tuple[Cited, ...], expected: Certainty) -> None:
    assert {one.certainty for one in cited} == {expected}, fact


def test_notes_of_others_are_never_taken_for_the_law_itself() -> None:
    """What quotes the law is not the law: it names no page of the law, says so, and nothing that rests on it is called read."""
    row = table()["sources"]["quoted-2026"]
    assert row["page"] == ""
    assert "the law itself was not read" in row["en"]
    assert "法令そのものは確認していません" in row["ja"]
    rows: list[Any] = [*LAW.triggers, *LAW.reasons.values(), *LAW.days, *LAW.ways.values(), *LAW.cautions, *LAW.questions]
    rows += LAW.entrusted.values()
    resting = [one for one in rows if any(cited.title.en == row["en"] for cited in one.cited)]
    assert resting
    assert READ not in {cited.certainty for one in resting for cited in one.cited if cited.title.en == row["en"]}
    assert {one.words.en.split(" in ")[0] for one in resting if len(one.cited) == 1} == {"The law is said to have been amended"}


def test_what_was_read_nowhere_names_no_page_as_if_it_had_been() -> None:
    sources = table()["sources"]
    assert {name for name in ("counting", "civil-code") if sources[name]["page"]} == set()


@pytest.mark.parametrize("answer", ["yes", "no", "open"])
@pytest.mark.parametrize("name", [one.id for one in LAW.questions])
def test_a_reason_is_as_sure_as_its_question(name: str, answer: str) -> None:
    assert any(one.certainty.to_check for one in LAW.reasons[f"{name}-{answer}"].cited) == any(
        one.certainty.to_check for one in question(name)
    )


@pytest.mark.parametrize("row", LAW.questions, ids=lambda one: one.id)
def test_answers_point_where_the_question_says(row: Question) -> None:
    assert (LAW.reasons[f"{row.id}-yes"].side, LAW.reasons[f"{row.id}-no"].side) == (row.yes, row.no)
    assert LAW.reasons[f"{row.id}-open"].side is Side.OPEN


def test_legal_questions_are_for_a_lawyer() -> None:
    assert {one.id for one in LAW.questions if one.lawyer} == {"address-book", "encrypted", "entrusted"}
    assert LAW.entrusted["yes"].lawyer


def test_everything_but_the_warning_itself_names_a_source() -> None:
    rows: list[law.Saying] = [*LAW.triggers, *LAW.reasons.values(), *LAW.ways.values(), *LAW.cautions[1:], *LAW.entrusted.values()]
    assert [row for row in rows if not row.cited] == []
    assert [row for row in LAW.questions if not row.cited] + [row for row in LAW.days if not row.cited] == []


def test_days_are_those_of_the_rule() -> None:
    assert {row.kind: (row.days, row.rolls) for row in LAW.days} == {
        "prompt": ((3, 5), False), "final-30": ((30, 30), True), "final-60": ((60, 60), True),
    }  # fmt: skip


def test_sentences_are_careful_and_in_both_languages() -> None:
    rows: list[law.Saying] = [*LAW.reasons.values(), *LAW.cautions, *LAW.entrusted.values()]
    for words in (*(row.words for row in rows), *(row.words for row in LAW.questions), *LAW.leanings.values()):
        assert words.en.strip()
        assert re.search(r"[ぁ-ん]", words.ja)
    assert all("弁護士" in words.ja and "lawyer" in words.en for words in LAW.leanings.values())


def test_ransomware_families_are_families_that_there_are() -> None:
    assert LAW.ransomware <= knowledge.load().families


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows["question"].pop(), "ransomware"),
        (lambda rows: rows["reason"].pop(), "ransomware-open"),
        (lambda rows: rows["way"].pop("next-day"), "next-day"),
        (lambda rows: rows["reason"].remove(reason(rows, "executed-quiet-account")), "executed-quiet-account is not there"),
        (
            lambda rows: reason(rows, "executed-seen").update(ja="{findings}"),
            "executed-seen has a place that nothing fills",
        ),
        (lambda rows: reason(rows, "executed-yes").update(en="{hosts}"), "executed-yes has a place that nothing fills: hosts"),
        (lambda rows: rows["leaning"].pop("mixed"), "mixed"),
        (lambda rows: rows["core"].append("guilt"), "guilt"),
        (lambda rows: rows["question"][0].update(cited=["nobody:read"]), "there is no source nobody"),
        (lambda rows: rows["question"][0].update(cited=["ppc-leak:sure"]), "sure"),
    ],
)
def test_a_table_that_lacks_something_is_an_error(change: Any, message: str) -> None:
    rows = copy.deepcopy(table())
    change(rows)
    with pytest.raises(ValueError, match=message):
        law.read(rows)


def test_sentences_fit_the_narrow_columns_of_a_page() -> None:
    for words in LAW.leanings.values():
        assert max(len(words.en), len(words.ja)) <= 200
    for row in LAW.days:
        assert max(len(row.name.en), len(row.name.ja)) <= 80
    for way in LAW.ways.values():
        assert max(len(way.words.en), len(way.words.ja)) <= 110


def test_the_page_on_the_legal_clock_names_every_question() -> None:
    page = (Path(__file__).parents[2] / "docs" / "concepts" / "legal-clock.md").read_text("utf-8")
    table = page.partition("## What the evidence can say")[2].partition("## How days are counted")[0]
    assert set(re.findall(r"`([a-z0-9-]+)`", table)) == {one.id for one in LAW.questions}
    assert ("Twelve questions" in page) == (len(LAW.questions) == 12)
