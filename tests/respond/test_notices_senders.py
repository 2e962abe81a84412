"""What letters say of the senders of strange mails: nothing that no mail shows, and nothing that makes people trust our address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.dossiers import dossier as by_hand
from support.drafted import flat, of_report, suspected
from support.reports import origin
from support.respond_reports import bare

from mimawari import app
from mimawari.model import LANGUAGES, Blank, Clue, Dossier, Firm, Notice, NoticeKind, Report, Situation, Strength, Words
from mimawari.respond.notices import notices

OURS, FOREIGN = "yama@shop.example", "rosa@bakery.example"
FIRM = Firm(name="Sakura", name_ja="さくら雑貨店", domains=("shop.example",))
LETTERS = (NoticeKind.PARTNER, NoticeKind.CUSTOMER, NoticeKind.WEB)
SAID = {"ja": "アドレスだけで判断しないでください", "en": "do not rely on the address alone"}
FACT = {"ja": "差出人のメールアドレスは", "en": "examined so far came from addresses that are not ours"}


def reported(dossier: Dossier, *authors: str) -> Dossier:
    """The same case with mails of these senders reported."""
    mails = tuple(
        Clue(
            origin=origin(),
            name="from-foreign",
            words=Words(en="x", ja="x"),
            strength=Strength.HINT,
            given=(("author", author), ("subject", f"mail {place}")),
            seen_at="2022-11-10T00:11:00Z",
        )
        for place, author in enumerate(authors)
    )
    sources = tuple(one for one in dossier.report.sources if one.kind != "inquiry")
    return replace(dossier, report=Report((*sources, bare("inquiry", "inquiry", *mails))))


def draft(dossier: Dossier, kind: NoticeKind, tongue: str) -> Notice:
    return notices(dossier, FIRM, app.known(), kinds=(kind,), tongues=(tongue,))[0]


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize(
    ("situation", "authors", "is_fact"),
    [
        (Situation.ADDRESS_ONLY, (FOREIGN,), True),
        (Situation.ADDRESS_ONLY, (FOREIGN, OURS), False),
        (Situation.ADDRESS_ONLY, (), False),
        (Situation.OUR_DEVICE, (FOREIGN,), False),  # the mail password lay on that PC
        (Situation.OUR_ACCOUNT, (FOREIGN,), False),
    ],
)
def test_that_the_sender_is_another_is_told_only_where_every_reported_mail_shows_it(
    situation: Situation, authors: tuple[str, ...], is_fact: bool, kind: NoticeKind, tongue: str
) -> None:
    said = flat(draft(reported(by_hand(situation), *authors), kind, tongue))
    assert (FACT[tongue] in said) == is_fact
    assert SAID[tongue].casefold() in said.casefold()
    assert "別のものです" not in said and "but come from other addresses" not in said


@pytest.mark.parametrize("kind", LETTERS)
def test_where_a_pc_was_taken_our_own_address_is_to_be_confirmed_by_telephone(kind: NoticeKind) -> None:
    said = flat(draft(reported(by_hand(Situation.OUR_DEVICE), FOREIGN), kind, "ja"))
    assert "のメールアドレス（末尾が @shop.example）から届くおそれもあります" in said
    assert "のアドレスから届いたメールでも" in said and "お電話でご確認ください" in said


def test_a_mail_with_our_address_is_told_of() -> None:
    said = flat(draft(reported(by_hand(Situation.ADDRESS_ONLY), OURS), NoticeKind.PARTNER, "ja"))
    assert "（末尾が @shop.example）が表示されたものがあります" in said


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_with_a_suspicion_only_the_subject_speaks_of_no_mail_in_our_name(tongue: str) -> None:
    for kind in LETTERS:
        subject = "".join(one.text for one in draft(suspected(), kind, tongue).subject)
        assert not any(word in subject for word in ("弊社名", "当社名", "装った", "in the name of", "in our name")), subject
    subject = "".join(one.text for one in draft(reported(suspected(), FOREIGN), NoticeKind.PARTNER, "ja").subject)
    assert "弊社を装った不審なメール" in subject


@pytest.mark.parametrize("kind", [NoticeKind.REPORTER, NoticeKind.PARTNER, NoticeKind.WEB])
def test_where_nothing_is_known_nobody_else_is_named_as_the_sender(kind: NoticeKind) -> None:
    assert "第三者が" not in flat(draft(by_hand(Situation.UNDETERMINED), kind, "ja"))
    assert "emails that others send" not in flat(draft(by_hand(Situation.UNDETERMINED), kind, "en"))
    assert "第三者が" in flat(draft(by_hand(Situation.ADDRESS_ONLY), kind, "ja"))


def test_staff_are_warned_before_it_is_known() -> None:
    kinds = {one.kind for one in notices(by_hand(Situation.UNDETERMINED), FIRM, app.known())}
    assert NoticeKind.STAFF in kinds
    assert "まだ判断できていません" in flat(draft(by_hand(Situation.UNDETERMINED), NoticeKind.STAFF, "ja"))


def test_jpcert_is_told_the_times_of_mails_and_not_those_of_a_pc() -> None:
    case = of_report("our-device")
    (when,) = (
        one for one in draft(reported(case, FOREIGN), NoticeKind.JPCERT_REQUEST, "ja").blocks if one.label == "不審なメールの日時"
    )
    assert "".join(one.text for one in when.texts) == f"2022年11月10日（木）9時11分　{FOREIGN}"
    (when,) = (one for one in draft(case, NoticeKind.JPCERT_REQUEST, "ja").blocks if one.label == "不審なメールの日時")
    assert [one.text for one in when.texts] == [app.known().notices.blank("mails", "ja").text]


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_whoever_is_asked_for_a_mail_is_told_where_to_send_it(tongue: str) -> None:
    """Not as an answer: the account that was written to may be the one that others read."""
    notice = draft(by_hand(Situation.OUR_DEVICE), NoticeKind.REPORTER, tongue)
    (ask,) = (one for one in notice.blocks if any(isinstance(text, Blank) and text.id == "inbox" for text in one.texts))
    said = "".join(one.text for one in ask.texts)
    assert {"ja": "添付ファイルとして", "en": "Attach it as a file"}[tongue] in said


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_a_provider_is_told_what_is_being_looked_into(tongue: str) -> None:
    """It knows of no case of ours: a letter that begins with "now under examination" says nothing to it."""
    said = flat(draft(by_hand(Situation.UNDETERMINED), NoticeKind.MAIL_PROVIDER, tongue))
    assert {"ja": "パソコンのウイルス感染やメールアカウントの不正利用がないかを調査", "en": "whether one of our PCs is infected"}[
        tongue
    ] in said


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_that_the_head_of_a_draft_is_to_be_taken_out_is_said_before_sending(tongue: str) -> None:
    said = " ".join(words.say(tongue) for words in draft(by_hand(Situation.OUR_DEVICE), NoticeKind.PARTNER, tongue).before)
    assert {"ja": "「下書き」の行を消してください", "en": "delete the line “DRAFT”"}[tongue] in said
