"""What a lure's sentence tells its reader: the reasons by number, and whom to ask."""

from __future__ import annotations

from support.looking import found

from mimawari.detectors.lure_mail import LureMail
from mimawari.model import Embedded, Mailbox, Message, Origin, Words

SATO = Mailbox("佐藤 花子", "sato@partner.example.com")


def sentence(author: Mailbox, *people: Mailbox, field: str = "", subject: str = "Re: 見積", file: str = "報告書.doc") -> Words:
    mail = Message(
        origin=Origin("BOX-1", "box", ("box", "1")), name="mail.eml", author=author, people=people or (SATO,), sender_field=field,
        subject=subject, files=(Embedded(name=file, kind="ole"),),
    )  # fmt: skip
    (lure,) = (one for one in found([mail]) if isinstance(one, LureMail))
    return lure.sentence


def test_several_reasons_are_numbered_sentences() -> None:
    said = sentence(Mailbox("山田 太郎 yamada@victim.example.jp", "indah@elsewhere.example.id"))
    assert "理由は次のとおりです。①差出人の名前には" in said.ja
    assert "である。②返信の形なのに" in said.ja
    assert "、返信の形" not in said.ja
    assert "(1) the sender's name shows" in said.en
    assert "; (2) it is marked as an answer" in said.en


def test_one_reason_has_no_number() -> None:
    said = sentence(Mailbox("山田 太郎 yamada@victim.example.jp", "indah@elsewhere.example.id"), subject="見積")
    assert "理由：差出人の名前には" in said.ja
    assert not set("①②③") & set(said.ja)
    assert "(1)" not in said.en


def test_a_partner_is_to_be_called() -> None:
    said = sentence(Mailbox("山田 太郎 yamada@victim.example.jp", "indah@elsewhere.example.id"))
    assert said.ja.endswith("「報告書.doc」は開かず、本人に電話で確かめてください。")
    assert said.en.endswith("ask the person by telephone.")


def test_somebody_of_our_own_firm_is_to_be_asked_there() -> None:
    """By the address of a reader, of a colleague of a reader, and by name alone."""
    stranger = "r.dalla@elsewhere.example.it"
    for said in (
        sentence(Mailbox("みやび商店 sato@partner.example.com", stranger)),
        sentence(Mailbox("みやび商店 info@partner.example.com", stranger)),
        sentence(Mailbox("佐藤花子", stranger), field=f'""佐藤花子"" <{stranger}>'),
    ):
        assert said.ja.endswith("は開かず、社内で確認してください。")
        assert "電話" not in said.ja
        assert said.en.endswith("ask within your own firm whether anybody sent it.")


def test_two_of_one_provider_are_no_firm() -> None:
    reader = Mailbox("佐藤 花子", "hanako@gmail.com")
    said = sentence(Mailbox("山田 太郎 taro@gmail.com", "r.dalla@elsewhere.example.it"), reader)
    assert said.ja.endswith("本人に電話で確かめてください。")
