"""What a mailbox covers, whose it is, what its account sent, and how that looks."""

from __future__ import annotations

import pickle
import re

import pytest
from support.mail_files import raw
from support.reported import message

from mimawari.formats.mail.sent import in_sent_folder, is_own
from mimawari.formats.mail.shapes import Shapes, mailer_family
from mimawari.formats.mail.testimony import Owner, Span
from mimawari.model import Firm, MailboxSpan, Message, Origin, OwnAccount, SentHabit

OWN = "tanaka@sakura.example.jp"
HERE = Origin("BOX", "box.mbox", ("box.mbox",))
SUBMITTED = (
    "from [192.0.2.71] (pc [192.0.2.71]) (Authenticated sender: tanaka) by mail.sakura.example.jp (Postfix) with ESMTPSA id 1"
)
FOREIGN = f"from evil.example.net (evil.example.net [203.0.113.9]) by mail.sakura.example.jp (Postfix) with ESMTP id 2 for <{OWN}>"


def mail(
    number: int = 1, sender: str = OWN, to: str = "mori@nori.example.net", received: tuple[str, ...] = (), hour: int = 9
) -> Message:
    when = f"Tue, {number:02} Nov 2026 {hour:02}:11:00 +0900"
    return message(
        raw(
            *(f"Received: {one}; {when}" for one in received),
            f"From: {sender}", f"To: {to}", "Subject: x", f"Date: {when}",
            f"Message-ID: <d{number:011x}${number:08x}$0000000a$@sakura.example.jp>",
            "X-Mailer: Microsoft Outlook 16.0", "Content-Type: text/plain", "", "x",
        )
    )  # fmt: skip


def test_a_mailbox_tells_its_span_and_habits() -> None:
    span = Span()
    for number in range(1, 11):
        span.take(mail(number), OWN)
    span.take(mail(12, sender="mori@nori.example.net", to=OWN, received=(FOREIGN,)), OWN)
    box, habit = span.testimony(HERE, OWN, whole=False)
    assert box == MailboxSpan(
        origin=HERE, mailbox=OWN, begins="2026-11-01T00:11:00Z", ends="2026-11-12T00:11:00Z", mails=11, sent=10, whole=False
    )
    assert isinstance(habit, SentHabit)
    assert habit.message_ids == ((r"<[0-9a-f]{12}\$[0-9a-f]{8}\$[0-9a-f]{8}\$@sakura\.example\.jp>", 10),)
    assert (habit.mailers, habit.zones, habit.hours) == ((("Microsoft Outlook 16.0", 10),), (("+0900", 10),), ((9, 10),))


def test_pieces_of_a_mailbox_are_one_whatever_their_order() -> None:
    whole, first, second = Span(), Span(), Span()
    for number in range(1, 13):
        whole.take(mail(number, hour=number), OWN)
        (first if number % 3 else second).take(mail(number, hour=number), OWN)
    again = pickle.loads(pickle.dumps(second))
    second.add(pickle.loads(pickle.dumps(first)))
    first.add(again)
    told = list(whole.testimony(HERE, OWN))
    assert list(first.testimony(HERE, OWN)) == told
    assert list(second.testimony(HERE, OWN)) == told


def test_an_empty_mailbox_has_no_habits() -> None:
    [box] = Span().testimony(HERE, OWN)
    assert isinstance(box, MailboxSpan)
    assert (box.begins, box.ends, box.mails, box.whole) == ("", "", 0, True)


@pytest.mark.parametrize(
    ("received", "own"),
    [
        ((), True),
        ((SUBMITTED,), True),
        (("from pc (pc.sakura.example.jp [192.0.2.71]) by mail.sakura.example.jp with ESMTP id 1",), True),
        (("from [192.0.2.71] by smtp5.rental.example.net with ESMTPSA id 1",), True),
        # In our name, handed in by a stranger.
        ((FOREIGN,), False),
        ((FOREIGN, "from [203.0.113.33] by smtp.bakery.example.net with ESMTPSA id 3"), False),
        (("from [192.0.2.9] (Authenticated sender: rosa@bakery.example.net) by smtp.bakery.example.net with ESMTPSA id 3",), False),
    ],
)
def test_which_mails_were_sent(received: tuple[str, ...], own: bool) -> None:
    assert is_own(mail(received=received), OWN) is own
    assert not is_own(mail(received=received), "suzuki@sakura.example.jp")
    assert not is_own(mail(received=received), "")


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (("box", "Sent", "1"), True),
        (("Sent Items",), True),
        (("Top of Personal Folders\\送信済みアイテム", "3"), True),
        (("INBOX.Sent", "<1@x>"), True),
        (("[Gmail]/Sent Mail",), True),
        (("送信トレイ",), False),
        (("INBOX", "<sent@x>"), False),
        (("Sentinel", "Presentations"), False),
        (("absent",), False),
    ],
)
def test_folders_of_sent_mail(path: tuple[str, ...], sent: bool) -> None:
    assert in_sent_folder(path) is sent


