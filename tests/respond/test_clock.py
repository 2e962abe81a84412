"""The legal clock: what the evidence says, what people say, and what it all leans to. Never an opinion."""

from dataclasses import replace

import pytest
from support import reports
from support.responses import state

from mimawari import app, knowledge
from mimawari.model import (
    About,
    Answer,
    Answered,
    CaseState,
    Certainty,
    Clue,
    LegalClock,
    Level,
    Looked,
    Origin,
    Question,
    ReadFinding,
    Report,
    Side,
    Strength,
    Us,
    Verdict,
    Words,
)
from mimawari.respond.clock import clock

KNOWN = knowledge.load()
NOW = "2026-11-28T03:00:00Z"


RULE = ReadFinding(
    name="rule-hit", origin=reports.origin("C:\\x.exe"), strength=Strength.CONCLUSIVE,
    words=Words(en="It fits a rule.", ja="ルールに合います。"), family="emotet",
)  # fmt: skip


def about_account(about: About) -> ReadFinding:
    return ReadFinding(
        name="strange-line", origin=Origin("log", "mail.log"), strength=Strength.CONCLUSIVE, about=about,
        words=Words(en="A stranger signed in.", ja="第三者がログインしました。"), given=(("account", "a@shop.example"),),
    )  # fmt: skip


def said(report: Report, case: CaseState | None = None, verdict: Verdict | None = None, now: str = NOW) -> LegalClock:
    return clock(report, verdict or app.judge(report), case, KNOWN, now=now)


def sides(told: LegalClock) -> dict[str, list[Side]]:
    found: dict[str, list[Side]] = {}
    for one in told.considerations:
        found.setdefault(one.question, []).append(one.side)
    return found


def leaning(told: LegalClock) -> str:
    return next(name for name, words in KNOWN.law.leanings.items() if words == told.leaning)


def answered(*answers: tuple[Answer, Strength]) -> Us:
    clue = Clue(
        origin=Origin("inquiry", "inquiry"), strength=Strength.STRONG, name="intersection-partner",
        words=Words(en="One mailbox held all.", ja="すべてを持つのは1つです。"),
    )  # fmt: skip
    return Us(tuple(Answered(answer, strength) for answer, strength in answers), because=(clue,))


def with_us(level: Level, *answers: tuple[Answer, Strength]) -> tuple[Report, Verdict]:
    report = reports.report(level)
    return report, replace(app.judge(report), us=answered(*answers))


def test_every_question_is_answered_or_open_and_each_has_a_source() -> None:
    for level in reports.OF_LEVEL:
        told = said(reports.report(level))
        assert list(sides(told)) == [one.id for one in KNOWN.law.questions]
        assert [one for one in told.considerations if not one.cited] == []


class TestExecuted:
    def test_an_infected_host_speaks_for_with_its_findings(self) -> None:
        report = reports.report(Level.INFECTED)
        told = said(report)
        (one,) = (one for one in told.considerations if one.question == "executed")
        assert one.side is Side.FOR
        assert set(one.evidence) == {finding.id for finding in app.judge(report).because}
        assert "hbtw.dll" in one.words.en
        assert leaning(told) == "points-to"

    def test_a_suspicion_is_open(self) -> None:
        told = said(reports.report(Level.SUSPECTED))
        assert sides(told)["executed"] == [Side.OPEN]
        assert leaning(told) == "suspected"

    def test_bytes_that_fit_a_rule_do_not_say_that_they_ran(self) -> None:
        told = said(Report.of([reports.source("PC1", reports.part("PC1", (RULE,)))]))
        assert sides(told)["executed"] == [Side.OPEN]

    def test_they_are_no_evidence_beside_what_says_so_either(self) -> None:
        told = said(Report.of([reports.source("PC1", reports.part("PC1", (RULE, reports.loader(), reports.pair())))]))
        (one,) = (one for one in told.considerations if one.question == "executed")
        assert one.side is Side.FOR
        assert RULE.id not in one.evidence
        assert "fits a rule" not in one.words.en

    def test_a_quiet_host_speaks_against_and_names_what_was_looked_at(self) -> None:
        told = said(reports.report(Level.NO_SIGN))
        (one,) = (one for one in told.considerations if one.question == "executed")
        assert one.side is Side.AGAINST
        assert "PC1" in one.words.ja
        assert leaning(told) == "nothing-yet"

    def test_a_host_that_could_not_be_looked_at_is_open_and_never_against(self) -> None:
        told = said(reports.report(Level.UNDETERMINED))
        assert sides(told)["executed"] == [Side.OPEN]
        assert leaning(told) == "unknown"

    def test_one_quiet_host_and_one_unseen_are_both_told(self) -> None:
        told = said(Report.of([reports.no_sign("PC1"), reports.undetermined("PC2")]))
        assert sides(told)["executed"] == [Side.AGAINST, Side.OPEN]

    def test_a_report_without_any_host_says_nothing_of_it(self) -> None:
        told = said(Report.of([reports.unopened()]))
        assert sides(told)["executed"] == [Side.OPEN]

    def test_a_pc_that_is_quiet_today_takes_nothing_back(self) -> None:
        then = replace(reports.infected("PC1"), id="PC1-old", seen_at="2026-11-01T00:00:00Z")
        both = Report.of([then, replace(reports.no_sign("PC1"), seen_at="2026-11-20T00:00:00Z")])
        assert app.judge(both).level is Level.NO_SIGN
        assert sides(said(both))["executed"] == [Side.FOR]
        assert leaning(said(both)) == "points-to"

    def test_what_ran_once_counts_too(self) -> None:
        was = reports.source("PC1", reports.part("PC1", (reports.loader(past=True, strength=Strength.CONCLUSIVE),)))
        assert app.judge(Report.of([was])).level is Level.SUSPECTED
        assert sides(said(Report.of([was])))["executed"] == [Side.FOR]

    def test_two_suspected_hosts_prove_nothing_together(self) -> None:
        one = reports.source("PC1", reports.part("PC1", (reports.loader("PC1"),)))
        two = reports.source("PC2", reports.part("PC2", (reports.pair("PC2"),)))
        assert sides(said(Report.of([one, two])))["executed"] == [Side.OPEN]

    def test_a_mailbox_of_a_host_is_no_look_at_the_host(self) -> None:
        box = replace(reports.no_sign("PC2"), kind="thunderbird", ought=("file",))
        assert sides(said(Report.of([box])))["executed"] == [Side.OPEN]

    def test_something_that_was_opened_is_open_and_nothing_speaks_against(self) -> None:
        report = reports.report(Level.NO_SIGN)
        opened = Words(en="“a.doc” was opened on PC1.", ja="「a.doc」がPC1で開かれました。")
        told = said(report, verdict=replace(app.judge(report), opened=(opened,), level=Level.SUSPECTED))
        assert sides(told)["executed"] == [Side.OPEN]
        assert leaning(told) == "suspected"


