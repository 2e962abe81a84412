"""What looks like a bounce and is none, and what hostile ones cost."""

from __future__ import annotations

import pytest
from support.bounce_files import GROUP, HEADER, head, one, plain, report, seen
from support.spoiling import within

from mimawari.model.testimony import Returned

QUOTE = (
    "This is the mail system at host mail.sakura.example.jp.\n\nI'm sorry to have to inform you that your message could not\n"
    "be delivered to one or more recipients.\n\n<nobody@example.com>: host mx.example.com said: 550 5.1.1 User unknown\n"
)
PERSON = "Sato <sato@example.jp>"
AUTOMATIC = "Auto-Submitted: auto-replied\n"
NONE = {
    "somebody forwards one": plain(
        f"佐藤です。こんなメールが届きました。\n\n{QUOTE}", head(PERSON, "Fwd: Undelivered Mail", path="<sato@example.jp>")
    ),
    "somebody answers one": plain("> " + QUOTE.replace("\n", "\n> "), head(PERSON, "Re: failure notice", path="")),
    "an absence note": plain("I am out of the office until Monday.\n", head(PERSON, "Out of Office: invoice", AUTOMATIC)),
    "an absence note of a mail system": plain(
        "ただいま不在にしております。返信できません。\n", head("postmaster@example.jp", "自動返信: 請求書")
    ),
    "an answer with the words of a bounce": plain(
        "ご連絡の宛先には送信できません。新しいアドレスへお送りください。\n", head(PERSON, "自動応答", AUTOMATIC)
    ),
    "a challenge": plain(
        "Please confirm that you sent this. It could not be delivered yet.\n",
        head("confirm@example.net", "Please confirm your message"),
    ),
    "a moderator is asked": plain(
        "Your mail to 'staff' is being held until the list moderator can review it.\n",
        head("staff-bounces@lists.example.jp", "Your message to staff awaits moderator approval"),
    ),
    "a list refuses": plain(
        "Your request to the staff mailing list has been rejected: not a member.\n",
        head("postmaster@lists.example.jp", "Request to mailing list staff rejected"),
    ),
    "a receipt": report(kind="disposition-notification", status="message/disposition-notification"),
    "a complaint": report("Feedback-Type: abuse\n", kind="feedback-report", status="message/feedback-report"),
    "a report of TLS": report("x: y\n", kind="tlsrpt", status="application/tlsrpt+json"),
    "a newsletter on bounces": plain(
        "How to treat bounce mails: 配信不能のメールの扱い方\n", head("news@example.com", "Bounce rates explained", path="")
    ),
    "a report of a machine": plain(
        "Logwatch\n mail: 3 messages could not be delivered to a@example.com\n", head("root@pc1.example.jp", "Logwatch for pc1")
    ),
    "a shop's note": plain(
        "商品をお届けできませんでした。再配達をお申し込みください。\n",
        head("info@example.com", "お届けできませんでした", path="<info@example.com>"),
    ),
    "a shop's note that takes no answer": plain(
        "商品をお届けできませんでした。再配達をお申し込みください。\n",
        head("no-reply@example.com", "商品をお届けできませんでした", path="<no-reply@example.com>"),
    ),
    "a parcel service's note with an empty envelope": plain(
        "お荷物をお届けできませんでした。詳しくは https://example.com/ をご覧ください。\n",
        head("info@example.com", "お荷物をお届けできませんでした"),
    ),
    "a plain mail": plain("お世話になっております。\n", head(PERSON, "請求書", path="<sato@example.jp>")),
}


@pytest.mark.parametrize("name", NONE)
def test_it_is_none(name: str) -> None:
    assert seen(NONE[name]) == []


def test_a_bounce_that_is_attached_to_a_mail_does_not_make_that_one_a_bounce() -> None:
    inner = report().decode()
    outer = (
        f'{head(PERSON, "see below", path="<sato@example.jp>")}Content-Type: multipart/mixed; boundary="b9"\n\n'
        f"--b9\nContent-Type: text/plain\n\nsee below\n--b9\nContent-Type: message/rfc822\n\n{inner}\n--b9--\n"
    )
    assert seen(outer.encode()) == []


def test_what_servers_write_into_bounces_too_does_not_hide_them() -> None:
    assert one(report(header=head(more="Auto-Submitted: auto-replied\n"))).recipients == ("nobody@example.com",)
    assert one(report(header=head(more="Precedence: bulk\nList-Id: <x.example.jp>\n"))).recipients == ("nobody@example.com",)


@pytest.mark.parametrize(
    "data",
    [
        report(*(GROUP.replace("nobody", f"n{number}") for number in range(5000))),
        report(GROUP.replace("smtp; 550", "smtp; " + "5" * 300_000)),
        report(back="Received: x\n" * 50_000 + HEADER),
        plain(QUOTE + "a@b" * 100_000),
        plain(QUOTE + "host " + "a." * 100_000),
        plain(QUOTE + "From: x\n\n" * 50_000),
        plain(QUOTE + "\n" * 300_000),
        plain(("> " * 4000 + "From: x\n") * 50 + QUOTE),
        plain("<" * 100_000 + QUOTE),
        report(message="\n\n" * 100_000),
    ],
    ids=range(10),
)
def test_hostile_ones_cost_little(data: bytes) -> None:
    with within(60):
        found = [thing for thing in seen(data) if isinstance(thing, Returned)]
    assert all(len(thing.recipients) <= 50 and len(thing.diagnostic) <= 500 for thing in found)


def test_bytes_of_no_meaning_break_nothing() -> None:
    whole = report()
    for at in range(0, len(whole), 37):
        spoiled = whole[:at] + bytes([(whole[at] + 128) % 256]) + whole[at + 1 :]
        assert len([thing for thing in seen(spoiled) if isinstance(thing, Returned)]) <= 1
    for at in range(0, len(whole), 41):
        seen(whole[:at] or b"From: a@example.jp\n")
