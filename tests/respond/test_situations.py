"""Situations: whom they are of, how surely, and never of a machine that shows nothing itself."""

from dataclasses import replace

import pytest
from support import reports
from support import respond_reports as made

from mimawari import app
from mimawari.model import (
    About,
    Answer,
    Answered,
    Finding,
    Hold,
    Level,
    Origin,
    ReadFinding,
    Report,
    Situation,
    Source,
    Strength,
    Us,
    Words,
    kind_of,
)
from mimawari.respond.reported import FEW_REPORTS, INSIDE_REPORTED, LOG_NOT_ASKED
from mimawari.respond.situations import ASKED, MOST, NO_HOST, NO_OWNER, NO_PC, Standing, Target, situations

OWN = {ASKED, NO_HOST, NO_OWNER, NO_PC, INSIDE_REPORTED, FEW_REPORTS, LOG_NOT_ASKED}


def of(name: str) -> dict[Situation, Standing]:
    return {one.situation: one for one in situations(*made.case(name))}


def kinds(target: Target) -> set[str]:
    return {one.kind for one in target.evidence if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("our-device", {Situation.OUR_DEVICE: Hold.SURE}),
        ("suspected", {Situation.OUR_DEVICE: Hold.SUSPECTED}),
        ("past", {Situation.OUR_DEVICE: Hold.PAST}),
        ("our-account", {Situation.OUR_ACCOUNT: Hold.SURE}),
        ("script", {Situation.OUR_ACCOUNT: Hold.SUSPECTED}),
        ("exposed", {Situation.EXPOSED: Hold.SURE}),
        ("address-only", {Situation.ADDRESS_ONLY: Hold.SURE}),
        ("undetermined", {Situation.UNDETERMINED: Hold.SURE}),
        ("open", {Situation.UNDETERMINED: Hold.SURE}),
        ("no-sign", {Situation.NO_SIGN: Hold.SURE}),
        ("all", {Situation.OUR_DEVICE: Hold.SURE, Situation.OUR_ACCOUNT: Hold.SUSPECTED, Situation.EXPOSED: Hold.SURE,
                 Situation.UNDETERMINED: Hold.SURE}),
    ],
)  # fmt: skip
def test_what_holds(name: str, expected: dict[Situation, Hold]) -> None:
    assert {key: one.hold for key, one in of(name).items()} == expected


def test_each_host_by_its_own_evidence() -> None:
    hosts = of("our-device")[Situation.OUR_DEVICE].hosts
    assert [(one.name, one.hold) for one in hosts] == [("PC1", Hold.SURE), ("PC2", Hold.SUSPECTED)]
    assert kinds(hosts[0]) == {"loader-autostart", "system-pair"}


def test_a_clean_pc_is_not_concerned_by_what_a_log_of_the_same_host_shows() -> None:
    report = Report.of([reports.no_sign("PC1"), made.mail_log(made.misuse(), host="PC1")])
    standings = situations(report, app.judge(report))
    assert [one.situation for one in standings] == [Situation.OUR_ACCOUNT]
    assert standings[0].hosts == ()
    assert [one.name for one in standings[0].accounts] == [made.ACCOUNT]


def test_a_clean_pc_is_not_concerned_by_a_mailbox() -> None:
    report = Report.of([reports.no_sign("PC1"), made.mailbox(made.mail_finding())])
    assert [one.situation for one in situations(report, app.judge(report))] == [Situation.EXPOSED]


@pytest.mark.parametrize(("strength", "hold"), [(Strength.STRONG, Hold.SUSPECTED), (Strength.CONCLUSIVE, Hold.SURE)])
def test_the_answer_names_machines(strength: Strength, hold: Hold) -> None:
    report = Report.of([made.mailbox()])
    verdict = made.answered(app.judge(report), Answer.OUR_DEVICE, strength, machines=("PC7",))
    (standing,) = situations(report, verdict)
    assert [(one.name, one.hold) for one in standing.hosts] == [("PC7", hold)]
    assert standing.hosts[0].evidence


def test_but_not_one_that_was_wholly_looked_at_and_shows_nothing() -> None:
    report = Report.of([made.mailbox(), reports.no_sign("PC7")])
    verdict = made.answered(app.judge(report), Answer.OUR_DEVICE, Strength.STRONG, machines=("pc7",))
    (standing,) = situations(report, verdict)
    assert (standing.situation, standing.hosts) == (Situation.OUR_DEVICE, ())


def test_a_hint_that_it_is_us_is_only_an_open_question() -> None:
    report = Report.of([made.mailbox()])
    verdict = made.answered(app.judge(report), Answer.OUR_DEVICE, Strength.HINT, machines=("PC7",))
    (standing,) = situations(report, verdict)
    assert (standing.situation, standing.hosts, standing.kinds) == (
        Situation.UNDETERMINED,
        (),
        frozenset((ASKED, FEW_REPORTS, LOG_NOT_ASKED)),
    )


