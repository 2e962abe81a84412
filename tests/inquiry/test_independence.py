"""Reports that have strangers in common, and not a mailbox: public lists, one person's free mailboxes, customers of a service."""

from __future__ import annotations

import pytest

from mimawari import inquiry, knowledge
from mimawari.inquiry.independence import is_public_list
from mimawari.judge.us import us
from mimawari.model import (
    Clue,
    Firm,
    Form,
    HeldMail,
    Hop,
    Mailbox,
    MailboxSpan,
    Message,
    Method,
    Origin,
    OtherSender,
    Quote,
    QuotedMail,
    Relay,
    Report,
    ReportedMail,
    Results,
    Us,
)

KNOWN = knowledge.load(None)
UEDA = "ueda@maple.example.jp"
SHOP = OtherSender("shop", ("shop.example.com",), ("198.51.100.170",))
FIRM = Firm(domains=("maple.example.jp",), wan=("192.0.2.10",), relays=(Relay("mail.maple.example.jp", ("192.0.2.25",)),))
BOX = MailboxSpan(origin=Origin("b", "b"), mailbox=UEDA, begins="2026-01-01", ends="2026-11-11", mails=500)
LISTS = ("users@lists.example.org", "dev@lists.example.net", "kaigi@ml.example.com")
FIRMS = ("ito@birch.example.net", "mori@cedar.example.com", "abe@oak.example.net")
Heard = ReportedMail | HeldMail | MailboxSpan


def report(number: int, reporter: str, to: str, name: str = "", sender: str = UEDA) -> tuple[Heard, ...]:
    """A strange mail that quotes what *sender* wrote *to* somebody; it lies in our mailbox."""
    quoted = QuotedMail(
        f"q{number}", Quote(Mailbox("", sender), (Mailbox(name, to),), "s", "2026-11-02T10:00:00+09:00"), ("probe",)
    )
    hop = Hop(address="203.0.113.80", by=f"mx.{reporter.rpartition('@')[2]}", time="2026-11-10T09:00:00+09:00")
    author = Mailbox("Ueda", "rosa@rowan.example.net")
    message = Message(origin=Origin("r", "r"), message_id=f"<{number}@x>", author=author, received=(hop,))
    at = Origin(f"r{number}", f"r{number}")
    mail = ReportedMail(origin=at, id=f"m{number}", form=Form.ORIGINAL, message=message, quoted=(quoted,), passed_on_by=reporter)
    return mail, HeldMail(origin=Origin("b", "b", (str(number),)), mailbox=UEDA, key=f"q{number}", how="text")


def told(pieces: tuple[Heard, ...], firm: Firm = FIRM) -> tuple[list[Clue], Us]:
    clues = list(inquiry.clues((*pieces, BOX), firm, KNOWN))
    return clues, us(clues, Report(), KNOWN)


def said(answer: Us) -> list[tuple[str, str]]:
    return [(one.answer.value, one.strength.word if one.strength else "") for one in answer.answers]


def test_posts_to_public_lists_were_in_everybodys_mailbox() -> None:
    pieces = sum((report(number, FIRMS[number], LISTS[number]) for number in range(3)), ())
    clues, answer = told(pieces)
    assert not {"intersection-ours", "leaning-ours", "intersection-partner"} & {clue.kind for clue in clues}
    assert said(answer) == [("unknown", "")]


def test_a_list_of_our_own_is_no_public_one() -> None:
    firm = Firm(domains=("lists.example.org",))
    clues, _ = told(sum((report(number, FIRMS[number], FIRMS[number], sender=LISTS[0]) for number in range(3)), ()), firm)
    assert "intersection-ours" in {clue.kind for clue in clues}


@pytest.mark.parametrize("address", [*LISTS, "x@googlegroups.com", "x@a.groups.io"])
def test_public_lists_are_known_by_their_hosts(address: str) -> None:
    assert is_public_list(address, KNOWN)


@pytest.mark.parametrize(
    "address", ["x@lists-of-shops.example.com", "x@mygroups.io", "sales-ml@birch.example.net", "lists.x@a.example"]
)
def test_other_hosts_are_none(address: str) -> None:
    assert not is_public_list(address, KNOWN)


@pytest.mark.parametrize(
    ("people", "names"),
    [
        (("ito.taro@gmail.com", "itotaro77@yahoo.co.jp", "ito-taro+x@outlook.com"), ("", "", "")),
        (("a1@gmail.com", "b2@yahoo.co.jp", "c3@outlook.com"), ("Taro  Ito", "taro ito", "TARO ITO")),
    ],
)
def test_three_free_mailboxes_of_one_person_are_one_report(people: tuple[str, ...], names: tuple[str, ...]) -> None:
    pieces = sum((report(number, people[number], people[number], names[number]) for number in range(3)), ())
    clues, answer = told(pieces)
    assert "intersection-ours" not in {clue.kind for clue in clues}
    assert said(answer) == [("unknown", "")]


def test_customers_with_free_mailboxes_are_people_of_their_own() -> None:
    """A shop's customers have no others: who is not known again as one person counts."""
    people = ("akane@gmail.com", "bunta@yahoo.co.jp", "chika@outlook.com")
    pieces = sum((report(number, one, one) for number, one in enumerate(people)), ())
    assert said(told(pieces[:4])[1]) == [("our-device", "hint")]
    assert said(told(pieces)[1]) == [("our-device", "strong")]


def sent_by_the_shop(*methods: Method) -> ReportedMail:
    hop = Hop(helo="out.shop.example.com", name="out.shop.example.com", address="198.51.100.170", by="mx.birch.example.net")
    message = Message(
        origin=Origin("r", "r"), message_id="<1@shop.example.com>", author=Mailbox("", UEDA), received=(hop,),
        date="2026-11-10T09:00:00+09:00", envelope_sender="<bounce@shop.example.com>",
    )  # fmt: skip
    results = (Results("mx.birch.example.net", 0, methods),)
    return ReportedMail(
        origin=Origin("r", "r"), id="m1", form=Form.ORIGINAL, message=message, results=results, passed_on_by=FIRMS[0]
    )


FAIL = (
    Method("spf", "pass", (("smtp.mailfrom", "shop.example.com"),)),
    Method("dmarc", "fail", (("header.from", "maple.example.jp"),)),
)
PASS = (
    Method("dkim", "pass", (("header.d", "maple.example.jp"),)),
    Method("dmarc", "pass", (("header.from", "maple.example.jp"),)),
)


def of_shop(shop: OtherSender, *methods: Method) -> tuple[set[str], Us]:
    firm = Firm(domains=FIRM.domains, wan=FIRM.wan, relays=FIRM.relays, other_senders=(shop,))
    clues, answer = told((sent_by_the_shop(*methods),), firm)
    return {clue.kind for clue in clues}, answer


def test_any_customer_of_an_agreed_service_can_send_like_this() -> None:
    """So it is neither routine nor a forgery: the service knows whose it was."""
    kinds, answer = of_shop(SHOP, *FAIL)
    assert "known-service" in kinds
    assert "known-sender" not in kinds
    assert said(answer) == [("unknown", "")]
    assert not answer.routine
    assert any("shop" in one.words.en and "accounts" in one.words.en for one in answer.settle)


def test_an_agreed_account_or_our_own_signature_is_a_match() -> None:
    for kinds, answer in (of_shop(OtherSender("shop", SHOP.domains, SHOP.networks, (UEDA,)), *FAIL), of_shop(SHOP, *PASS)):
        assert "known-sender" in kinds
        assert answer.routine
