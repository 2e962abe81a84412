"""What a reported mail tells, in every form in which it may come; and what is no reported mail."""

from __future__ import annotations

import base64
import sys
from dataclasses import replace

import pytest
from support.mail_files import raw
from support.office.ole_writer import compound_file
from support.public_data import labelled
from support.reported import FIRM, HEADING, THREAD, blob_of, fake, mails_in, reports

from mimawari.formats.mail.headers import LINES
from mimawari.formats.mail.testimony import Reports, account_in, weak
from mimawari.model import Firm, Form, Gap, Mailbox, Reason, ReportedMail, SigningKey

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def one(data: bytes, firm: Firm = FIRM, name: str = "mail.eml") -> ReportedMail:
    [found] = reports(data, firm, name)
    return found


def test_an_original() -> None:
    found = one(
        fake(
            "添付をご確認ください。", "", *HEADING, *THREAD,
            fields=(
                "Delivered-To: mori@nori.example.net",
                "Authentication-Results: mx.nori.example.net; spf=pass smtp.mailfrom=bakery.example.net",
                "X-Authenticated-Sender: smtp.bakery.example.net: rosa@bakery.example.net",
                "List-Id: <news.nori.example.net>",
                "Auto-Submitted: no",
            ),
        )
    )  # fmt: skip
    assert (found.form, found.passed_on_by, found.list_id, found.auto_submitted) == (
        Form.ORIGINAL,
        "",
        "news.nori.example.net",
        "no",
    )
    assert found.message.author == Mailbox("田中 一郎", "rosa@bakery.example.net")
    assert (found.message.text, found.message.written) == ("", "")
    assert [(result.server, result.above) for result in found.results] == [("mx.nori.example.net", 0)]
    assert found.named == (("x-authenticated-sender", "smtp.bakery.example.net: rosa@bakery.example.net"),)
    assert account_in(found.named[0][1]) == "rosa@bakery.example.net"
    assert found.original_path == (("delivered-to", "mori@nori.example.net"),)
    assert found.message.received[0].recipient == "mori@nori.example.net"
    [quoted] = found.quoted
    assert quoted.quote.sender == Mailbox("田中 一郎", "tanaka@sakura.example.jp")
    assert len(quoted.probes) >= 2


def test_the_same_mail_in_another_wrapper_is_the_same() -> None:
    mail = fake("下記のとおりです。", "From the office", "", *HEADING, *THREAD)
    mbox = b"From rosa@bakery.example.net Tue Nov 10 09:11:00 2026\n" + mail.replace(b"\r\n", b"\n").replace(
        b"\nFrom the", b"\n>From the"
    )
    stamped = b"Received: from a by b; Tue, 10 Nov 2026 10:00:00 +0900\r\n" + mail
    found = {one(mail).id, one(mail.replace(b"\r\n", b"\n")).id, one(mbox).id, one(stamped).id}
    assert len(found) == 1
    assert one(mail.replace(b"<a1@", b"<a2@")).id not in found
    assert one(mail.replace("下記".encode(), "別紙".encode())).id not in found


FORWARDED = (
    "こういうメールが来ました。",
    "---------- Forwarded message ----------",
    "From: 田中 一郎 <tanaka@sakura.example.jp>",
    "Date: 2026年11月10日(火) 9:12",
    "Subject: 請求書",
    "To: mori",
    "",
    "添付をご確認ください。",
)


def forward(*text: str, to: str = "info@sakura.example.jp", subject: str = "Fwd: 請求書") -> bytes:
    """The forward button: the header is nori's own."""
    results = "Authentication-Results: mail.sakura.example.jp; spf=pass smtp.mailfrom=nori.example.net"
    return fake(*text, fields=(results,), to=to, subject=subject).replace(b"rosa@bakery.example.net", b"mori@nori.example.net")


