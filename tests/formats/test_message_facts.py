"""What a whole mail tells of itself, as a file and as Outlook saves it."""

from __future__ import annotations

import pytest
from support.inside import inside
from support.mail_files import attached, mixed, raw, reply, text
from support.mailboxes.msg_writer import msg
from support.public_data import labelled

from mimawari.formats import message
from mimawari.formats import msg as outlook
from mimawari.formats.mail.outlook import DATA, HEADERS, TEXT, Storage
from mimawari.model import BadEvidence, Mailbox, Message, Reason

THREAD = """お世話になっております。
ご確認ください。
解凍パスワード: 980

2022年3月3日(木) 11:22 花子 <hanako@example.jp>:
> 請求書をお願いします。
"""
HEADER = (
    b"Return-Path: <info@example.it>\r\n"
    b"Received: from [192.0.2.47] (host47.example.it [192.0.2.47])\r\n\tby smtp.example.it (Postfix) with ESMTPSA id 1;\r\n"
    b"\tThu, 3 Mar 2022 04:22:40 +0100\r\n"
    b"Authentication-Results: mx.example.jp; spf=pass smtp.mailfrom=example.it; dkim=pass header.d=example.it\r\n"
    b'From: ""\xe5\xb1\xb1\xe7\x94\xb0 \xe5\xa4\xaa\xe9\x83\x8e"" <info@example.it>\r\n'
    b"To: \xe8\x8a\xb1\xe5\xad\x90 <hanako@example.jp>\r\n"
    b"Subject: Re: x\r\nDate: Thu, 3 Mar 2022 04:22:33 -0100\r\nMessage-ID: <1.example.ne.jp@[192.0.2.47]>\r\n"
    b"In-Reply-To: <2@example.jp>\r\n"
)


def told(data: bytes) -> Message:
    return inside(message.FORMAT, data).one(Message)


def lure() -> bytes:
    return mixed(text(THREAD), attached("a.zip", b"PK\3\4\x33\0\1\0" + bytes(40)), header=HEADER)


@pytest.mark.parametrize("is_outlook", [False, True])
def test_a_lure_by_all_its_traits(is_outlook: bool) -> None:
    found = inside(outlook.FORMAT, msg(lure())).one(Message) if is_outlook else told(lure())
    assert found.author == Mailbox("山田 太郎", "info@example.it")
    assert found.people == (Mailbox("花子", "hanako@example.jp"),)
    assert found.sender_field == '""山田 太郎"" <info@example.it>'
    (hop,) = found.received
    assert (hop.is_literal, hop.authenticated, hop.name) == (True, True, "host47.example.it")
    assert (found.zone, found.message_id, found.in_reply_to) == ("-0100", "<1.example.ne.jp@[192.0.2.47]>", "<2@example.jp>")
    assert (found.envelope_sender, found.authentication) == ("info@example.it", ("spf=pass", "dkim=pass"))
    assert found.written.splitlines()[-1] == "解凍パスワード: 980"
    assert [one.sender for one in found.quotes] == [Mailbox("花子", "hanako@example.jp")]
    assert found.passwords[0] == "980"
    assert [(one.name, one.kind) for one in found.files] == [("a.zip", "zip-encrypted")]
    assert (found.bulk, found.references, found.reply_to, found.correspondence) == ("", (), "", None)


def test_the_mail_that_only_brings_the_password_names_it() -> None:
    mail = raw("From: a@example.com", "Subject: x", "Content-Type: text/plain; charset=utf-8", "", "パスワード: 4vahobk5lzs")
    assert told(mail).passwords[0] == "4vahobk5lzs"
    assert told(mail).files == ()


def test_a_password_in_mojibake_is_found_and_the_text_stays_as_it_was() -> None:
    wrong = "解凍パスワード: 4432".encode().decode("latin-1")
    found = told(mixed(text(wrong), attached("a.zip", b"PK")))
    assert found.passwords[0] == "4432"
    assert found.text.strip() == wrong
    assert "パスワード" in found.written


