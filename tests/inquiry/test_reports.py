"""Bounces, DMARC reports, sign-ins and settings: near misses of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mimawari import inquiry, knowledge
from mimawari.judge.us import us
from mimawari.model import AccountUse, DmarcRow, Door, Firm, Hop, LogSpan, Origin, OtherSender, Passage, Relay, Report, Returned
from mimawari.model import Testimony as Said

KNOWN = knowledge.load(None)
AT = Origin("x", "x")
FIRM = Firm(
    domains=("maple.example.jp",),
    wan=("192.0.2.10",),
    lan=("192.0.2.64/26",),
    relays=(Relay("mail.maple.example.jp", ("192.0.2.25",)),),
    other_senders=(OtherSender("shop", ("shop.example.com",), ("198.51.100.170",)),),
)
UEDA = "ueda@maple.example.jp"
SPAN = LogSpan(
    origin=AT, software="postfix", begins="2026-11-01T00:00:00Z", ends="2026-11-12T00:00:00Z", lines=9, tells=("sending",)
)


def names(*pieces: Said) -> set[str]:
    return {clue.kind for clue in inquiry.clues(pieces, FIRM, KNOWN)}


def answers(*pieces: Said) -> list[tuple[str, str]]:
    said = us(inquiry.clues(pieces, FIRM, KNOWN), Report(), KNOWN)
    return [(one.answer.value, one.strength.word if one.strength else "") for one in said.answers]


def bounce(
    number: int = 1, *hops: Hop, returned: str = "header", queue_id: str = "", reporting: str = "mx.elm.example.net"
) -> Returned:
    return Returned(
        origin=AT,
        id=f"n{number}",
        form="rfc3464",
        to=UEDA,
        time="2026-11-10T03:00:00Z",
        reporting=reporting,
        received=hops,
        message_id=f"<{number}@x.example.net>" if returned else "",
        queue_id=queue_id,
        returned=returned,
        status="5.1.1",
        recipients=(f"a{number}@p{number}.example.net",),
    )


STRANGER = Hop(by="relay.rowan.example.net", address="203.0.113.9")
FORGED = Hop(by="mail.maple.example.jp", address="203.0.113.9", account=UEDA, authenticated=True)


def test_a_bounce_that_never_passed_us_is_backscatter() -> None:
    assert names(SPAN, bounce(1, STRANGER)) == {"dsn-backscatter", "not-in-our-log"}
    assert answers(SPAN, bounce(1, STRANGER)) == [("address-only", "strong")]


WEEK = LogSpan(
    origin=Origin("old", "maillog.1"), software="postfix", host="mail", begins="2026-11-01T00:00:00Z", ends="2026-11-10T02:58:00Z",
    lines=9, tells=("sending",),
)  # fmt: skip
NOW = replace(WEEK, origin=Origin("new", "maillog"), begins="2026-11-10T03:01:00Z", ends="2026-11-20T00:00:00Z")
"""Files of a rotation that were given one by one; the bounce is of the minutes between the last line and the first."""


@pytest.mark.parametrize(
    ("older", "newer", "told"),
    [
        (WEEK, NOW, "not-in-our-log"),
        # One file of the rotation tells of the days on which the other has none.
        (replace(WEEK, ends="2026-11-20T00:00:00Z", holes=(("2026-11-08T00:00:00Z", "2026-11-12T00:00:00Z"),)),
         replace(NOW, begins="2026-11-07T00:00:00Z"), "not-in-our-log"),
        # A file between them is missing.
        (replace(WEEK, ends="2026-11-09T15:00:00Z"), replace(NOW, begins="2026-11-10T15:00:00Z"), "log-gap"),
        # Logs of two servers, and of two programs.
        (WEEK, replace(NOW, host="mail2"), "log-gap"),
        (WEEK, replace(NOW, software="exim"), "log-gap"),
        # A hole inside one of them, which the other fills in part only.
        (replace(WEEK, ends="2026-11-20T00:00:00Z", holes=(("2026-11-08T00:00:00Z", "2026-11-12T00:00:00Z"),)),
         replace(NOW, begins="2026-11-10T12:00:00Z"), "log-gap"),
    ],
)  # fmt: skip
def test_files_of_a_rotation_that_touch_leave_no_hole_between_them(older: LogSpan, newer: LogSpan, told: str) -> None:
    assert names(older, newer, bounce(1, STRANGER)) == {"dsn-backscatter", told}
    assert names(newer, older, bounce(1, STRANGER)) == {"dsn-backscatter", told}


def test_a_bounce_that_gives_nothing_back_tells_nothing() -> None:
    assert names(SPAN, bounce(1, returned="")) == set()


def test_a_line_of_ours_in_a_returned_header_does_not_stand_against_our_log() -> None:
    assert "dsn-backscatter" in names(SPAN, bounce(1, FORGED))
    assert "dsn-ours" in names(bounce(1, FORGED))


def test_a_bounce_whose_queue_id_is_in_our_log_is_ours() -> None:
    sent = Passage(
        origin=AT,
        key="B1",
        how="queue-id",
        time="2026-11-10T02:00:00Z",
        way="login",
        software="postfix",
        queue_id="B1",
        account=UEDA,
        client="203.0.113.9",
    )
    assert {"dsn-ours", "in-our-log"} <= names(SPAN, bounce(1, STRANGER, queue_id="B1"), sent)


def test_a_mail_that_only_came_in_does_not_make_a_bounce_ours() -> None:
    came = Passage(
        origin=AT,
        key="<1@x.example.net>",
        how="message-id",
        time="2026-11-10T02:00:00Z",
        way="incoming",
        software="postfix",
        message_id="<1@x.example.net>",
        client="203.0.113.9",
    )
    assert "dsn-backscatter" in names(SPAN, bounce(1, STRANGER), came)


def rows(counts: dict[int, int], address: str = "192.0.2.25", result: str = "pass", service: str = "") -> list[DmarcRow]:
    found = []
    for number, count in counts.items():
        day = date(2026, 6, 1) + timedelta(days=number)
        found.append(
            DmarcRow(
                origin=Origin("d", "d", (str(number), address)),
                reporter="hub",
                report=str(number),
                begins=f"{day}T00:00:00Z",
                ends=f"{day}T23:59:59Z",
                address=address,
                count=count,
                author_domain="maple.example.jp",
                dkim=result,
                spf=result,
                spf_domains=(service,) if service else (),
            )
        )
    return found


USUAL = dict.fromkeys(range(30), 40)


def test_reports_as_ever_say_only_that_they_prove_nothing() -> None:
    assert names(*rows(USUAL)) == {"dmarc-own-normal", "dmarc-silent", "dmarc-blind"}
    assert answers(*rows(USUAL)) == [("unknown", "")]


@pytest.mark.parametrize(("count", "is_spike"), [(150, False), (5000, True)])
def test_our_own_server_far_above_the_usual(count: int, is_spike: bool) -> None:
    assert ("dmarc-own-spike" in names(*rows({**USUAL, 30: count}))) == is_spike


def test_few_days_are_not_enough_to_know_what_is_usual() -> None:
    assert "dmarc-own-spike" not in names(*rows({0: 40, 1: 40, 2: 5000}))


def test_weekly_runs_are_a_routine() -> None:
    assert "own-routine" in names(*rows({**USUAL, 2: 900, 9: 950, 16: 920, 23: 940}))


def test_strangers_that_fail_in_masses() -> None:
    assert answers(*rows(USUAL), *rows({3: 2000}, "203.0.113.9", "fail")) == [("address-only", "strong")]


def test_a_report_of_a_reporter_that_nobody_knows_is_a_hint() -> None:
    invented = [replace(row, reporter="evil.example.com") for row in rows({3: 2000}, "203.0.113.9", "fail")]
    assert answers(*rows(USUAL), *invented) == [("address-only", "hint")]


def test_a_flood_that_one_new_reporter_alone_tells_of_is_a_hint() -> None:
    last = max(USUAL)
    invented = [replace(row, reporter="evil.example.com") for row in rows({last + 1: 5000})]
    assert answers(*rows(USUAL), *invented) == [("our-account", "hint")]


def test_a_few_failures_are_forwarders_noise() -> None:
    assert "dmarc-foreign" not in names(*rows(USUAL), *rows({3: 5}, "203.0.113.9", "fail"))


def test_an_agreed_sender_that_fails_is_no_stranger() -> None:
    assert "dmarc-foreign" not in names(*rows(USUAL), *rows(dict.fromkeys(range(20), 50), "198.51.100.170", "fail"))


def test_a_service_that_sends_every_week_for_months_is_ours_to_ask() -> None:
    weekly = dict.fromkeys(range(0, 140, 7), 2000)
    found = names(*rows(USUAL), *rows(weekly, "198.51.100.150", "fail", "esp.example.com"))
    assert "own-routine" in found
    assert "dmarc-foreign" not in found
    assert "dmarc-foreign" in names(*rows(USUAL), *rows(weekly, "198.51.100.150", "fail"))


def use(service: str, address: str, successes: int, **more: int) -> AccountUse:
    return AccountUse(
        origin=AT,
        account=UEDA,
        service=service,
        network=address.rpartition(".")[0] + ".0/24",
        sample=address,
        successes=successes,
        failures=more.get("failures", 0),
        first="2026-11-08T18:00:00Z",
        last="2026-11-10T18:00:00Z",
        nights=more.get("nights", 0),
        days=more.get("days", 1),
    )


def test_failures_alone_are_noise() -> None:
    assert names(use("smtp", "203.0.113.9", 0, failures=9000)) == {"spray", "no-success"}
    assert answers(use("smtp", "203.0.113.9", 0, failures=9000)) == [("unknown", "")]


def test_a_password_that_was_found_after_many_failures() -> None:
    found = names(use("smtp", "203.0.113.9", 3, failures=9000))
    assert "password-guessed" in found
    assert "no-success" not in found


def test_a_mistyped_password_at_the_office_is_nothing() -> None:
    assert names(use("imap", "192.0.2.71", 300, failures=30)) == set()


def test_a_mailbox_read_once_from_a_hotel_is_not_read_by_a_stranger() -> None:
    assert "mailbox-read" not in names(use("imap", "203.0.113.9", 4, nights=1))


def test_a_mailbox_read_by_night_and_a_rule_that_nobody_made() -> None:
    door = Door(origin=AT, account=UEDA, form="inbox-rule", name=".", made="2026-11-08T18:05:00Z", hides=True)
    assert ("our-device", "strong") in answers(use("imap", "203.0.113.9", 40, nights=6), door)


@pytest.mark.parametrize(
    ("hides", "address", "is_strange"),
    [(False, "", False), (True, "", True), (False, "203.0.113.9", True), (False, "192.0.2.10", False)],
)
def test_settings_that_a_stranger_made(hides: bool, address: str, is_strange: bool) -> None:
    door = Door(
        origin=AT,
        account=UEDA,
        form="forwarding",
        target="x@freemail.example.net",
        made="2026-11-08T18:05:00Z",
        hides=hides,
        address=address,
    )
    assert ("back-door" in names(door)) == is_strange
