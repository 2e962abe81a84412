"""Mails that others reported, and mails that came to us: which is which, and how they are named."""

from dataclasses import replace

import pytest
from support import reports
from support import respond_reports as made

from mimawari import app
from mimawari.faces.text import plain
from mimawari.faces.text.plan import first_page, plan_lines
from mimawari.model import Answer, Answered, Finding, Gap, Letter, Origin, Reason, Report, Situation, Source, Strength, Us, Verdict
from mimawari.respond.planning import planned
from mimawari.respond.reported import FEW_REPORTS, INSIDE_REPORTED, LOG_NOT_ASKED, robbed
from mimawari.respond.situations import NO_PC, situations

MAIL = Letter(("mail 3",), "2022-11-08T18:20:00+09:00", "千葉 <chiba@toyo.example>", "お見積書の送付")


def with_letter(source: Source, *gaps: Gap) -> Source:
    (part,) = source.parts
    return replace(source, parts=(replace(part, letters=(MAIL,), gaps=gaps),))


def test_the_dangerous_mail_is_named_on_the_first_page() -> None:
    report = Report.of([with_letter(made.mailbox(made.mail_finding()))])
    one = planned(report, app.judge(report), app.known())
    assert one.letters == (MAIL,)
    page = plain(first_page(one, None, "ja", app.known()))
    assert "「お見積書の送付」" in page
    assert "chiba[@]toyo[.]example" in page
    assert "2022-11-08" in page


def test_what_could_not_be_looked_at_names_its_mail() -> None:
    gap = Gap(Origin("box-0001", "case/box.mbox", ("mail 3", "a.zip")), Reason.ENCRYPTED, "message")
    report = Report.of([with_letter(made.mailbox(), gap)])
    one = planned(report, app.judge(report), app.known())
    assert one.situations == (Situation.UNDETERMINED,)
    text = "".join(plain(plan_lines(one, None, "ja", app.known())).split())
    assert "メール「お見積書の送付」" in text


def reported(*findings: Finding, answer: Answer | None = Answer.ADDRESS_ONLY) -> tuple[Report, Verdict]:
    """A mail that somebody reported, with what was found in it; the clue about it says where it lies."""
    report = Report.of([made.mailbox(*findings)])
    mail = replace(made.clue("from-foreign", author="x@shop.example"), origin=Origin("box-0001", "case/box.mbox", ("mail 3",)))
    ours = replace(
        made.clue("thread-in-our-mailbox", others="2", quoted="Re: x"), origin=Origin("box-0001", "case/box.mbox", ("mail 4",))
    )
    verdict = app.judge(report)
    us = Us((Answered(answer, Strength.STRONG),) if answer else (), because=(mail, ours))
    return report, replace(verdict, us=us)


def test_what_a_reported_mail_carries_was_not_delivered_to_us() -> None:
    (standing,) = situations(*reported(made.mail_finding()))
    assert (standing.situation, INSIDE_REPORTED in standing.kinds) == (Situation.ADDRESS_ONLY, True)


def test_what_lies_in_another_mail_was_also_where_it_is_quoted() -> None:
    other = replace(made.mail_finding(), origin=Origin("box-0001", "case/box.mbox", ("mail 4", "invoice.doc")))
    exposed, address = situations(*reported(other))
    assert (exposed.situation, address.situation) == (Situation.EXPOSED, Situation.ADDRESS_ONLY)
    assert INSIDE_REPORTED not in address.kinds


@pytest.mark.parametrize(("mails", "logged", "kinds"), [
    (2, 2, {FEW_REPORTS}), (3, 3, set()), (3, 2, {LOG_NOT_ASKED}), (0, 0, {FEW_REPORTS, LOG_NOT_ASKED}),
])  # fmt: skip
def test_what_is_lacking_for_a_firmer_answer(mails: int, logged: int, kinds: set[str]) -> None:
    told = [made.clue("from-foreign", author="x@shop.example", subject=f"m{number}") for number in range(mails)]
    told += [made.clue("not-in-our-log", subject=f"m{number}") for number in range(logged)]
    report = Report.of([made.mailbox()])
    verdict = replace(app.judge(report), us=Us((Answered(Answer.ADDRESS_ONLY, Strength.STRONG),), because=tuple(told)))
    (standing,) = situations(report, verdict)
    assert standing.kinds & {FEW_REPORTS, LOG_NOT_ASKED} == kinds


def test_whether_a_pc_was_looked_at_is_told() -> None:
    mail, clean, unseen = made.mailbox(made.mail_finding()), reports.no_sign("PC1"), replace(reports.no_sign("PC1"), parts=())
    for sources, expected in (([mail], True), ([mail, clean], False), ([mail, unseen], True)):
        report = Report.of(sources)
        assert (NO_PC in situations(report, app.judge(report))[0].kinds) is expected


def test_a_reported_mail_of_which_nothing_tells_whose_it_is_is_taken_as_ours() -> None:
    assert [one.situation for one in situations(*reported(made.mail_finding(), answer=None))] == [Situation.EXPOSED]


def test_whom_the_strongest_clues_name_was_robbed() -> None:
    clues = [
        made.clue("intersection-partner", partner="hino@kobo.example.com", reports="3", deciding="seki@hana.example.com"),
        made.clue("spread-of-partner", Strength.HINT, partner="rosa@bakery.example.net"),
        made.clue("not-in-our-log"),
    ]
    assert robbed(clues) == ("hino@kobo.example.com",)
    assert robbed(clues[2:]) == ()