def test_quotes_of_a_page() -> None:
    page = (
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><div>\xe4\xba\x86\xe8\xa7\xa3</div><div class='gmail_quote'>"
        b"<div class='gmail_attr'>On Thu, Mar 3, 2022 at 11:22 AM Hanako &lt;<a href='mailto:h@example.jp'>h@example.jp</a>&gt; "
        b"wrote:<br></div><blockquote>please</blockquote></div></body></html>"
    )
    found = told(mixed(page))
    assert (found.written, [str(one.sender) for one in found.quotes]) == ("了解", ["Hanako <h@example.jp>"])
    block = (
        page.split(b"<html>")[0]
        + (
            "<html><div>了解</div><hr><div id='divRplyFwdMsg'><b>差出人:</b> 花子 &lt;h@example.jp&gt;<br>"
            "<b>送信日時:</b> 2022年3月3日 11:22<br>"
            "<b>宛先:</b> 太郎<br><b>件名:</b> 請求書</div><div>本文</div></html>"
        ).encode()
    )
    found = told(mixed(block))
    assert (found.written, [str(one.sender) for one in found.quotes]) == ("了解", ["花子 <h@example.jp>"])


def test_an_ordinary_mail() -> None:
    found = told(reply("980"))
    assert (str(found.author), [str(one) for one in found.people]) == (
        "山田 太郎 <sender@example.com>",
        ["花子 <recipient@example.jp>"],
    )
    assert (found.zone, found.quotes, found.received) == ("+0900", (), ())
    assert found.recipients == ("花子 <recipient@example.jp>",)
    assert found.written == found.text.rstrip()


def outlook_mail(name: str) -> Message:
    return inside(outlook.FORMAT, labelled("mail_benign")[name].read_bytes()).all(Message)[0]


def test_the_header_that_outlook_keeps_is_read() -> None:
    found = outlook_mail("tika/testMSG.msg")
    # Of its nine Received fields two tell only of a process; the title of an old Exchange is above them.
    assert [hop.by for hop in found.received][:3] == ["HQ-MAIL3.ptcnet.ptc.com", "hq-ex3fe3.ptcnet.ptc.com", "irp1.ptc.com"]
    assert (found.received[0].protocol, found.received[2].helo) == ("SMTPSVC", "mail.apache.org")
    assert (found.bulk, found.zone, found.authentication) == ("list", "+0100", ("spf=pass",))
    assert found.author == Mailbox("Jukka Zitting", "jukka.zitting@gmail.com")
    phone = outlook_mail("msgreader/test.msg")
    assert (phone.received[0].name, phone.received[0].authenticated) == (
        "HSI-KBW-109-193-162-142.hsi7.kabel-badenwuerttemberg.de",
        True,
    )


def test_a_message_of_outlook_without_a_header_tells_what_its_properties_do() -> None:
    found = outlook_mail("tika/testMSG_att_doc.msg")
    assert found.received == ()
    assert found.author == Mailbox("Nicolas1 23456", "nicolas1.23456@free.fr")
    assert [one.address for one in found.people] == ["nicolas1.23456@free.fr"]
    assert [(one.name, one.kind) for one in found.files] == [("test-unicode.doc", "ole"), ("pj1.txt", "text")]


def test_a_forwarded_message_of_outlook() -> None:
    found = outlook_mail("tika/testMSG_forwarded.msg")
    assert found.in_reply_to == found.references[0]
    assert found.quotes[0].sender == Mailbox("Paul Allan Hill", "")


def test_a_text_of_line_breaks_only_gives_way_to_the_page() -> None:
    page = "Content-Type: text/html; charset=utf-8\r\n\r\n<html><p>本文です。</p></html>".encode()
    assert told(mixed(text("\r\n \r\n"), page)).text == "本文です。"


def test_a_message_of_outlook_whose_attachment_cannot_be_read_still_tells_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Storage.data

    def broken(self: Storage, property_: int, most: int = TEXT) -> bytes:
        if property_ in (DATA, HEADERS):
            raise BadEvidence(Reason.CORRUPT, "broken")
        return read(self, property_, most)

    monkeypatch.setattr(Storage, "data", broken)
    found = inside(outlook.FORMAT, msg(lure())).one(Message)
    assert [(one.name, one.kind) for one in found.files] == [("a.zip", "")]
    assert found.author is not None
    assert found.author.address == "info@example.it"
    assert found.received == ()