@pytest.mark.parametrize("subject", ["Fwd: 請求書", "FW: 請求書", "転送：請求書", "[nori] Fwd: 請求書", "[Fwd: 請求書]"])
def test_passed_on_in_the_text(subject: str) -> None:
    """Nothing of the forwarder's own way is told as the mail's."""
    found = one(forward(*FORWARDED, subject=subject))
    assert (found.form, found.passed_on_by, found.passed_on) == (Form.INLINE, "mori@nori.example.net", "2026-11-10T00:11:00Z")
    assert found.message.author == Mailbox("田中 一郎", "tanaka@sakura.example.jp")
    assert (found.message.subject, found.message.date) == ("請求書", "2026-11-10T09:12:00")
    assert (found.message.received, found.results, found.signatures, found.message.message_id) == ((), (), (), "")
    assert found.quoted == ()


def test_what_is_passed_on_may_quote_a_thread() -> None:
    found = one(forward(*FORWARDED, "", *HEADING, *THREAD))
    assert [quoted.quote.subject for quoted in found.quoted] == ["新商品サンプルの件"]


@pytest.mark.parametrize(
    ("text", "to", "subject"),
    [
        # A lure with a stolen thread, marked as passed on, as its recipient got it.
        (("添付をご確認ください。", "", *HEADING, *THREAD), "mori@nori.example.net", "Fwd: 新商品サンプルの件"),
        # An answer to the firm with a thread below it is what every fake is.
        (("添付をご確認ください。", "", *HEADING, *THREAD), "tanaka@sakura.example.jp", "Re: 新商品サンプルの件"),
        # About passing on.
        (("転送設定についてのご質問です。", "「Forwarded message」と出ます。"), "info@sakura.example.jp", "転送設定について"),
        (("転送の方法は次のとおりです。", "-" * 30, "1. 転送を押す"), "info@sakura.example.jp", "Fwd: 転送の方法"),
        # Somebody's answer further down, without a heading.
        (("ご確認ください。", "> 承知しました。", "> 森"), "info@sakura.example.jp", "Fwd: 打合せ"),
    ],
)  # fmt: skip
def test_what_is_not_passed_on(text: tuple[str, ...], to: str, subject: str) -> None:
    found = one(fake(*text, to=to, subject=subject))
    assert found.form is Form.ORIGINAL
    assert found.message.received


def test_without_a_firm_it_has_to_say_so() -> None:
    text = ("見てください。", *HEADING, *THREAD)
    assert one(forward(*FORWARDED), Firm()).form is Form.INLINE
    assert one(forward(*text), Firm()).form is Form.ORIGINAL


def attached(*mails: bytes, kind: str = "message/rfc822", name: str = "", top: tuple[str, ...] = ()) -> bytes:
    """A mail of Mori's with mails attached."""
    disposition = f'Content-Disposition: attachment; filename="{name}"\r\n' if name else ""
    parts = b"".join(f"--b\r\nContent-Type: {kind}\r\n{disposition}\r\n".encode() + mail + b"\r\n" for mail in mails)
    head = raw(
        *top,
        "From: mori@nori.example.net", "To: info@sakura.example.jp", "Subject: FW: strange", "Message-ID: <out@nori.example.net>",
        "Date: Tue, 10 Nov 2026 12:00:00 +0900", "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "see attached",
    )  # fmt: skip
    return head + parts + b"--b--\r\n"


@pytest.mark.parametrize(("kind", "name"), [("message/rfc822", ""), ("application/octet-stream", "fake.eml")])
def test_an_attached_one_is_what_is_meant(kind: str, name: str) -> None:
    found = one(attached(fake("hello"), kind=kind, name=name))
    assert found.message.message_id == "<a1@bakery.example.net>"
    assert (found.form, found.passed_on_by, found.passed_on) == (Form.ORIGINAL, "mori@nori.example.net", "2026-11-10T03:00:00Z")
    assert found.id == one(fake("hello")).id


def test_several_attached_ones_are_told_each() -> None:
    second = fake("world").replace(b"<a1@", b"<a2@")
    found = reports(attached(fake("hello"), second))
    assert [mail.message.message_id for mail in found] == ["<a1@bakery.example.net>", "<a2@bakery.example.net>"]
    assert {mail.passed_on_by for mail in found} == {"mori@nori.example.net"}


