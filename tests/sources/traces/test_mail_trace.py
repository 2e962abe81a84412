"""Logs of Exchange, Microsoft 365 and Google Workspace, written as their documentation says."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.exports import FIRM, SEARCH, SUMMARY, TRACKING, every, gaps, msgtrk, only, search, summary, table, traced, tracking

from mimawari import sources
from mimawari.model import Asked, Firm, LogSpan, Looked, Passage, SendingProfile
from mimawari.sources import Evidence, mail_trace


def test_it_is_a_kind_of_source_of_the_last_turn() -> None:
    assert sources.load()["mail-trace"].turn == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_summary_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    asked = Asked(message_ids=frozenset({"<a1@example.jp>", "<absent@example.jp>"}))
    seen = traced(tmp_path, table(SUMMARY, [summary()]).encode(encoding), asked=asked)
    passage = only(Passage, seen)
    assert (passage.key, passage.how, passage.way, passage.account) == (
        "<a1@example.jp>",
        "message-id",
        "login",
        "tanaka@example.jp",
    )
    assert (passage.client, passage.time, passage.recipients) == ("203.0.113.61", "2026-11-09T07:40:10Z", ("yamada@example.com",))
    assert (passage.subject, passage.status, passage.origin.path) == ("Re: お見積り", "Receive, Send", ("2",))
    span = only(LogSpan, seen)
    assert (span.software, span.begins, span.lines, span.zone_told) == ("microsoft-365", "2026-11-09T07:40:10Z", 1, True)
    assert (only(Looked, seen), gaps(seen)) == (Looked("mail-log", 1), {})


def test_sending_is_counted_by_hour_and_network(tmp_path: Path) -> None:
    rows = [
        summary(
            message_id=f"<{number}@example.jp>",
            network_message_id=f"n{number}",
            total_bytes=str(size),
            recipient_status=people,
            origin_timestamp_utc=stamp,
            original_client_ip=client,
        )
        for number, (stamp, size, people, client) in enumerate(
            (
                ("2026-11-09T07:00:00Z", 1000, "a@example.com##Receive, Send;b@example.com##Receive, Fail", "203.0.113.61"),
                ("2026-11-09T07:59:59Z", 1010, "a@example.com##Receive, Send", "203.0.113.62"),
                ("2026-11-09T07:30:00Z", 5000, "c@example.com##Receive, Send", "198.51.100.7"),
                ("2026-11-09T08:00:00Z", 7000, "a@example.com##Receive, Send", ""),
            )
        )
    ]
    profile = only(SendingProfile, traced(tmp_path, table(SUMMARY, rows)))
    first, second = profile.hours
    assert (first.hour, first.messages, first.recipients, first.distinct, first.clients) == ("2026-11-09T07:00:00Z", 3, 4, 3, 3)
    assert (first.networks, first.alike) == (("198.51.100.0/24", "203.0.113.0/24"), 2)
    assert (first.unknown, first.literals, first.differing, first.delayed) == (None, None, None, None), "a summary tells none"
    assert (second.hour, second.messages, second.clients) == ("2026-11-09T08:00:00Z", 1, 0)
    assert [(one.network, one.addresses, one.messages) for one in profile.networks] == [
        ("198.51.100.0/24", 1, 1),
        ("203.0.113.0/24", 2, 2),
    ]
    assert (profile.account, profile.way, profile.zone) == ("tanaka@example.jp", "login", 0)


def test_what_came_in_and_what_was_passed_on_is_no_sending(tmp_path: Path) -> None:
    rows = [
        summary(
            directionality="Incoming", sender_address="yamada@example.com", recipient_status="tanaka@example.jp##Receive, Deliver"
        ),
        summary(message_id="<f@x>", network_message_id="f", sender_address="bounces@example.net"),
        summary(message_id="<d@x>", network_message_id="d", sender_address="<>"),
    ]
    asked = Asked(message_ids=frozenset({"<a1@example.jp>", "<f@x>", "<d@x>"}))
    seen = traced(tmp_path, table(SUMMARY, rows), asked=asked)
    assert every(SendingProfile, seen) == []
    assert {one.key: one.way for one in every(Passage, seen)} == {
        "<a1@example.jp>": "incoming",
        "<f@x>": "forwarded",
        "<d@x>": "bounce",
    }


def test_older_summaries_have_numbers_for_directions(tmp_path: Path) -> None:
    columns = ["origin_timestamp", *SUMMARY[1:]]
    row = summary(directionality="2") | {"origin_timestamp": "2026-11-09T07:40:10"}
    row.pop("origin_timestamp_utc")
    seen = traced(tmp_path, table(columns, [row]))
    assert only(SendingProfile, seen).hours[0].hour == "2026-11-09T07:00:00Z", "UTC by documentation"


def test_a_tracking_log_is_one_mail_for_all_its_rows(tmp_path: Path) -> None:
    context = "MDB:1, Mailbox:2, Event:3, MessageClass:IPM.Note, CreationTime:2026-11-10T02:14:00Z, ClientType:OWA"
    rows = [
        tracking("SUBMIT", "STOREDRIVER", source_context=context, original_client_ip="203.0.113.61", directionality="Originating"),
        tracking("RECEIVE", directionality="Originating", client_ip="192.0.2.25", connector_id=r"EX01\Default EX01"),
        tracking("AGENTINFO", "AGENT"),
        tracking("SEND", date_time="2026-11-10T04:00:00.000Z", recipient_status="250 2.1.5 Recipient OK"),
    ]
    seen = traced(tmp_path, msgtrk(rows), asked=Asked(message_ids=frozenset({"<b1@example.jp>"}), queue_ids=frozenset({"4711"})))
    profile = only(SendingProfile, seen)
    assert (profile.account, profile.way, profile.software) == ("tanaka@example.jp", "login", "exchange")
    assert [(one.messages, one.recipients, one.delayed, one.differing) for one in profile.hours] == [(1, 1, 1, 0)]
    assert [one.sample for one in profile.networks] == ["203.0.113.61"], "the client's address, not the server's own"
    assert {(one.how, one.key, one.method, one.delay) for one in every(Passage, seen)} == {
        ("message-id", "<b1@example.jp>", "OWA", 6352.0),
        ("queue-id", "4711", "OWA", 6352.0),
    }
    span = only(LogSpan, seen)
    assert (span.host, span.lines, span.tells) == ("EX01", 4, ("sending", "delivery"))


def test_ways_into_exchange(tmp_path: Path) -> None:
    cases = {
        "submission": (tracking("RECEIVE", connector_id=r"EX01\Client Proxy EX01", client_ip="203.0.113.9"), "login"),
        "relay": (
            tracking("RECEIVE", connector_id=r"EX01\Printers", directionality="Originating", client_ip="192.0.2.70"),
            "network",
        ),
        "outside": (tracking("RECEIVE", connector_id=r"EX01\Default Frontend EX01", directionality="Incoming"), "incoming"),
        "cut": (tracking("DELIVER", "STOREDRIVER"), ""),
        "alias": (tracking("REDIRECT", "ROUTING", related_recipient_address="info@example.jp"), "forwarded"),
    }
    rows = [row | {"message-id": f"<{name}>", "network-message-id": name} for name, (row, _) in cases.items()]
    seen = traced(tmp_path, msgtrk(rows), asked=Asked(message_ids=frozenset(f"<{name}>" for name in cases)))
    assert {one.key[1:-1]: one.way for one in every(Passage, seen)} == {name: way for name, (_, way) in cases.items()}
    assert {one.way for one in every(SendingProfile, seen)} == {"login", "network"}
    (alias,) = [one for one in every(Passage, seen) if one.key == "<alias>"]
    assert alias.original_to == ("info@example.jp",)


def test_unknown_and_unwanted_recipients_are_told_apart(tmp_path: Path) -> None:
    statuses = {
        "a@example.com": "[{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup};{MSG=}]",
        "b@example.com": "550 5.1.1 User unknown",
        "c@example.com": "554 5.7.1 Service unavailable; client host blocked using a block list",
        "d@example.com": "452 4.2.2 mailbox full",
    }
    rows = [
        tracking("SUBMIT", "STOREDRIVER", recipient_address=""),
        *(tracking("FAIL", recipient_address=who, recipient_status=said) for who, said in statuses.items()),
    ]
    (hour,) = only(SendingProfile, traced(tmp_path, msgtrk(rows))).hours
    assert (hour.recipients, hour.unknown, hour.refused) == (4, 2, 1)


def test_the_extended_report_is_a_tracking_log(tmp_path: Path) -> None:
    columns = ["date_time_utc", *(name.replace("-", "_") for name in TRACKING[1:27])]
    row = tracking("RECEIVE", directionality="Originating", original_client_ip="203.0.113.61")
    cells = {name.replace("-", "_"): value for name, value in row.items()} | {"date_time_utc": row["date-time"]}
    cells.pop("date_time")
    profile = only(SendingProfile, traced(tmp_path, table(columns, [cells]).encode("utf-16-le")))
    assert (profile.software, profile.way, profile.networks[0].sample) == ("microsoft-365", "login", "203.0.113.61")


def test_the_cmdlet_tells_no_direction(tmp_path: Path) -> None:
    columns = (
        "Received",
        "SenderAddress",
        "RecipientAddress",
        "Subject",
        "Status",
        "ToIP",
        "FromIP",
        "Size",
        "MessageId",
        "MessageTraceId",
    )
    people = {
        "out": ("tanaka@example.jp", "yamada@example.com"),
        "in": ("yamada@example.com", "tanaka@example.jp"),
        "within": ("tanaka@example.jp", "sato@example.jp"),
    }
    rows = [
        {
            "Received": "11/13/2026 2:14:08 AM",
            "SenderAddress": sender,
            "RecipientAddress": recipient,
            "Status": "Delivered",
            "MessageId": f"<{name}>",
            "MessageTraceId": name,
        }
        for name, (sender, recipient) in people.items()
    ]
    asked = Asked(message_ids=frozenset(f"<{name}>" for name in people))
    seen = traced(tmp_path, "#TYPE Selected.System\r\n" + table(columns, rows), asked=asked)
    assert {one.key: one.way for one in every(Passage, seen)} == {"<out>": "login", "<in>": "incoming", "<within>": ""}
    assert only(SendingProfile, seen).hours[0].hour == "2026-11-13T02:00:00Z"
    assert gaps(seen) == {"1 mails of which the log does not tell whether they came in or went out": "sending-profile"}


def test_google_has_a_row_for_each_event(tmp_path: Path) -> None:
    rows = [
        search(),
        search(Event_target="SMTP_OUT", Event_status="DELIVERED", Event_target_IP_address="198.51.100.50"),
        search(
            Recipient_address="x@example.com",
            Event_target="SMTP_OUT",
            Event_status="BOUNCED",
            Event_SMTP_reply_code="550",
            Event_description="5.1.1 no such user",
        ),
    ]
    seen = traced(tmp_path, table(SEARCH, rows), asked=Asked(message_ids=frozenset({"<gw1@example.net>"})))
    passage = only(Passage, seen)
    assert (passage.account, passage.client, passage.count) == ("suzuki@example.jp", "203.0.113.155", 2)
    (hour,) = only(SendingProfile, seen).hours
    assert (hour.messages, hour.recipients, hour.unknown) == (1, 2, 1)
    assert only(LogSpan, seen).software == "google-workspace"


def test_a_stamp_without_a_zone_is_the_firms_own_and_says_so(tmp_path: Path) -> None:
    stamps = {"Start date": "2026/11/10 12:10:00", "Event date": "2026/11/10 12:10:00"}
    seen = traced(tmp_path, table(SEARCH, [search() | stamps]), firm=Firm(domains=("example.jp",), zone=540))
    span = only(LogSpan, seen)
    assert (span.begins, span.zone, span.zone_told) == ("2026-11-10T03:10:00Z", 540, False)


def test_who_sent_at_a_moment(tmp_path: Path) -> None:
    moments = (
        ("k1", "2026-11-09T07:50:00Z", "tanaka@example.jp"),
        ("k2", "2026-11-09T07:56:00Z", "tanaka@example.jp"),
        ("k3", "2026-11-09T07:40:00Z", "sato@example.jp"),
    )
    seen = traced(tmp_path, table(SUMMARY, [summary()]), asked=Asked(moments=moments))
    assert [(one.key, one.how) for one in every(Passage, seen)] == [("moment:k1", "moment")], (
        "within a quarter of an hour, by that address"
    )


def test_a_long_silence_is_a_hole_and_a_weekend_is_none(tmp_path: Path) -> None:
    stamps = ("2026-11-06T08:00:00Z", "2026-11-09T00:00:00Z", "2026-11-20T00:00:00Z")
    rows = [summary(origin_timestamp_utc=stamp, network_message_id=stamp) for stamp in stamps]
    assert only(LogSpan, traced(tmp_path, table(SUMMARY, rows))).holes == (("2026-11-09T01:00:00Z", "2026-11-20T00:00:00Z"),)


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "name,address\nx,tanaka@example.jp\n", "\0" * 500, "<html>", '{"a": 1}'])
def test_other_tables_are_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "t.csv").write_text(content)
    assert not mail_trace.recognises(Evidence(str(tmp_path / "t.csv"), firm=FIRM))
    assert not mail_trace.recognises(Evidence(str(tmp_path), firm=FIRM))
