"""Bounces with a form of their own: what each program writes, around a mail that was made up."""

from __future__ import annotations

import sys

import pytest
from support.bounce_files import HEADER, head, one, plain, seen

from mimawari.formats.bounces import returned
from mimawari.formats.kept import Kept
from mimawari.model import Blob, Gap, Hop, Mailbox, Message, Origin
from mimawari.model.testimony import Returned

MAIL = HEADER + "\nお世話になっております。\n"
QMAIL = (
    "Hi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver your message to the following"
    " addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<nobody@example.com>:\n"
    f"Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n{MAIL}"
)
EXIM = (
    "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or"
    " more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  nobody@example.com\n"
    "    host mx.example.com [203.0.113.7]\n    SMTP error from remote mail server after RCPT TO:<nobody@example.com>:\n"
    "    550 5.1.1 No such user\n\n------ This is a copy of the message, including all the headers. ------\n\n" + MAIL
)
SENDMAIL = (
    "The original message was received at Tue, 10 Nov 2026 10:00:00 +0900\nfrom pc.sakura.example.jp [192.0.2.71]\n\n"
    "   ----- The following addresses had permanent fatal errors -----\n"
    "<nobody@example.com>\n    (reason: 550 5.1.1 User unknown)\n\n"
    "   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n>>> RCPT To:<nobody@example.com>\n"
    "<<< 550 5.1.1 User unknown\n550 5.1.1 <nobody@example.com>... User unknown\n\n"
    f"   ----- Original message follows -----\n\n{MAIL}"
)
EXCHANGE = (
    "次の受信者またはグループへの配信に失敗しました:\n\nnobody@example.com (nobody@example.com)\n"
    "入力したメール アドレスは見つかりませんでした。\n\n管理者向けの診断情報:\n\n生成元サーバー: ex1.example.com\n\n"
    "nobody@example.com\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\n"
    f"元のメッセージ ヘッダー:\n\n{HEADER}"
)
EXCHANGE_OLD = (
    "Your message\n\n  To:      nobody@example.com\n  Subject: invoice\n  Sent:    Tue, 10 Nov 2026 10:00:00 +0900\n\n"
    "did not reach the following recipient(s):\n\nnobody@example.com on Tue, 10 Nov 2026 10:00:05 +0900\n"
    "    The recipient name is not recognized\n"
)
GOOGLE = (
    "Delivery to the following recipient failed permanently:\n\n     nobody@example.com\n\n"
    "Technical details of permanent failure: \nGoogle tried to deliver your message, but it was rejected by the server for the"
    " recipient domain example.com by mx.example.com."
    f" [203.0.113.7].\n\n550 5.1.1 <nobody@example.com>... User unknown\n\n----- Original message -----\n\n{MAIL}"
)
CARRIER = (
    "送信先のメールボックスが一杯のため、送信できませんでした。\n\nYour mail sent on: Tue, 10 Nov 2026 10:00:00 +0900\n"
    f"     Could not be delivered to: <nobody@example.com>\n     As their mailbox is full.\n\n{HEADER}"
)
OPENSMTPD = (
    "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to"
    f" deliver a message for\n    the following list of recipients:\n\nnobody@example.com: 550 5.1.1 User unknown\n\n{MAIL}"
)
DOMINO = (
    "------- Failure Reasons  --------\n\nUser nobody (nobody@example.com) not listed in Domino Directory\nnobody@example.com\n\n\n"
    f"------- Returned Message --------\n\n{MAIL}"
)
FORMS = {
    "qmail": (QMAIL, "failure notice"),
    "exim": (EXIM, "Mail delivery failed: returning message to sender"),
    "sendmail": (SENDMAIL, "Returned mail: see transcript for details"),
    "exchange": (EXCHANGE, "配信不能: 請求書"),
    "google": (GOOGLE, "Delivery Status Notification (Failure)"),
    "carrier": (CARRIER, "メールエラー通知"),
    "opensmtpd": (OPENSMTPD, "Delivery status notification: error"),
    "domino": (DOMINO, "DELIVERY FAILURE: User nobody not listed in Domino Directory"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_is_known_with_who_was_not_reached_and_what_came_back(form: str) -> None:
    text, subject = FORMS[form]
    found = one(plain(text, head(subject=subject)))
    assert (found.form, found.action, found.recipients) == (form, "failed", ("nobody@example.com",))
    assert (found.message_id, found.date) == ("<m1@sakura.example.jp>", "2026-11-10T01:00:00Z")
    assert [hop.address for hop in found.received] == ["192.0.2.71"]
    assert found.to == "tanaka@sakura.example.jp"
    assert found.returned == ("header" if form in ("exchange", "carrier") else "mail")
    assert found.reporting == "mail.sakura.example.jp"


@pytest.mark.parametrize("charset", ["iso-2022-jp", "shift_jis", "euc-jp"])
def test_japanese_is_read_in_every_charset(charset: str) -> None:
    text, subject = FORMS["exchange"]
    encoded = f"=?iso-2022-jp?B?{__import__('base64').b64encode(subject.encode('iso-2022-jp')).decode()}?="
    assert one(plain(text, head(subject=encoded), charset)).form == "exchange"


def test_codes_and_servers_are_told_where_the_text_has_them() -> None:
    found = one(plain(EXIM, head(subject="Mail delivery failed: returning message to sender")))
    assert (found.remote, found.status) == ("mx.example.com", "5.1.1")
    assert found.diagnostic.startswith("550 5.1.1 No such user") or "550" in found.diagnostic


def test_nothing_given_back_is_said_so() -> None:
    found = one(plain(EXCHANGE_OLD, head("System Administrator <postmaster@example.com>", "Undeliverable: invoice")))
    assert (found.form, found.recipients, found.returned, found.message_id) == ("exchange", ("nobody@example.com",), "", "")


def test_without_an_envelope_what_it_calls_itself_tells() -> None:
    assert one(plain(QMAIL, head("MAILER-DAEMON@mx.example.com", "failure notice", path=""))).form == "qmail"
    assert one(plain(CARRIER, head("no-reply@carrier.example.jp", "メールエラー通知", path=""))).form == "carrier"


EXIM_LATE = (
    "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one"
    " or more of its\nrecipients after more than 24 hours on the queue.\n\n  nobody@example.com\n\nNo action is required on your"
    " part. Delivery attempts will continue.\n"
)
SENDMAIL_LATE = (
    "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n"
    "    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n"
    "   ----- The following addresses had transient non-fatal errors -----\n<nobody@example.com>\n"
)


@pytest.mark.parametrize("text", [EXIM_LATE, SENDMAIL_LATE])
def test_a_warning_is_a_delay(text: str) -> None:
    found = one(plain(text, head(subject="Warning: message 1abc delayed 24 hours")))
    assert (found.action, found.recipients) == ("delayed", ("nobody@example.com",))


def test_the_field_of_exim_names_the_recipients() -> None:
    header = head(subject="Mail delivery failed", more="X-Failed-Recipients: nobody@example.com, nemo@example.com\n")
    assert one(plain("Unknown text.\n", header)).recipients == ("nobody@example.com", "nemo@example.com")


def test_a_quoted_header_is_read_without_its_marks() -> None:
    quoted = "".join(f"> {line}\n" for line in HEADER.splitlines())
    found = one(plain(f"Delivery failed: nobody@example.com\n\n{quoted}", head(subject="Undeliverable: x")))
    assert found.message_id == "<m1@sakura.example.jp>"


def test_of_one_that_outlook_saved_the_text_tells() -> None:
    blob = Blob(Origin("s", "in"), "a.msg", Kept.of(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000)))
    message = Message(
        origin=blob.origin,
        subject="failure notice",
        author=Mailbox("", "mailer-daemon@mx.example.com"),
        people=(Mailbox("", "tanaka@sakura.example.jp"),),
        text=QMAIL,
        received=(Hop(by="mx.example.com", time="2026-11-10T10:00:05+09:00"),),
    )
    (found,) = returned(blob, message)
    assert isinstance(found, Returned)
    assert (found.form, found.recipients, found.message_id) == ("qmail", ("nobody@example.com",), "<m1@sakura.example.jp>")
    assert (found.to, found.time, found.reporting) == ("tanaka@sakura.example.jp", "2026-11-10T01:00:05Z", "mx.example.com")


def test_without_the_library_own_reading_is_enough_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flufl.bounce", None)
    assert one(plain(QMAIL, head(subject="failure notice"))).recipients == ("nobody@example.com",)


def test_without_the_library_it_is_told_where_own_reading_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flufl.bounce", None)
    found = seen(plain("This is the qmail-send program. I've given up.\n", head(subject="failure notice")))
    (gap,) = [thing for thing in found if isinstance(thing, Gap)]
    assert (str(gap.reason), gap.wanted) == ("unsupported", "bounce")
    assert "flufl.bounce" in gap.detail


def test_faults_of_the_library_are_silent_and_own_reading_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    data = plain(QMAIL, head("", "failure notice")).replace(b"From: \n", b"From:\n", 1)
    assert one(data).recipients == ("nobody@example.com",)
    assert caplog.records == []


def test_one_that_names_nobody_is_told() -> None:
    found = seen(plain("This is the qmail-send program. I've given up.\n", head(subject="failure notice")))
    (gap,) = [thing for thing in found if isinstance(thing, Gap)]
    assert (str(gap.reason), gap.wanted, gap.detail) == ("corrupt", "bounce", "a bounce that names nobody who was not reached")
