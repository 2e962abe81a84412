"""Whose mailbox the quoted mails were taken from: the intersection, and what only looks like one."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from mimawari import inquiry, knowledge
from mimawari.judge.us import us
from mimawari.model import (
    Firm,
    Form,
    HeldMail,
    Hop,
    Mailbox,
    MailboxSpan,
    Message,
    Origin,
    Quote,
    QuotedMail,
    Report,
    ReportedMail,
)
from mimawari.model import (
    Testimony as Said,
)

KNOWN = knowledge.load(None)
FIRM = Firm(domains=("maple.example.jp",), wan=("192.0.2.10",))
UEDA, OKADA = "ueda@maple.example.jp", "okada@maple.example.jp"
PARTNERS = ("ito@birch.example.net", "mori@cedar.example.com", "abe@oak.example.net", "kato@pine.example.com")


def fake(
    number: int, reporter: str, people: Iterable[str], date: str = "2026-11-02T10:00:00+09:00", form: Form = Form.ORIGINAL
) -> ReportedMail:
    sender, *to = people
    quoted = QuotedMail(f"q{number}", Quote(Mailbox("", sender), tuple(Mailbox("", one) for one in to), "s", date), ("probe",))
    hop = Hop(address="203.0.113.80", by=f"mx.{reporter.rpartition('@')[2]}", time="2026-11-10T09:00:00+09:00")
    message = Message(
        origin=Origin("r", "r"), message_id=f"<{number}@x>", author=Mailbox("Ueda", "rosa@rowan.example.net"), received=(hop,)
    )
    at = Origin(f"r{number}", f"r{number}")
    return ReportedMail(origin=at, id=f"m{number}", form=form, message=message, quoted=(quoted,), passed_on_by=reporter)


def held(number: int, mailbox: str = UEDA, people: Iterable[str] = ()) -> HeldMail:
    named = tuple(Mailbox("", one) for one in people)
    return HeldMail(origin=Origin("b", "b", (str(number),)), mailbox=mailbox, key=f"q{number}", how="text", people=named)


BOXES = tuple(
    MailboxSpan(origin=Origin("b", "b", (one,)), mailbox=one, begins="2026-01-01", ends="2026-11-11", mails=500)
    for one in (UEDA, OKADA)
)


def answer(*testimony: Said) -> list[tuple[str, str]]:
    said = us(inquiry.clues((*testimony, *BOXES), FIRM, KNOWN), Report(), KNOWN)
    return [(one.answer.value, one.strength.word if one.strength else "") for one in said.answers]


def pair(number: int, *, others: tuple[str, ...] = (), mailbox: str = UEDA) -> tuple[Said, ...]:
    """A report of one partner that quotes a mail between us and that partner."""
    partner = PARTNERS[number]
    return fake(number, partner, (mailbox, partner, *others)), held(number, mailbox)


@pytest.mark.parametrize(("count", "strength"), [(1, "hint"), (2, "hint"), (3, "strong"), (4, "strong")])
def test_the_more_independent_reports_the_stronger(count: int, strength: str) -> None:
    assert answer(*(piece for number in range(count) for piece in pair(number))) == [("our-device", strength)]


def test_one_partner_in_all_of_them_leaves_two_suspects() -> None:
    assert answer(*(piece for number in range(3) for piece in pair(number, others=(PARTNERS[3],)))) == [("unknown", "")]


def test_one_report_without_that_partner_decides() -> None:
    three = [piece for number in range(2) for piece in pair(number, others=(PARTNERS[3],))]
    assert answer(*three, *pair(2)) == [("our-device", "strong")]


def test_one_report_without_us_decides_for_the_partner() -> None:
    two = [piece for number in range(2) for piece in pair(number, others=(PARTNERS[3],))]
    assert answer(*two, fake(2, PARTNERS[2], (PARTNERS[2], PARTNERS[3]))) == [("address-only", "strong")]


def test_two_people_of_one_firm_are_one_report() -> None:
    second = fake(5, "sub@birch.example.net", (UEDA, "sub@birch.example.net"))
    assert answer(*pair(0), second, held(5), *pair(1)) == [("our-device", "hint")]


def test_two_people_with_free_mailboxes_are_two() -> None:
    people = ("a@gmail.com", "b@gmail.com", "c@gmail.com")
    pieces = [piece for number, one in enumerate(people) for piece in (fake(number, one, (UEDA, one)), held(number))]
    assert answer(*pieces[:4]) == [("our-device", "hint")]
    assert answer(*pieces) == [("our-device", "strong")]


def test_one_thread_sent_to_many_firms_is_one_report() -> None:
    people = (UEDA, *PARTNERS[:3])
    same = [fake(number, one, people) for number, one in enumerate(PARTNERS[:3])]
    quoted = same[0].quoted
    from dataclasses import replace

    assert answer(*(replace(one, quoted=quoted) for one in same), held(0)) == [("unknown", "")]


def test_a_mailbox_that_is_only_named_proves_nothing() -> None:
    assert answer(*(fake(number, PARTNERS[number], (UEDA, PARTNERS[number])) for number in range(3))) == [("unknown", "")]


def test_two_of_our_mailboxes_with_everything_are_still_ours() -> None:
    pieces = [piece for number in range(3) for piece in (*pair(number), held(number, OKADA))]
    assert answer(*pieces) == [("our-device", "strong")]


def test_a_mail_that_never_left_the_firm_needs_no_second_report() -> None:
    assert answer(fake(0, PARTNERS[0], (UEDA, OKADA)), held(0, UEDA), held(0, OKADA)) == [("our-device", "strong")]


def test_pasted_texts_are_not_counted() -> None:
    pieces = [
        piece
        for number in range(3)
        for piece in (fake(number, PARTNERS[number], (UEDA, PARTNERS[number]), form=Form.PASTED), held(number))
    ]
    assert answer(*pieces) == [("unknown", "")]


def test_a_partner_that_wrote_to_us_in_the_quotation_is_only_in_it_by_name() -> None:
    pieces = [piece for number in range(3) for piece in pair(number)]
    assert answer(*pieces, fake(3, PARTNERS[3], (PARTNERS[3], "x@elm.example.net"))) == [("our-device", "hint")]


@pytest.mark.parametrize(
    ("date", "past"),
    [("2026-11-02T10:00:00+09:00", False), ("2026-06-02T10:00:00+09:00", False), ("2024-11-02T10:00:00+09:00", True)],
)
def test_old_loot_is_told_as_past(date: str, past: bool) -> None:
    pieces = [
        piece for number in range(3) for piece in (fake(number, PARTNERS[number], (UEDA, PARTNERS[number]), date), held(number))
    ]
    said = us(inquiry.clues((*pieces, *BOXES), FIRM, KNOWN), Report(), KNOWN)
    assert [one.past for one in said.answers] == [past]