class TestUs:
    def test_only_our_address_leans_against_and_says_what_would_change_it(self) -> None:
        report, verdict = with_us(Level.NO_SIGN, (Answer.ADDRESS_ONLY, Strength.STRONG))
        told = said(report, verdict=verdict)
        assert leaning(told) == "address-only"
        assert "changes as soon as" in told.leaning.en
        assert sides(told)["taken"] == [Side.AGAINST]

    def test_a_hint_of_it_is_not_enough(self) -> None:
        report, verdict = with_us(Level.NO_SIGN, (Answer.ADDRESS_ONLY, Strength.HINT))
        assert leaning(said(report, verdict=verdict)) == "nothing-yet"

    def test_an_infected_host_goes_before_it(self) -> None:
        report, verdict = with_us(Level.INFECTED, (Answer.ADDRESS_ONLY, Strength.STRONG))
        told = said(report, verdict=verdict)
        assert leaning(told) == "mixed"

    def test_a_robbed_mailbox_speaks_for(self) -> None:
        report, verdict = with_us(Level.NO_SIGN, (Answer.OUR_DEVICE, Strength.STRONG))
        told = said(report, verdict=verdict)
        assert sides(told)["taken"] == [Side.FOR]
        assert leaning(told) == "mixed"  # the host itself was quiet

    def test_an_abused_account_speaks_for(self) -> None:
        report, verdict = with_us(Level.UNDETERMINED, (Answer.OUR_ACCOUNT, Strength.CONCLUSIVE))
        assert sides(said(report, verdict=verdict))["account"] == [Side.FOR]

    def test_what_a_log_says_of_an_account_speaks_for_and_is_no_program_that_ran(self) -> None:
        log = replace(reports.source("", reports.part("", (about_account(About.MAIL),))), kind="mail-log", host="", machine="")
        told = said(Report.of([log]))
        assert sides(told)["account"] == [Side.FOR]
        assert Side.FOR not in sides(told)["executed"]

    def test_a_mail_that_was_only_delivered_to_an_account_is_no_use_of_it(self) -> None:
        log = replace(reports.source("", reports.part("", (about_account(About.DELIVERY),))), kind="mbox", host="", machine="")
        assert sides(said(Report.of([log])))["account"] == [Side.OPEN]


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


def test_ransomware_is_told_where_the_family_is() -> None:
    ryuk = reports.loader(family="ryuk")
    told = said(Report.of([reports.source("PC1", reports.part("PC1", (ryuk, reports.pair())))]))
    (one,) = (one for one in told.considerations if one.question == "ransomware")
    assert "2025-10-01" in one.words.en
    assert one.evidence == (ryuk.id,)


def test_the_common_form_is_not_told_of_emotet_alone() -> None:
    told = said(reports.report(Level.INFECTED))
    assert [one.words.en for one in told.considerations if one.question == "ransomware"] == [
        "It is not known whether files were locked."
    ]


def test_a_mailbox_that_could_not_be_opened_is_none_that_was_looked_at() -> None:
    box = replace(reports.undetermined("PC2"), kind="mbox", ought=("message",))
    told = said(Report.of([reports.infected("PC1"), box]))
    assert sides(told)["address-book"] == [Side.OPEN]


def test_a_mailbox_among_what_was_looked_at_is_told_and_left_to_a_lawyer() -> None:
    box = replace(reports.no_sign("PC2"), kind="mbox", ought=("message",))
    box = replace(box, parts=(reports.part("PC2", looked=(Looked("message", 3),)),))
    told = said(Report.of([reports.infected("PC1"), box]))
    (one,) = (one for one in told.considerations if one.question == "address-book")
    assert (one.side, one.lawyer) == (Side.FOR, True)


FORBIDDEN = ("you must report", "you need not", "no duty", "義務はありません", "報告が必要です", "報告は不要", "義務があります。")


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
        assert ("要確認" in words.ja) == to_check == ("check on the site" in words.en)