def test_whose_a_mailbox_is() -> None:
    owner = Owner()
    for number in range(1, 6):
        owner.take(mail(number, sender="mori@nori.example.net", to="list@example.com", received=(FOREIGN,)))
        owner.take(
            mail(number, sender="news@shop.example.com", to="everyone@shop.example.com", received=(FOREIGN.split(" for")[0],))
        )
    owner.take(mail(7))
    assert owner.address() == OWN
    assert owner.address(Firm(domains=("sakura.example.jp",))) == OWN
    assert owner.address(Firm(domains=("shop.example.com",))) == "everyone@shop.example.com"
    assert owner.address(Firm(accounts=(OwnAccount("list@example.com"), OwnAccount(OWN)))) == OWN
    assert owner.address(Firm(domains=("hana.example.net",))) == ""
    assert Owner().address() == ""


IDS = {
    "outlook": [f"<0{n}d901f3a2b4c$8f{n}e2a10$afae6e30$@sakura.example.jp>" for n in range(6)],
    "uuid": [f"<550e8400-e29b-41d4-a716-44665544{n:04x}@sakura.example.jp>" for n in (1, 0xABC, 0xFFF, 7, 9)],
    "becky": [f"<2026111009{n:02}00.1A{n}2.3C4D5E6F@sakura.example.jp>" for n in range(10, 20)],
    "exchange": [f"<TY{n}PR01MB1234ABCD{n}567@TY{n}PR01MB1234.jpnprd01.prod.outlook.com>" for n in range(1, 9)],
    "gmail": ["<CAF=abc_Def-ghi+JKLMNOP@mail.gmail.com>", "<CAHabcdefghijklmnopq@mail.gmail.com>"],
    "java": [f"<1234567{n}.5.{n}67.JavaMail.app@shop.sakura.example.jp>" for n in range(8)],
}


@pytest.mark.parametrize("name", IDS)
def test_one_program_makes_one_shape(name: str) -> None:
    shapes = Shapes()
    for one in IDS[name]:
        shapes.take(one)
    [(form, count)] = shapes.told()
    assert count == len(IDS[name])
    assert all(re.fullmatch(form, one) for one in IDS[name])
    assert not any(re.fullmatch(form, one) for other, ids in IDS.items() if other != name for one in ids)
    # Of another firm the same program.
    others = [
        one.replace("sakura", "hana").replace("gmail.com", "gmail.example").replace("outlook.com", "x.example") for one in IDS[name]
    ]
    assert not any(re.fullmatch(form, one) for one in others)


def test_shapes_of_hostile_ids_are_bounded() -> None:
    shapes = Shapes()
    for number in range(5000):
        shapes.take("<" + "." * (number % 150) + "a@" + "b-" * (number % 20) + f"{number}.example.com>")
        shapes.take(f"<{'a1.' * 60}@{number}>")
        shapes.take("no message id")
    assert len(shapes.told()) <= 50


@pytest.mark.parametrize(
    ("mailer", "family"),
    [
        ("Microsoft Outlook 16.0", "Microsoft Outlook 16.0"),
        ("Microsoft Office Outlook 12.0.4210", "Microsoft Office Outlook 12.0"),
        ("Becky! ver. 2.81.06 [ja]", "Becky! ver. 2.81"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; rv:102.0) Gecko/20100101 Thunderbird/102.4.2", "Thunderbird"),
        ("iPhone Mail (20B110)", "iPhone Mail"),
        ("", ""),
    ],
)
def test_families_of_mail_programs(mailer: str, family: str) -> None:
    assert mailer_family(mailer) == family
