"""What a stranger writes into a mail, or into a report, makes no account and no mailbox of ours suspect, and no abuse a routine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimawari import inquiry, knowledge
from mimawari.judge.us import us
from mimawari.model import (
    ClientNetwork,
    Firm,
    Form,
    HeldMail,
    Hop,
    LogSpan,
    Mailbox,
    MailboxSpan,
    Message,
    Method,
    Origin,
    OwnAccount,
    Passage,
    Quote,
    QuotedMail,
    Relay,
    Report,
    ReportedMail,
    Results,
    SendingHour,
    SendingProfile,
)
from mimawari.model import (
    Testimony as Told,
)

KNOWN = knowledge.load(None)
UEDA, ITO = "ueda@maple.example.jp", "ito@birch.example.net"
FIRM = Firm(
    domains=("maple.example.jp",), accounts=(OwnAccount(UEDA, machines=("PC-UEDA",)),), wan=("192.0.2.10",),
    lan=("192.0.2.64/26",), relays=(Relay("mail.maple.example.jp", ("192.0.2.25",)),),
)  # fmt: skip
NOW, GENUINE, STRANGE = "2026-11-10T00:00:00Z", "<genuine@maple.example.jp>", "<1@x.example.net>"
FAIL = (
    Method("spf", "fail", (("smtp.mailfrom", "maple.example.jp"),)),
    Method("dmarc", "fail", (("header.from", "maple.example.jp"),)),
)
PASS = Method("spf", "pass", (("smtp.mailfrom", "maple.example.jp"),)), Method("dkim", "pass", (("header.d", "maple.example.jp"),))
FROM_STRANGER = Hop("x", "x.isp.example.com", "203.0.113.66", "mx.birch.example.net", time=NOW, recipient=ITO)
FROM_US = Hop("mail.maple.example.jp", "mail.maple.example.jp", "192.0.2.25", "mx.birch.example.net", time=NOW, recipient=ITO)
BY_BOT = Hop(
    "[203.0.113.9]", "", "203.0.113.9", "mail.maple.example.jp", "ESMTPSA", NOW, UEDA, "ABCDEF1", authenticated=True
)  # fmt: skip
CAME_IN = Hop("x", "x.isp.example.com", "203.0.113.66", "mail.maple.example.jp", "ESMTP", NOW, "", "Q1", "info@maple.example.jp")
SIGNED = (("x-authenticated-sender", UEDA),)
LOG = LogSpan(
    origin=Origin("log", "log"), software="postfix", begins="2026-10-01T00:00:00Z", ends="2026-11-30T00:00:00Z", lines=9000,
    tells=("sending",),
)  # fmt: skip


def reported(*hops: Hop, results: tuple[Method, ...] = FAIL, mid: str = STRANGE, named: tuple[tuple[str, str], ...] = (),
             auto: str = "") -> ReportedMail:  # fmt: skip
    at = Origin("m1", "m1")
    message = Message(origin=at, message_id=mid, author=Mailbox("", UEDA), received=hops, date=NOW, envelope_sender=f"<{UEDA}>")
    found = (Results("mx.birch.example.net", 0, results),)
    return ReportedMail(
        origin=at, id="m1", form=Form.ORIGINAL, message=message, results=found, passed_on_by=ITO, named=named, auto_submitted=auto
    )


def profile() -> SendingProfile:
    """A month in the office, and two mails from a journey."""
    days = [*((10, day) for day in range(1, 31)), *((11, day) for day in range(1, 10))]
    hours = tuple(SendingHour(f"2026-{month:02}-{day:02}T0{hour}:00:00Z", 3, 3, 3, 0) for month, day in days for hour in (1, 2, 5))
    office = ClientNetwork(
        "192.0.2.0/24", "192.0.2.66", 1, 300, "2026-10-01T01:00:00Z", "2026-11-09T01:00:00Z", helos=("PC-UEDA",),
        hours=tuple(hour.hour for hour in hours),
    )  # fmt: skip
    hotel = ClientNetwork(
        "198.51.100.0/24", "198.51.100.7", 1, 2, "2026-11-08T01:00:00Z", "2026-11-09T01:00:00Z", hours=("2026-11-08T01:00:00Z",)
    )
    return SendingProfile(origin=LOG.origin, account=UEDA, way="login", software="postfix", hours=hours, networks=(office, hotel))


def sent(client: str, mid: str = GENUINE) -> Passage:
    return Passage(
        origin=LOG.origin, key=mid, how="message-id", time="2026-11-09T01:00:00Z", way="login", software="postfix", message_id=mid,
        account=UEDA, sender=UEDA, client=client, recipients=("partner@elm.example.com",),
    )  # fmt: skip


def answers(*testimony: Told) -> dict[str, str]:
    found = us(inquiry.clues(testimony, FIRM, KNOWN), Report.of(()), KNOWN)
    return {one.answer.value: one.strength.word if one.strength else "" for one in found.answers}


@pytest.mark.parametrize("client", ["198.51.100.7", "192.0.2.66"], ids=["from a journey", "from the office"])
def test_the_message_id_of_a_genuine_mail_is_copied(client: str) -> None:
    assert answers(reported(FROM_STRANGER, mid=GENUINE), LOG, profile(), sent(client)) == {"address-only": "strong"}


def test_the_message_id_of_a_mail_in_the_sent_folder_is_copied() -> None:
    box = MailboxSpan(
        origin=Origin("mb", "mb"), mailbox=UEDA, begins="2026-01-01T00:00:00Z", ends="2026-11-30T00:00:00Z", mails=100, sent=50
    )
    held = HeldMail(
        origin=Origin("mb", "mb", ("x",)), mailbox=UEDA, key=GENUINE, how="message-id", message_id=GENUINE,
        author=Mailbox("", UEDA), people=(Mailbox("", "partner@elm.example.com"),), date="2026-11-09T01:00:00Z", sent=True,
    )  # fmt: skip
    assert answers(reported(FROM_STRANGER, mid=GENUINE), box, held) == {"address-only": "strong"}


def test_a_report_is_invented_that_a_whole_log_knows_nothing_of() -> None:
    assert "our-account" not in answers(reported(FROM_US, BY_BOT, results=PASS), LOG, profile())


@pytest.mark.parametrize("with_log", [False, True])
@pytest.mark.parametrize("forged", [{"named": SIGNED}, {"hops": (BY_BOT,)}], ids=["field", "line"])
def test_our_alias_passes_a_fake_on_that_claims_a_login(with_log: bool, forged: dict[str, object]) -> None:
    hops = (FROM_US, CAME_IN, *forged.get("hops", ()))  # type: ignore[misc]
    mail = reported(*hops, named=SIGNED if "named" in forged else ())
    passed_on = Passage(
        origin=LOG.origin, key="Q1", how="queue-id", time=NOW, way="forwarded", software="postfix", queue_id="Q1",
        message_id=STRANGE, client="203.0.113.66", original_to=("info@maple.example.jp",),
    )  # fmt: skip
    assert not {"our-account", "our-device"} & set(answers(mail, *((LOG, profile(), passed_on) if with_log else ())))


@pytest.mark.parametrize("name", ["p1234-ipngn.tokyo.ocn.ne.jp", "66.113.0.203.dynamic.ocn.ne.jp"])
def test_a_bot_on_the_recipients_providers_line_forges_the_lines_below(name: str) -> None:
    bot = Hop("x", name, "203.0.113.66", "mx.ocn.ne.jp", time=NOW, recipient="ito@ocn.ne.jp")
    below = Hop("mail.maple.example.jp", "mail.maple.example.jp", "192.0.2.25", "mx3.ocn.ne.jp", time=NOW)
    mail = replace(reported(bot, below, BY_BOT), results=(Results("mx.ocn.ne.jp", 0, FAIL),), passed_on_by="ito@ocn.ne.jp")
    assert not {"our-account", "our-device"} & set(answers(mail))


def test_abuse_that_calls_itself_automatic_is_abuse() -> None:
    mail = reported(FROM_US, BY_BOT, results=PASS, auto="auto-replied")
    assert answers(mail) == {"our-account": "conclusive"}
    assert answers(mail, LOG, profile(), sent("198.51.100.7", STRANGE)) == {"our-account": "conclusive"}


SHARED = replace(FIRM, relays=(Relay("sv12.rental.example.com", ("192.0.2.25",), shared=True),))
BY_RENTAL = replace(FROM_US, helo="sv12.rental.example.com", name="sv12.rental.example.com")
BY_NEIGHBOUR = replace(BY_BOT, account="", by="sv12.rental.example.com")


@pytest.mark.parametrize(("named", "strength"), [((), "hint"), (SIGNED, "strong")], ids=["unnamed", "named by himself"])
def test_a_neighbour_on_a_shared_server_decides_nothing(named: tuple[tuple[str, str], ...], strength: str) -> None:
    """Nobody but the provider can tell him from us: our account may be abused, and that is all."""
    mail = reported(BY_RENTAL, BY_NEIGHBOUR, results=PASS[:1], named=named)
    found = us(inquiry.clues([mail], SHARED, KNOWN), Report.of(()), KNOWN)
    assert [(one.answer.value, one.strength.word if one.strength else "") for one in found.answers] == [("our-account", strength)]


def quoting(number: int, reporter: str, key: str, author: str) -> ReportedMail:
    quoted = QuotedMail(key, Quote(Mailbox("", author), (), "s", "2026-10-01T00:00:00Z"), ("text",), 1)
    mail = reported(FROM_STRANGER, mid=f"<{number}@x>")
    message = replace(mail.message, author=Mailbox("", "someone@evil.example.com"), envelope_sender="<someone@evil.example.com>")
    return replace(mail, id=f"m{number}", message=message, passed_on_by=reporter, quoted=(quoted,))


def held(key: str, people: tuple[str, ...], author: str, *, later: bool = False) -> HeldMail:
    return HeldMail(
        origin=Origin("mb", "mb", (key,)), mailbox=author, key=key, how="text", message_id=f"<{key}@maple.example.jp>",
        author=Mailbox("", author), people=tuple(Mailbox("", one) for one in people),
        date="2026-11-11T01:00:00Z" if later else "2026-10-01T01:00:00Z", sent=True, quoting=later,
    )  # fmt: skip


NEWS = "news@maple.example.jp"
BOX = MailboxSpan(
    origin=Origin("mb", "mb"), mailbox=NEWS, begins="2026-01-01T00:00:00Z", ends="2026-11-30T00:00:00Z", mails=100, sent=50
)


def test_a_newsletter_to_ourselves_that_is_quoted_did_leave_the_firm() -> None:
    assert "our-device" not in answers(quoting(1, "a@birch.example.net", "k1", NEWS), BOX, held("k1", (NEWS,), NEWS))


def test_three_quoted_newsletters_name_no_mailbox() -> None:
    reports = [quoting(number, f"a@{firm}.example.net", f"k{number}", NEWS) for number, firm in enumerate(("birch", "elm", "oak"))]
    mails = [held(f"k{number}", (NEWS, "subscribers@maple.example.jp"), NEWS) for number in range(3)]
    assert "our-device" not in answers(*reports, BOX, *mails)


def test_the_fake_that_was_passed_on_inside_the_firm_is_no_proof_of_holding() -> None:
    box = replace(BOX, mailbox=UEDA)
    passed_on = held("k1", ("admin@maple.example.jp",), UEDA, later=True)
    assert "our-device" not in answers(quoting(1, "a@birch.example.net", "k1", UEDA), box, passed_on)
