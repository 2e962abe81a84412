"""Desks by hand: one read, one of which a number is to be looked up, one that is old."""

from __future__ import annotations

from mimawari.model import Asker, Certainty, Cited, Contact, HelpDesk, Means, Words


def _cited(title: str, as_of: str, certainty: Certainty) -> Cited:
    return Cited(title=Words(en=title, ja=title), page="https://desk.example/", as_of=as_of, certainty=certainty)


DESKS = (
    HelpDesk(
        id="ipa-cs-support",
        name=Words(en="IPA desk for companies", ja="IPA 企業組織向けサイバーセキュリティ相談窓口"),
        askers=frozenset({Asker.COMPANY}),
        helps=Words(en="Hears what happened and names first aid.", ja="症状を聞き、応急の対応を案内します。"),
        contacts=(Contact(means=Means.MAIL, value="cs-support@ipa.go.jp"),),
        bring=(Words(en="a list of times", ja="時系列のメモ"),),
        cited=_cited("IPA", "2026-11-20", Certainty.READ),
        not_for=Words(en="It does no forensics.", ja="フォレンジック（詳しい解析）は行いません。"),
        first=True,
    ),
    HelpDesk(
        id="jpcert",
        name=Words(en="JPCERT/CC", ja="JPCERT/CC"),
        askers=frozenset({Asker.COMPANY}),
        helps=Words(en="Helps with the first response.", ja="初動対応を支援します。"),
        contacts=(
            Contact(means=Means.PHONE, value="03-6271-8901"),
            Contact(means=Means.MAIL, value="info@jpcert.or.jp", certainty=Certainty.UNCONFIRMED),
        ),
        bring=(Words(en="logs", ja="ログ"),),
        cited=_cited("JPCERT/CC", "2026-11-20", Certainty.READ),
    ),
    HelpDesk(
        id="old-desk",
        name=Words(en="An old desk", ja="古い窓口"),
        askers=frozenset({Asker.COMPANY}),
        helps=Words(en="Helped once.", ja="以前の相談窓口です。"),
        contacts=(Contact(means=Means.PHONE, value="03-0000-0000", certainty=Certainty.SECOND_HAND),),
        bring=(),
        cited=_cited("old", "2024-01-01", Certainty.SECOND_HAND),
    ),
)
