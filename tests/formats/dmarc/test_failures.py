"""Failure reports (RFC 6591), complaints in the same form (RFC 5965), and reports on TLS (RFC 8460)."""

from __future__ import annotations

import json
from base64 import encodebytes

import pytest
from support.dmarc_files import FAILED, failure, out
from support.inside import blob_of

from mimawari.formats import Head, recognised
from mimawari.model import FailureReport, Origin


def test_a_failure_says_which_mail_failed_and_where_it_came_from() -> None:
    found = out(failure(), "a.eml")
    assert found.failures == (
        FailureReport(
            origin=Origin("s", "given"),
            reporter="mx.example.net",
            time="2026-01-01T01:00:00Z",
            address="203.0.113.9",
            author="yamada@example.jp",
            envelope_sender="bounce@example.com",
            message_id="<abc@pc.example.com>",
            failure="dmarc",
            result="delivered",
        ),
    )
    assert (found.gaps, found.looked) == ((), 1)


def test_without_the_mail_the_fields_alone_tell() -> None:
    fields = FAILED.replace("Reporting-MTA: dns; mx.example.net\r\n", "").replace("Arrival-Date:", "X-Date:")
    (found,) = out(failure(fields, back="X-Nothing: 1\r\n"), "a.eml").failures
    assert (found.reporter, found.time, found.author, found.message_id) == (
        "mx.example.net", "2026-01-01T01:05:00Z", "example.jp", "",
    )  # fmt: skip


def test_fields_in_base64_are_read() -> None:
    coded = "\r\n" + encodebytes(FAILED.encode()).decode()
    (found,) = out(failure(coded, kind="message/feedback-report\r\nContent-Transfer-Encoding: base64"), "a.eml").failures
    assert found.address == "203.0.113.9"


def test_the_text_of_exim_is_read() -> None:
    mail = (
        b"From: no-reply@mx.example.net\nTo: dmarc@example.jp\nSubject: DMARC Forensic Report for example.jp from IP 203.0.113.68\n"
        b"Date: Thu, 1 Jan 2026 01:05:00 +0000\nMessage-ID: <f2@mx.example.net>\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
        b"A message claiming to be from you has failed the published DMARC policy for your domain.\n\n"
        b"  Sender Domain: example.jp\n  Sender IP Address: 203.0.113.68\n  Received date: Thu, 1 Jan 2026 10:00:00 +0900\n"
        b"  SPF Alignment: no\n  DKIM Alignment: no\n  DMARC Results: Reject\n\n"
        b"------ This is a copy of the headers that were received before the error\nwas detected.\n\n"
        b"From: <yamada@example.jp>\nMessage-Id: <x1@pc.example.com>\nSubject: invoice\n"
    )
    (found,) = out(mail, "a.eml").failures
    assert (found.address, found.author, found.time, found.failure, found.result) == (
        "203.0.113.68", "yamada@example.jp", "2026-01-01T01:00:00Z", "dmarc", "reject",
    )  # fmt: skip


def test_a_complaint_is_no_failure() -> None:
    found = out(failure(FAILED.replace("auth-failure", "abuse").replace("Auth-Failure: dmarc\r\n", "")), "a.eml")
    assert (found.failures, found.looked) == ((), 0)


def test_a_mail_that_passes_one_on_is_not_one_itself_but_what_is_attached_is() -> None:
    inner = failure().decode().replace("b1", "b2")
    outer = (
        "From: sato@example.jp\r\nTo: yamada@example.jp\r\nSubject: see below\r\nMessage-ID: <o@example.jp>\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\n'
        + inner
        + "\r\n--b1--\r\n"
    )
    (found,) = out(outer.encode(), "a.eml").failures
    assert found.origin.path != ()


def test_one_that_cannot_be_read_is_told() -> None:
    found = out(failure("nothing here\r\n"), "a.eml")
    assert ("corrupt", "dmarc-report", "a failure report whose fields cannot be read") in found.gaps
    empty = out(failure("Feedback-Type: auth-failure\r\n", back="X: 1\r\n"), "a.eml")
    assert ("corrupt", "dmarc-report", "a failure report that names no mail") in empty.gaps


@pytest.mark.parametrize("text", [b"a note about report-type=feedback-report and so on", b"Subject: DMARC failure report\n"])
def test_notes_are_none(text: bytes) -> None:
    assert "failure-report" not in [one.name for one in recognised(Head.of(blob_of(text, "note.txt")))]


TLS = json.dumps(
    {
        "organization-name": "mx.example.net",
        "date-range": {"start-datetime": "2026-01-01T00:00:00Z", "end-datetime": "2026-01-01T23:59:59Z"},
        "contact-info": "tls@mx.example.net",
        "report-id": "t-1",
        "policies": [{"policy": {"policy-type": "no-policy-found", "policy-domain": "example.jp"}, "summary": {}}],
    }
).encode()


def test_a_report_on_tls_is_recognised_and_left_in_silence() -> None:
    assert [one.name for one in recognised(Head.of(blob_of(TLS, "a.json")))] == ["tls-report"]
    found = out(TLS, "a.json")
    assert (found.rows, found.gaps, found.looked) == ((), (), 0)


@pytest.mark.parametrize("data", [b'{"policies": []}', TLS[1:], TLS[:-1], b'["policies", "date-range", "report-id"]'])
def test_other_json_is_none(data: bytes) -> None:
    assert "tls-report" not in [one.name for one in recognised(Head.of(blob_of(data, "a.json")))]
