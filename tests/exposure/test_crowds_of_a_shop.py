"""Very many people in one mail, however they stand in it: all of them are told, or that there are more."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.shop_mailbox import listed, mail, parts

from mimawari.formats.mail import crowds, enclosed
from mimawari.model import Reason

MANY = 12_000
EVERY = [f"k{number}@x.example.com" for number in range(MANY)]


@pytest.mark.parametrize("between", [", ", ",\n "])
def test_in_a_field_as_programs_write_it(between: str, tmp_path: Path) -> None:
    """One address a line, or all in few."""
    found = listed(tmp_path, [mail(f"Bcc: {between.join(EVERY)}", came=False)])
    assert (found.counts.people, found.counts.gaps) == (MANY, ())


@pytest.mark.parametrize("between", [", ", ",\n "])
def test_in_a_mail_that_is_attached(between: str, tmp_path: Path) -> None:
    part = f"Content-Type: message/rfc822\n\nFrom: a@x.example.com\nTo: {between.join(EVERY)}\nSubject: x\n\nx"
    found = listed(tmp_path, [mail(**parts(part))])
    assert (found.counts.people, found.counts.gaps) == (MANY + 1, ())


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("message/delivery-status", "Final-Recipient: rfc822; {}\nAction: failed\n"),
        ("text/calendar", "ATTENDEE;ROLE=REQ-PARTICIPANT:mailto:{}"),
    ],
)
def test_in_a_report_or_an_invitation(kind: str, line: str, tmp_path: Path) -> None:
    lines = "\n".join(line.format(one) for one in EVERY)
    found = listed(tmp_path, [mail(**parts(f"Content-Type: {kind}\n\n{lines}\n"))])
    assert (found.counts.people, found.counts.gaps) == (MANY, ())


@pytest.mark.parametrize("kind", ["message/delivery-status", "text/calendar", "message/rfc822"])
def test_what_is_longer_than_is_read_is_a_gap(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosed, "HEAD", 200_000)
    text = "To: " + ",\n ".join(EVERY)
    (gap,) = listed(tmp_path, [mail(**parts(f"Content-Type: {kind}\n\n{text}\n"))]).counts.gaps
    assert (gap.reason, gap.detail) == (Reason.TOO_LARGE, enclosed.CUT)


def test_more_than_are_read_within_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosed, "CROWD", 10)
    part = f"Content-Type: message/rfc822\n\nTo: {', '.join(EVERY[:20])}\n\nx"
    found = listed(tmp_path, [mail(**parts(part))])
    assert [gap.detail for gap in found.counts.gaps] == [crowds.MORE]