def test_the_firms_own_routine_is_no_open_question() -> None:
    report = Report.of([made.mailbox()])
    verdict = made.answered(app.judge(report), Answer.UNKNOWN)
    assert verdict.us
    routine = replace(verdict, us=replace(verdict.us, routine=True))
    assert [one.situation for one in situations(report, routine)] == [Situation.NO_SIGN]


def test_address_only_as_a_hint_is_a_suspicion() -> None:
    report = Report.of([made.mailbox()])
    verdict = made.answered(app.judge(report), Answer.ADDRESS_ONLY, Strength.HINT)
    assert [(one.situation, one.hold) for one in situations(report, verdict)] == [(Situation.ADDRESS_ONLY, Hold.SUSPECTED)]


def test_a_lure_by_its_traits_is_a_suspicion() -> None:
    report = Report.of([made.mailbox(made.mail_finding("lure-mail", About.MAIL))])
    assert [(one.situation, one.hold) for one in situations(report, app.judge(report))] == [(Situation.EXPOSED, Hold.SUSPECTED)]


def test_a_file_of_which_nobody_tells_whose_it_is_is_no_pc() -> None:
    report = Report.of(
        [made.bare("x", "single-file", replace(made.mail_finding("rule-hit", About.HOST), origin=Origin("x-0001", "case/x")))]
    )
    (standing,) = situations(report, app.judge(report))
    assert (standing.situation, standing.hosts) == (Situation.EXPOSED, ())


def test_what_is_missing_on_an_infected_pc_changes_nothing() -> None:
    missing = replace(reports.gap("task"), origin=Origin("PC1-0002", "case/PC1b"))
    half = reports.source("PC1", reports.part("PC1", gaps=(missing,)), kind="triage")
    beside = replace(half, id="PC1-0002", locator="case/PC1b")
    found = Report.of([reports.infected("PC1"), beside])
    assert app.judge(found).undetermined_sources == 1
    assert [one.situation for one in situations(found, app.judge(found))] == [Situation.OUR_DEVICE]
    hinted = Report.of([reports.suspected("PC1"), beside])
    assert [one.situation for one in situations(hinted, app.judge(hinted))] == [Situation.OUR_DEVICE, Situation.UNDETERMINED]


def test_an_answer_of_the_past_is_past() -> None:
    report = Report.of([made.mailbox()])
    verdict = replace(app.judge(report), us=Us((Answered(Answer.OUR_DEVICE, Strength.STRONG, (), ("PC7",), past=True),)))
    (standing,) = situations(report, verdict)
    assert (standing.hold, [(one.name, one.hold) for one in standing.hosts]) == (Hold.PAST, [("PC7", Hold.PAST)])


def test_older_evidence_that_newer_took_the_place_of_is_past() -> None:
    newer = replace(reports.no_sign("PC1"), id="PC1-0002", locator="case/later", seen_at="2026-11-25T09:00:00Z")
    report = Report.of([reports.infected("PC1"), newer])
    verdict = app.judge(report)
    assert verdict.past
    (standing,) = situations(report, verdict)
    assert (standing.situation, standing.hold) == (Situation.OUR_DEVICE, Hold.PAST)
    assert [(one.name, one.hold) for one in standing.hosts] == [("PC1", Hold.PAST)]
    assert kinds(standing.hosts[0]) == {"loader-autostart", "system-pair"}


def test_beside_an_infected_pc_one_of_the_past_stays_past() -> None:
    newer = replace(reports.no_sign("PC1"), id="PC1-0002", locator="case/later", seen_at="2026-11-25T09:00:00Z")
    report = Report.of([reports.infected("PC1"), newer, reports.infected("PC2")])
    (standing,) = situations(report, app.judge(report))
    assert [(one.name, one.hold) for one in standing.hosts] == [("PC2", Hold.SURE), ("PC1", Hold.PAST)]


def test_a_machine_that_sends_by_itself_is_ours_though_nobody_knows_its_name() -> None:
    report = Report.of([made.mail_log(made.misuse("bot-machine", "192.0.2.7"))])
    (standing,) = situations(report, app.judge(report))
    assert (standing.situation, standing.hosts, standing.hold) == (Situation.OUR_DEVICE, (), Hold.SUSPECTED)
    assert "bot-machine" in standing.kinds


def test_a_script_is_no_account_with_a_password() -> None:
    standing = of("script")[Situation.OUR_ACCOUNT]
    assert (standing.accounts, standing.unnamed) == ((), False)