def test_the_innermost_is_meant_and_the_next_around_it_passed_it_on() -> None:
    inner = attached(fake("hello")).replace(b'"b"', b'"c"').replace(b"--b", b"--c")
    outer = attached(inner).replace(b"From: mori@", b"From: info@", 1)
    found = one(outer)
    assert (found.message.message_id, found.passed_on_by) == ("<a1@bakery.example.net>", "mori@nori.example.net")


def test_one_that_cannot_be_opened_leaves_the_mail_around_it() -> None:
    found = one(attached(b"", kind="application/octet-stream", name="fake.msg"))
    assert (found.message.message_id, found.form) == ("<out@nori.example.net>", Form.ORIGINAL)


def test_a_filter_that_wraps_a_mail_up_did_not_pass_it_on() -> None:
    """SpamAssassin's report_safe keeps the Message-ID of the mail inside."""
    found = one(attached(fake("hello")).replace(b"<out@nori.example.net>", b"<a1@bakery.example.net>", 1))
    assert (found.message.author, found.passed_on_by) == (Mailbox("田中 一郎", "rosa@bakery.example.net"), "")


def test_what_a_server_gives_back_is_not_reported() -> None:
    bounce = attached(fake("hello")).replace(b"multipart/mixed", b"multipart/report; report-type=delivery-status")
    assert reports(bounce) == []


def test_a_complaint_has_the_mail_attached() -> None:
    """RFC 5965."""
    complaint = attached(fake("hello")).replace(b"multipart/mixed", b"multipart/report; report-type=feedback-report")
    assert one(complaint).message.message_id == "<a1@bakery.example.net>"


def outlook(header: str = "") -> bytes:
    names = {0x001A: "IPM.Note", 0x0037: "請求書", 0x1000: "\n".join(("見てください。", "", *HEADING, *THREAD)),
             0x0C1A: "田中 一郎", 0x5D01: "tanaka@sakura.example.jp"} | ({0x007D: header} if header else {})  # fmt: skip
    texts = {f"__substg1.0_{number:04X}001F": value.encode("utf-16-le") for number, value in names.items()}
    return compound_file(texts | {"__properties_version1.0": bytes(32)})


def test_outlooks_with_the_header_that_it_came_with() -> None:
    header = fake("x", fields=("Authentication-Results: mx.nori.example.net; spf=fail smtp.mailfrom=sakura.example.jp",))
    found = one(outlook(header=header.decode().partition("\r\n\r\n")[0]), name="mail.msg")
    assert found.form is Form.OUTLOOK
    assert [result.methods[0].result for result in found.results] == ["fail"]
    assert found.message.received[0].address == "203.0.113.80"
    assert len(found.quoted) == 1


def test_outlooks_without_one() -> None:
    found = one(outlook(), name="mail.msg")
    assert (found.form, found.message.received, found.results) == (Form.OUTLOOK, (), ())
    assert found.message.author == Mailbox("田中 一郎", "tanaka@sakura.example.jp")


def test_a_message_in_outlooks_message() -> None:
    found = one(labelled("mail_benign")["tika/testMSG_att_msg.msg"].read_bytes(), name="mail.msg")
    assert (found.message.subject, found.form) == ("Test Attachment", Form.OUTLOOK)


def test_a_picture() -> None:
    [found] = weak(blob_of(PNG, "screenshot.png"))
    assert (found.form, found.message.author, found.message.date, found.quoted) == (Form.PICTURE, None, "", ())
    assert [again.id for again in weak(blob_of(PNG, "copy.png"))] == [found.id]


def test_a_pasted_text() -> None:
    text = "\r\n".join(("添付をご確認ください。", "", *HEADING, *THREAD))
    [found] = weak(blob_of(text.encode("cp932"), "mail.txt"))
    assert (found.form, found.message.author, found.message.date) == (Form.PASTED, None, "")
    assert len(found.quoted[0].probes) >= 2


