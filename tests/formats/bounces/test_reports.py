"""Bounces in the form of RFC 3464: what each field becomes, and what is given back."""

from __future__ import annotations

import pytest
from support.bounce_files import GROUP, HEADER, MESSAGE, POSTFIX, RECEIVED, head, one, plain, report, seen

from mimawari.model import Gap, Mailbox
from mimawari.model.testimony import Returned


def test_every_field_is_told() -> None:
    found = one(report())
    assert (found.form, found.action, found.to, found.time) == (
        "rfc3464", "failed", "tanaka@sakura.example.jp", "2026-11-10T01:00:05Z",
    )  # fmt: skip
    assert (found.recipients, found.reporting, found.remote) == (
        ("nobody@example.com",),
        "mail.sakura.example.jp",
        "mx.example.com",
    )
    assert (found.status, found.queue_id) == ("5.1.1", "4ABC1")
    assert found.diagnostic == "smtp; 550 5.1.1 <nobody@example.com>: Recipient address rejected"
    assert (found.message_id, found.subject, found.date) == ("<m1@sakura.example.jp>", "請求書", "2026-11-10T01:00:00Z")
    assert found.author == Mailbox("Tanaka", "tanaka@sakura.example.jp")
    assert [(hop.address, hop.by, hop.authenticated) for hop in found.received] == [("192.0.2.71", "mail.sakura.example.jp", True)]
    assert found.returned == "mail"


@pytest.mark.parametrize("part", ["text/rfc822-headers", "message/rfc822-headers", "message/global-headers"])
def test_of_a_header_alone_the_same_is_told(part: str) -> None:
    found = one(report(back=HEADER, part=part))
    assert (found.message_id, found.returned) == ("<m1@sakura.example.jp>", "header")


def test_nothing_given_back_is_said_so() -> None:
    found = one(report(back=""))
    assert (found.returned, found.message_id, found.author, found.received, found.queue_id) == ("", "", None, (), "4ABC1")


def test_a_delay_is_one() -> None:
    found = one(report(GROUP.replace("failed", "delayed").replace("5.1.1", "4.4.1")))
    assert (found.action, found.status) == ("delayed", "4.4.1")


def test_of_several_recipients_the_worst_tells_and_those_that_were_reached_are_not_named() -> None:
    good = GROUP.replace("nobody", "sato").replace("failed", "delivered").replace("5.1.1", "2.0.0")
    late = GROUP.replace("nobody", "mori").replace("failed", "delayed").replace("5.1.1", "4.4.1")
    found = one(report(good, late, GROUP, GROUP.replace("nobody", "nemo")))
    assert (found.action, found.status) == ("failed", "5.1.1")
    assert found.recipients == ("nobody@example.com", "nemo@example.com")


@pytest.mark.parametrize("action", ["delivered", "expanded"])
def test_that_it_was_delivered_is_no_bounce(action: str) -> None:
    assert seen(report(GROUP.replace("failed", action).replace("5.1.1", "2.1.5"))) == []


def test_relayed_is_told_as_that() -> None:
    assert one(report(GROUP.replace("failed", "relayed").replace("5.1.1", "2.0.0"))).action == "relayed"


def test_the_queue_id_is_that_of_the_reporting_server_where_no_field_names_one() -> None:
    hop = RECEIVED.replace("mail.sakura.example.jp", "other.example.net").replace("4ABC1", "9ZZZ")
    found = one(report(message=MESSAGE, back=hop + HEADER))
    assert found.queue_id == "4ABC1", "not that of the server above it"
    assert one(report(message=MESSAGE, back=HEADER.replace(RECEIVED, hop))).queue_id == "", "never that of another server"


def test_a_time_that_is_none_in_utc_is_left_out() -> None:
    late = "Fri, 31 Dec 9999 23:00:00 -1200"
    header = head().replace("Date: Tue, 10 Nov 2026 10:00:05 +0900\n", "").replace("Tue, 10 Nov 2026 10:00:05 +0900", late)
    assert late in header
    assert one(report(header=header)).time == ""


