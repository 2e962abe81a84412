"""The legal clock: what people say, how days are counted, and what it all leans to. Never an opinion."""

from dataclasses import replace

import pytest
from support import reports
from support.legal import KNOWN, leaning, said, sides
from support.responses import state

from mimawari.model import Certainty, Level, Question, Side


def test_every_question_is_answered_or_open_and_each_has_a_source() -> None:
    for level in reports.OF_LEVEL:
        told = said(reports.report(level))
        assert list(sides(told)) == [one.id for one in KNOWN.law.questions]
        assert [one for one in told.considerations if not one.cited] == []


class TestReplies:
    @pytest.mark.parametrize("question", KNOWN.law.questions, ids=lambda one: one.id)
    @pytest.mark.parametrize("reply", ["yes", "no"])
    def test_an_answer_is_told_with_who_gave_it_and_points_where_the_question_says(self, question: Question, reply: str) -> None:
        told = said(reports.report(Level.UNDETERMINED), state(replies={question.id: reply}))
        (one,) = (one for one in told.considerations if one.by)
        assert (one.question, one.by) == (question.id, "田中")
        assert one.side is (question.yes if reply == "yes" else question.no)
        assert question.id not in {one.id for one in told.questions}

    @pytest.mark.parametrize("reply", ["unknown", "maybe", ""])
    def test_who_does_not_know_has_answered_nothing(self, reply: str) -> None:
        told = said(reports.report(Level.UNDETERMINED), state(replies={"executed": reply}))
        assert "executed" in {one.id for one in told.questions}
        assert [one.by for one in told.considerations if one.by] == []

    def test_an_answer_and_contrary_evidence_are_both_told(self) -> None:
        told = said(reports.report(Level.INFECTED), state(replies={"executed": "no"}))
        assert sides(told)["executed"] == [Side.FOR, Side.AGAINST]
        assert leaning(told) == "mixed"

    def test_a_question_that_evidence_settles_is_not_asked(self) -> None:
        assert "executed" not in {one.id for one in said(reports.report(Level.INFECTED)).questions}
        assert "c2-reached" in {one.id for one in said(reports.report(Level.INFECTED)).questions}

    def test_how_grave_a_leak_would_be_makes_no_leak(self) -> None:
        told = said(reports.report(Level.NO_SIGN), state(replies={"thousand": "yes", "cards": "yes", "sensitive": "yes"}))
        assert leaning(told) == "nothing-yet"

    def test_few_people_do_not_speak_against(self) -> None:
        told = said(reports.report(Level.INFECTED), state(replies={"thousand": "no"}))
        assert sides(told)["thousand"] == [Side.OPEN]
        assert leaning(told) == "points-to"


class TestEntrusted:
    def test_it_is_silent_until_somebody_says(self) -> None:
        assert said(reports.report(Level.INFECTED)).entrusted is None
        assert said(reports.report(Level.INFECTED), state(replies={"entrusted": "unknown"})).entrusted is None

    def test_entrusted_data_has_a_way_of_its_own_that_is_marked(self) -> None:
        words = said(reports.report(Level.INFECTED), state(replies={"entrusted": "yes"})).entrusted
        assert words is not None
        assert "委託元" in words.ja
        assert "要確認" in words.ja


class TestDays:
    def test_without_a_moment_of_knowledge_there_are_none(self) -> None:
        told = said(reports.report(Level.INFECTED), state())
        assert (told.known_at, told.deadlines) == (None, ())

    def test_they_count_from_the_recorded_moment_in_japan(self) -> None:
        told = said(reports.report(Level.INFECTED), state(known_at="2026-11-27T15:30:00Z"))  # 00:30 of the 28th in Japan
        assert told.known_at == "2026-11-27T15:30:00Z"
        assert {one.kind: one.countings[0].last_day for one in told.deadlines} == {
            "prompt": "2026-11-30", "final-30": "2026-12-27", "final-60": "2027-01-26",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("now", "left"), [("2026-11-29T14:59:59Z", 1), ("2026-11-29T15:00:00Z", 0), ("2026-11-30T15:00:00Z", -1)]
    )
    def test_today_is_the_day_in_japan_too(self, now: str, left: int) -> None:
        told = said(reports.report(Level.INFECTED), state(known_at="2026-11-28"), now=now)
        assert next(one.left for one in told.deadlines if one.kind == "prompt") == left

    def test_nothing_but_the_recorded_moment_is_taken_for_it(self) -> None:
        case = state(known_at="no time")
        assert case.known_at
        case = replace(case, known_at=replace(case.known_at, about="2026-11-01", facts=(("as_written", "2026-11-02"),)))
        assert said(reports.report(Level.INFECTED), case).deadlines == ()

    def test_a_moment_that_is_none_counts_nothing(self) -> None:
        told = said(reports.report(Level.INFECTED), state(known_at="yesterday afternoon"))
        assert (told.known_at, told.deadlines) == (None, ())


FORBIDDEN = ("you must report", "you need not", "no duty", "義務はありません", "報告が必要です", "報告は不要", "義務があります。",
             "a duty to report", "義務がある方", "義務がない方")  # fmt: skip


@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_it_never_gives_an_opinion_and_always_names_the_lawyer(level: Level) -> None:
    told = said(reports.report(level), state(known_at="2026-11-27"))
    words = [told.leaning, *told.cautions, *(one.words for one in told.considerations)]
    assert [one for one in words for text in FORBIDDEN if text in one.en.lower() or text in one.ja] == []
    assert "弁護士" in told.leaning.ja
    assert "lawyer" in told.leaning.en
    assert "法律上の判断ではありません" in told.cautions[0].ja


def test_what_is_not_confirmed_is_marked_in_the_cautions() -> None:
    shown = {one.words.en: one for one in (*KNOWN.law.cautions, *KNOWN.law.triggers)}
    for words in said(reports.report(Level.INFECTED)).cautions:
        row = next(row for text, row in shown.items() if words.en.startswith(text))
        to_check = any(one.certainty is not Certainty.READ for one in row.cited)
        assert ("要確認" in words.ja) == to_check == ("[to be checked]" in words.en)
