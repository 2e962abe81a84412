"""What evidence says to the questions of the law, and what it does not say."""

from dataclasses import replace

from support import reports
from support.legal import RULE, about_account, clue, leaning, said, sides, with_us
from support.responses import state

from mimawari import app
from mimawari.model import About, Answer, Answered, Level, Looked, Report, Side, Strength, Us, Words


class TestExecuted:
    def test_an_infected_host_speaks_for_with_its_findings(self) -> None:
        report = reports.report(Level.INFECTED)
        told = said(report)
        (one,) = (one for one in told.considerations if one.question == "executed")
        assert one.side is Side.FOR
        assert set(one.evidence) == {finding.id for finding in app.judge(report).because}
        assert "on: PC1." in one.words.en
        assert "（PC1）" in one.words.ja
        assert "hbtw.dll" not in one.words.en, "for a shop owner: names of PCs; the rest is in the evidence"
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
        against, unseen = (one.words.en for one in told.considerations if one.question == "executed")
        assert ("PC1" in against, "PC2" in against) == (True, False)
        assert unseen.endswith("on: PC2.")

    def test_a_report_without_any_host_says_nothing_of_it(self) -> None:
        told = said(Report.of([reports.unopened()]))
        assert sides(told)["executed"] == [Side.OPEN]

    def test_a_quiet_mailbox_alone_is_not_told_as_no_reason_so_far(self) -> None:
        """Nobody looked at a PC: that may not read as if nothing had run there."""
        box = replace(reports.no_sign("PC2"), kind="thunderbird", ought=("file",))
        report = Report.of([box])
        assert app.judge(report).level is Level.NO_SIGN
        assert leaning(said(report)) == "unknown"
        assert leaning(said(report, state(replies={"account": "no", "taken": "no"}))) == "unknown"
        assert leaning(said(report, state(replies={"executed": "no"}))) == "nothing-yet"

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
        torn = replace(reports.undetermined("PC2"), kind="thunderbird", ought=("message",))
        for source in (box, torn):
            (one,) = (one for one in said(Report.of([source])).considerations if one.question == "executed")
            assert one.words.en == "It is not known whether it ran."

    def test_something_that_was_opened_is_open_and_nothing_speaks_against(self) -> None:
        report = reports.report(Level.NO_SIGN)
        opened = Words(en="“a.doc” was opened on PC1.", ja="「a.doc」がPC1で開かれました。")
        told = said(report, verdict=replace(app.judge(report), opened=(opened,), level=Level.SUSPECTED))
        assert sides(told)["executed"] == [Side.OPEN]
        assert leaning(told) == "suspected"


def test_what_an_antivirus_program_holds_back_is_told_and_settles_nothing() -> None:
    held = reports.gap("blocked-by-antivirus", "C:\\Users\\a\\x.exe")
    told = said(Report.of([reports.source("PC1", reports.part("PC1", gaps=(held,)))]))
    (one,) = (one for one in told.considerations if one.question == "blocked")
    assert (one.side, one.evidence) == (Side.OPEN, (held.id,))
    assert "x.exe" in one.words.ja
    assert "blocked" in {row.id for row in told.questions}
    other = reports.gap("file", "C:\\Users\\a\\x.exe")
    told = said(Report.of([reports.source("PC1", reports.part("PC1", gaps=(other,)))]))
    assert [one.evidence for one in told.considerations if one.question == "blocked"] == [()]


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

    def test_quiet_machines_do_not_speak_against_where_a_stranger_used_an_account(self) -> None:
        """Unauthorised access is a kind of its own: what did not run on a PC is no reason against."""
        report, verdict = with_us(Level.NO_SIGN, (Answer.OUR_ACCOUNT, Strength.CONCLUSIVE))
        told = said(report, verdict=verdict)
        assert sides(told)["executed"] == [Side.OPEN]
        assert leaning(told) == "points-to"
        (one,) = (one for one in told.considerations if one.question == "executed")
        assert "PC1" in one.words.ja
        assert "whether anything ran or not" in one.words.en

    def test_each_reason_names_the_clues_that_speak_for_it_alone(self) -> None:
        both = ((Answer.OUR_DEVICE, Strength.STRONG), (Answer.OUR_ACCOUNT, Strength.STRONG))
        for answers, named in (
            (both, {"taken": "intersection-ours", "account": "auth-sender"}),
            (((Answer.ADDRESS_ONLY, Strength.STRONG),), {"taken": "aligned-fail"}),
        ):
            report, verdict = with_us(Level.NO_SIGN, *answers)
            told = {one.question: one for one in said(report, verdict=verdict).considerations if one.question in named}
            for question, name in named.items():
                assert told[question].evidence == (clue(name).id,)
                assert "1 piece of evidence" in told[question].words.en

    def test_clues_that_speak_for_nothing_are_all_named(self) -> None:
        report, verdict = with_us(Level.NO_SIGN, (Answer.OUR_DEVICE, Strength.STRONG))
        us = Us((Answered(Answer.OUR_DEVICE, Strength.STRONG),), because=(clue("host-clean"),))
        (one,) = (one for one in said(report, verdict=replace(verdict, us=us)).considerations if one.question == "taken")
        assert one.evidence == (clue("host-clean").id,)

    def test_what_a_log_says_of_an_account_speaks_for_and_is_no_program_that_ran(self) -> None:
        log = replace(reports.source("", reports.part("", (about_account(About.MAIL),))), kind="mail-log", host="", machine="")
        told = said(Report.of([log]))
        assert sides(told)["account"] == [Side.FOR]
        assert Side.FOR not in sides(told)["executed"]

    def test_a_mail_that_was_only_delivered_to_an_account_is_no_use_of_it(self) -> None:
        log = replace(reports.source("", reports.part("", (about_account(About.DELIVERY),))), kind="mbox", host="", machine="")
        assert sides(said(Report.of([log])))["account"] == [Side.OPEN]


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


def test_a_mailbox_among_what_was_looked_at_is_named_and_says_nothing_by_itself() -> None:
    box = replace(reports.no_sign("PC2"), locator="case/boxes/a@shop.example/Inbox.mbox", kind="mbox", ought=("message",))
    box = replace(box, parts=(reports.part("PC2", looked=(Looked("message", 3),)),))
    told = said(Report.of([reports.infected("PC1"), box]))
    (one,) = (one for one in told.considerations if one.question == "address-book")
    assert (one.side, one.lawyer) == (Side.OPEN, True)
    assert "（a@shop.example）" in one.words.ja
    assert "address-book" in {row.id for row in told.questions}


def test_reported_mails_in_a_folder_are_no_mailbox_of_the_firm() -> None:
    loose = replace(reports.no_sign("PC2"), locator="case/reported", kind="mail-folder", ought=("message",))
    loose = replace(loose, parts=(reports.part("PC2", looked=(Looked("message", 3),)),))
    told = said(Report.of([reports.infected("PC1"), loose]))
    (one,) = (one for one in told.considerations if one.question == "address-book")
    assert "is not known" in one.words.en
    assert "reported" not in one.words.en


def test_many_hosts_and_findings_are_counted_beyond_the_first() -> None:
    told = said(Report.of([reports.no_sign(f"PC{number}") for number in range(1, 8)]))
    (one,) = (one for one in told.considerations if one.question == "executed")
    assert "PC1, PC2, PC3, PC4, PC5, and 2 more" in one.words.en
    assert "PC1、PC2、PC3、PC4、PC5、ほか2件" in one.words.ja