def test_whom_it_went_to_is_told_without_a_field_for_it() -> None:
    header = head(to="undisclosed-recipients:;")
    assert one(report(header=header)).to == "tanaka@sakura.example.jp"
    assert one(report(header=header, message=MESSAGE)).to == "tanaka@sakura.example.jp"
    assert one(report(header=head(to="x@example.net (a remark)"))).to == "x@example.net"


@pytest.mark.parametrize(
    "group",
    [
        GROUP.replace("Action: failed", "Action: Failed (no such user)"),
        GROUP.replace("rfc822; nobody@example.com", "RFC822;<Nobody@Example.com>"),
        GROUP.replace("Final-Recipient: rfc822; nobody@example.com\n", ""),
        GROUP.replace("Final-Recipient: rfc822; nobody@example.com", "Final-Recipient: X400; /CN=nobody/"),
        GROUP.replace("\n", "\n ").replace(" Action", "Action").replace(" Status", "Status").replace(" Remote", "Remote")
        .replace(" Original", "Original").replace(" Diagnostic", "Diagnostic"),
        GROUP.replace("Final-Recipient: rfc822; ", "Final-Recipient: "),
        GROUP.replace("Action: failed\n", "Action: bounced\n"),
        GROUP.replace("Action: failed\n", ""),
    ],
)  # fmt: skip
def test_what_programs_make_of_the_fields_is_read(group: str) -> None:
    found = one(report(group))
    assert (found.recipients, found.action, found.status) == (("nobody@example.com",), "failed", "5.1.1")


def test_groups_without_an_empty_line_between_them_are_told_apart() -> None:
    found = one(report(GROUP + GROUP.replace("nobody", "nemo")))
    assert found.recipients == ("nobody@example.com", "nemo@example.com")


@pytest.mark.parametrize("breaks", ["\r\n", "\r"])
def test_every_kind_of_line_break_is_read_and_does_not_make_another_bounce(breaks: str) -> None:
    data = report()
    other = data.replace(b"\n", breaks.encode())
    assert one(other).recipients == ("nobody@example.com",)
    assert one(other).message_id == "<m1@sakura.example.jp>"
    if breaks == "\r\n":
        assert one(other).id == one(data).id


def test_the_line_of_a_mailbox_does_not_make_another_bounce() -> None:
    data = report()
    assert one(b"From MAILER-DAEMON Tue Nov 10 10:00:05 2026\n" + data).id == one(data).id
    assert one(data.replace(b"nobody", b"nemo")).id != one(data).id


def test_fields_that_stand_in_the_text_are_read() -> None:
    text = f"Your message was not delivered.\n\n{MESSAGE}\n{GROUP}\n\n{HEADER}\nbody\n"
    found = one(plain(text))
    assert (found.form, found.recipients, found.reporting) == ("rfc3464", ("nobody@example.com",), "mail.sakura.example.jp")
    assert (found.message_id, found.returned) == ("<m1@sakura.example.jp>", "mail")


def test_a_report_of_no_recipient_is_told() -> None:
    found = seen(report("Action: failed\nStatus: 5.1.1\n", message=POSTFIX))
    assert [(str(gap.reason), gap.wanted) for gap in found if isinstance(gap, Gap)] == [("corrupt", "bounce")]
    assert sum(isinstance(thing, Returned) for thing in found) == 1


def test_a_status_in_base64_is_read() -> None:
    from base64 import encodebytes

    fields = encodebytes(f"{POSTFIX}\n{GROUP}".encode()).decode()
    data = report(status="message/delivery-status\nContent-Transfer-Encoding: base64", message=fields.strip()).replace(
        b"\n" + GROUP.encode(), b""
    )
    assert one(data).recipients == ("nobody@example.com",)