def test_few_reasons_are_named() -> None:
    many = [reports.loader("PC1"), *(replace(reports.pair("PC1"), attack=(f"T{number}",)) for number in range(40))]
    report = Report.of([reports.source("PC1", reports.part("PC1", many))])
    (standing,) = situations(report, app.judge(report))
    assert len(standing.evidence) == len(standing.hosts[0].evidence) == MOST


def test_no_level_is_left_without_a_situation() -> None:
    for level in (Level.INFECTED, Level.SUSPECTED, Level.UNDETERMINED, Level.NO_SIGN):
        report = reports.report(level)
        assert situations(report, app.judge(report))
    assert [one.situation for one in situations(Report(), app.judge(Report()))] == [Situation.UNDETERMINED]


def test_an_opened_attachment_makes_its_pc_suspected() -> None:
    opened = ReadFinding(
        name="attachment-opened",
        origin=reports.origin("C:\\Users\\hanako\\INV-20220314-77.doc"),
        strength=Strength.HINT,
        words=Words(en="It was opened.", ja="開かれた形跡があります。"),
        given=(("name", "INV-20220314-77.doc"), ("user", "hanako"), ("container", "")),
    )
    brought = replace(made.mail_finding(), origin=Origin("box-0001", "case/box", ("INV-20220314-77.doc",)))
    report = Report.of([reports.source("PC1", reports.part("PC1", [opened])), made.mailbox(brought), reports.no_sign("PC3")])
    verdict = app.judge(report)
    assert verdict.opened
    device, exposed = situations(report, verdict)
    assert [(one.name, one.hold, kinds(one)) for one in device.hosts] == [("PC1", Hold.SUSPECTED, {"attachment-opened"})]
    assert exposed.situation is Situation.EXPOSED


def test_a_pc_that_nobody_looked_at_is_to_be_looked_at() -> None:
    report = app.called(Report.of([reports.no_sign("PC1")]), ["PC1", "PC9"], app.known())
    (standing,) = situations(report, app.judge(report))
    assert (standing.situation, [one.name for one in standing.hosts]) == (Situation.UNDETERMINED, ["PC9"])


def test_every_kind_that_a_step_waits_for_is_one_that_there_is() -> None:
    waited = {kind for step in app.known().playbook.steps for kind in step.kinds}
    found = {kind_of(kind) for detector in app.detectors.load().values() for kind in detector.finds}
    assert waited - OWN <= found | {*app.known().us.clues}
    assert waited >= OWN - {ASKED, NO_PC}


def test_a_machine_is_one_however_its_name_is_written() -> None:
    other = replace(reports.suspected("PC1"), id="PC1-0009", locator="case/again", host="pc1", machine="")
    report = Report.of([reports.infected("PC1"), other])
    (standing,) = situations(report, app.judge(report))
    assert [(one.name, one.hold) for one in standing.hosts] == [("PC1", Hold.SURE)]


def test_an_infected_pc_that_newer_evidence_shows_no_more_is_past_whatever_the_answer_says_of_it() -> None:
    newer = replace(reports.no_sign("PC1"), id="PC1-0002", locator="case/later", seen_at="2026-11-25T09:00:00Z")
    report = Report.of([reports.infected("PC1"), newer])
    verdict = made.answered(app.judge(report), Answer.OUR_DEVICE, Strength.CONCLUSIVE, machines=("pc1",))
    assert [one.hold for one in situations(report, verdict)] == [Hold.PAST]
    other = made.answered(app.judge(report), Answer.OUR_DEVICE, Strength.CONCLUSIVE, machines=("PC1", "PC8"))
    assert [one.hold for one in situations(report, other)] == [Hold.SURE]


def later(source: Source) -> Source:
    """The same machine, five days later, with findings and gaps of that look."""
    parts = tuple(
        replace(
            part,
            source="PC1-0002",
            findings=tuple(replace(one, origin=replace(one.origin, source="PC1-0002")) for one in part.findings),
            gaps=tuple(replace(one, origin=replace(one.origin, source="PC1-0002")) for one in part.gaps),
        )
        for part in source.parts
    )
    return replace(source, id="PC1-0002", locator="case/later", seen_at="2026-11-25T09:00:00Z", parts=parts)


def test_newer_evidence_says_how_surely_a_pc_is_concerned() -> None:
    report = Report.of([reports.infected("PC1"), later(reports.suspected("PC1"))])
    (standing,) = situations(report, app.judge(report))
    assert [(one.name, one.hold) for one in standing.hosts] == [("PC1", Hold.SUSPECTED)]


def test_what_was_missing_once_and_was_looked_at_since_is_missing_no_more() -> None:
    report = Report.of([reports.undetermined("PC1"), later(reports.no_sign("PC1"))])
    assert app.judge(report).level is Level.NO_SIGN
    assert [one.situation for one in situations(report, app.judge(report))] == [Situation.NO_SIGN]
