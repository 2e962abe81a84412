"""Machines that nobody looked at: unchecked is never no sign, and a report that cannot be read is no report."""

from dataclasses import replace

import pytest
from support import reports

from mimawari import app
from mimawari.model import Level, Reason, Report, Source

KNOWN = app.known()


def kinds(report: Report) -> dict[str, str]:
    return {source.host: source.kind for source in report.sources}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PC1", "pc1"),
        ("PC1", "pc1.shop.example"),
        ("pc1.shop.example.", " PC1 "),
        ("ＰＣ１", "PC1"),
        ("経理", "経理.shop.example"),
        ("FE80::1", "fe80::1"),
        ("192.0.2.7", "192.0.2.7."),
    ],
)
def test_the_same_machine_under_two_spellings(one: str, other: str) -> None:
    assert app.host_key(one) == app.host_key(other)


@pytest.mark.parametrize(("one", "other"), [("PC1", "PC11"), ("PC-1", "PC1"), ("192.0.2.7", "192.0.2.8"), ("192.0.2.7", "192")])
def test_two_machines_that_look_alike(one: str, other: str) -> None:
    assert app.host_key(one) != app.host_key(other)


def test_a_machine_without_a_report_is_unchecked_and_holds_up_the_verdict() -> None:
    report = app.called(Report.of([reports.no_sign("PC1")]), ["pc1.shop.example", "PC2"], KNOWN)
    assert kinds(report) == {"PC1": "folder", "PC2": app.UNCHECKED}
    verdict = app.judge(report)
    assert (verdict.level, verdict.undetermined_sources) == (Level.UNDETERMINED, 1)
    assert next((gap.reason, gap.wanted, bool(gap.remedy)) for gap in verdict.unseen) == (Reason.MISSING, "report", True)


def test_all_answered_is_the_verdict_of_the_reports() -> None:
    assert app.judge(app.called(Report.of([reports.no_sign("PC1")]), ["PC1"], KNOWN)).level is Level.NO_SIGN


LONG = "tokyo-accounting-1"  # Windows itself calls it TOKYO-ACCOUNTIN


@pytest.mark.parametrize(
    ("host", "names", "unchecked"),
    [
        (LONG[:15].upper(), [LONG], []),
        (LONG[:15].upper(), [LONG, "tokyo-accounting-2"], [LONG, "tokyo-accounting-2"]),
        (LONG[:15].upper(), [LONG, LONG[:15]], [LONG]),
        (LONG[:14], [LONG], [LONG]),
        ("PC1", ["PC1-RECEPTION"], ["PC1-RECEPTION"]),
    ],
)
def test_the_short_name_of_a_long_one_answers_for_it_where_only_one_can_be_meant(
    host: str, names: list[str], unchecked: list[str]
) -> None:
    report = app.called(Report.of([reports.no_sign(host)]), names, KNOWN)
    assert sorted(name for name, kind in kinds(report).items() if kind == app.UNCHECKED) == unchecked


@pytest.mark.parametrize("level", [Level.INFECTED, Level.SUSPECTED])
def test_what_was_found_is_worse_than_unchecked(level: Level) -> None:
    assert app.judge(app.called(reports.report(level), ["PC2"], KNOWN)).level is level


def test_a_report_that_comes_later_takes_the_place_of_unchecked() -> None:
    early = app.called(Report.of([reports.no_sign("PC1")]), ["PC1", "PC2", "PC3"], KNOWN)
    late = Report.of([reports.no_sign("PC2")])
    for whole in (app.called(early | late, (), KNOWN), app.called(late | early, ["pc3"], KNOWN)):
        assert kinds(whole) == {"PC1": "folder", "PC2": "folder", "PC3": app.UNCHECKED}


def test_it_is_a_union_in_any_order_and_any_number_of_times() -> None:
    names = ["PC2", "pc2.shop.example", "PC3"]
    once = app.called(Report.of([reports.no_sign("PC1")]), names, KNOWN)
    assert app.called(once | once, reversed(names), KNOWN) == app.called(once, names, KNOWN) == once
    assert len(once.sources) == 3


def unread(host: str) -> Source:
    return app.unread(f"drop/{host}.json", host, Reason.CORRUPT, "cut off", KNOWN)


def test_a_report_that_cannot_be_read_is_undetermined_not_unchecked() -> None:
    report = app.called(Report.of([unread("PC1")]), ["PC1"], KNOWN)
    assert kinds(report) == {"PC1": app.UNREAD}
    assert app.level_of(report.sources[0]) is Level.UNDETERMINED


def test_an_unreadable_report_of_nobody_answers_for_nobody() -> None:
    report = app.called(Report.of([unread("")]), ["PC1"], KNOWN)
    assert sorted(source.kind for source in report.sources) == [app.UNCHECKED, app.UNREAD]


def test_an_infected_machine_stays_infected_beside_its_unreadable_report() -> None:
    assert app.judge(Report.of([reports.infected("PC1"), unread("PC1")])).level is Level.INFECTED


def unfinished(host: str) -> Source:
    return app.unfinished(f"drop/{host}.json.part", host, "2026-11-20T10:00:00Z", KNOWN)


@pytest.mark.parametrize(
    ("host", "seen_at", "left"),
    [
        ("PC1", "2026-11-20T09:00:00Z", True),
        ("PC1", "2026-11-20T10:00:00Z", False),
        ("pc1.shop.example", "2026-11-21T00:00:00Z", False),
        ("PC11", "2026-11-21T00:00:00Z", True),
        ("PC1", "", True),
    ],
)
def test_only_a_later_report_of_that_machine_outlives_a_check_that_did_not_finish(host: str, seen_at: str, left: bool) -> None:
    whole = replace(reports.no_sign(host), seen_at=seen_at)
    report = app.called(Report.of([whole, unfinished("PC1")]), (), KNOWN)
    assert (app.UNREAD in {source.kind for source in report.sources}) is left
    assert app.judge(report).level is (Level.UNDETERMINED if left else Level.NO_SIGN)


def test_another_report_that_cannot_be_read_outlives_nothing() -> None:
    report = app.called(Report.of([unread("PC1"), unfinished("PC1")]), (), KNOWN)
    assert len(report.sources) == 2
    assert len(app.called(Report.of([unfinished("PC1"), unfinished("PC2")]), (), KNOWN).sources) == 2


def test_a_check_that_did_not_finish_is_not_unchecked() -> None:
    assert kinds(app.called(Report.of([unfinished("PC1")]), ["PC1"], KNOWN)) == {"PC1": app.UNREAD}