def test_a_pasted_text_with_its_heading() -> None:
    heading = (
        "差出人: 田中 一郎 <tanaka@sakura.example.jp>\n送信日時: 2026年11月10日 9:12\n宛先: mori@nori.example.net\n件名: 請求書"
    )
    text = f"{heading}\n\nご確認を。"
    [found] = weak(blob_of(text.encode(), "mail.txt"))
    assert found.message.author == Mailbox("田中 一郎", "tanaka@sakura.example.jp")
    assert (found.message.subject, found.message.date) == ("請求書", "2026-11-10T09:12:00")
    assert (found.message.people, found.quoted) == ((Mailbox("", "mori@nori.example.net"),), ())


def test_a_heading_that_looks_like_a_mail_is_pasted() -> None:
    text = "From: 田中 <tanaka@sakura.example.jp>\nTo: mori@nori.example.net\nSubject: 請求書\n\nご確認を。\n"
    assert one(text.encode()).form is Form.PASTED


@pytest.mark.parametrize("data", [b"", b" \r\n", b"PK\3\4" + bytes(100), bytes(range(256))])
def test_what_is_neither(data: bytes) -> None:
    assert list(weak(blob_of(data, "x.bin"))) == []


def test_two_from_fields_and_base64() -> None:
    text = base64.encodebytes("\r\n".join(("ご確認を。", "", *HEADING, *THREAD)).encode())
    mail = raw(
        "Received: from a by b; Tue, 10 Nov 2026 09:11:00 +0900", "From: rosa@bakery.example.net", "From: tanaka@sakura.example.jp",
        "Message-ID: <2@x>", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", text,
    )  # fmt: skip
    found = one(mail)
    assert found.message.author == Mailbox("", "rosa@bakery.example.net")
    assert len(found.quoted[0].probes) >= 2


@pytest.mark.parametrize("label", ["mail_benign", "mail_bounce"])
def test_every_public_mail_is_read(label: str) -> None:
    met = 0
    for name, path in labelled(label).items():
        data = path.read_bytes()
        reports(data, name=path.name)
        list(weak(blob_of(data, path.name)))
        met += sum(1 for _ in mails_in(blob_of(data, name)))
    assert met > 300


def gaps(data: bytes, firm: Firm = FIRM, name: str = "mail.eml") -> list[tuple[Reason, str]]:
    """What could not be heard of it."""
    told = [one for blob, mail in mails_in(blob_of(data, name)) for one in Reports(firm).take(blob, mail)]
    return [(one.reason, one.wanted) for one in told if isinstance(one, Gap)]


LONG = tuple(f"X-Trace: {number}" for number in range(LINES))


def test_a_header_that_is_read_in_part_is_told() -> None:
    mail = fake("x", fields=LONG)
    assert one(mail).message.received == ()
    assert gaps(mail) == [(Reason.TOO_LARGE, "testimony")]
    assert gaps(outlook(header="\r\n".join(LONG) + "\r\nSubject: x"), name="mail.msg") == [(Reason.TOO_LARGE, "testimony")]
    assert gaps(fake("x", fields=LONG[:100])) == []


def test_signatures_are_not_verified_without_the_library_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where there is a key that one could have been tried with."""
    signed = fake("x", fields=("DKIM-Signature: v=1; a=rsa-sha256; d=sakura.example.jp; s=s1; h=from; bh=AAAA; b=AAAA",))
    keyed = replace(FIRM, keys=(SigningKey("sakura.example.jp", "s1", "p=MIIBIjANBgkqhkiG9w0B"),))
    monkeypatch.setitem(sys.modules, "dkim", None)
    assert [signature.state for signature in one(signed, keyed).signatures] == ["unread"]
    assert gaps(signed, keyed) == [(Reason.UNSUPPORTED, "testimony")]
    assert gaps(signed) == gaps(fake("x"), keyed) == []
    monkeypatch.undo()
    assert gaps(signed, keyed) == []
