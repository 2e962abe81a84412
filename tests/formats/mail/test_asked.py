"""Whether a quoted mail is found in a mailbox again: wrapped, marked, converted and decoded otherwise; and what is not it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mail_files import raw
from support.reported import HEADING, THREAD, blob_of, fake, mails_in, reports

from mimawari.formats.mail.moments import moment, near
from mimawari.formats.mail.probes import LONGEST_PROBE, PROBES, SHORTEST, plain, probes, quoted_mails
from mimawari.formats.mail.testimony import Index, held, preferred
from mimawari.model import Asked, HeldMail, QuotedMail

TANAKA = "tanaka@sakura.example.jp"


def mail(*text: str, sender: str = TANAKA, to: str = "mori@nori.example.net", subject: str = "新商品サンプルの件",
         page: bool = False, identifier: str = "<d1@sakura.example.jp>",
         date: str = "Wed, 28 Oct 2026 09:30:00 +0900") -> bytes:  # fmt: skip
    """A mail as it lies in a mailbox."""
    return raw(
        f"From: =?utf-8?b?55Sw5LitIOS4gOmDjg==?= <{sender}>", f"To: {to}", f"Subject: {subject}", f"Date: {date}",
        f"Message-ID: {identifier}", f"Content-Type: text/{'html' if page else 'plain'}; charset=utf-8", "", *text,
    )  # fmt: skip


def asked(text: Sequence[str] = ("ご確認ください。", "", *HEADING, *THREAD), *ids: str) -> Asked:
    [found] = reports(fake(*text))
    return Asked(message_ids=frozenset(ids), quoted=found.quoted)


def answers(data: bytes, question: Asked | None = None, mailbox: str = TANAKA) -> list[HeldMail]:
    index = Index(question or asked())
    return [one for blob, message in mails_in(blob_of(data)) for one in held(message, blob, mailbox, index)]


def how(data: bytes, question: Asked | None = None) -> list[tuple[str, bool]]:
    return [(one.how, one.quoting) for one in answers(data, question)]


ORIGINAL = mail(*THREAD)


def test_the_mail_that_wrote_it() -> None:
    [found] = answers(ORIGINAL)
    assert (found.how, found.quoting, found.sent, found.mailbox) == ("text", False, True, TANAKA)
    assert (found.message_id, found.subject, found.date) == (
        "<d1@sakura.example.jp>",
        "新商品サンプルの件",
        "2026-10-28T09:30:00+09:00",
    )
    assert found.key == asked().quoted[0].key


def wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize(
    "quoted",
    [
        [f"> {line}" for line in THREAD],
        [f"> > {line}" for line in THREAD],
        [f"＞{line}" for line in THREAD],
        [f"> {piece}" for line in THREAD for piece in wrapped(line, 11)],
        wrapped("".join(THREAD), 30),
        [unicodedata.normalize("NFKC", line).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}) for line in THREAD],
        [line.replace("サンプル", "ｻﾝﾌﾟﾙ").replace("。", "｡ ") for line in THREAD],
        [line.encode().decode("cp1252", "ignore") if n == 1 else line for n, line in enumerate(THREAD)],
        [f"  *{line}*  " for line in THREAD],
    ],
    ids=["marked", "twice", "wide mark", "rewrapped", "one block", "wide digits", "half-width", "one line broken", "bold"],
)
def test_it_is_found_however_it_was_quoted(quoted: list[str]) -> None:
    assert how(ORIGINAL, asked(("ご確認ください。", "", *HEADING, *quoted))) == [("text", False)]


def test_mojibake_of_the_whole_is_found() -> None:
    broken = "\n".join(THREAD).encode().decode("latin-1")
    question = asked(("see", "", *HEADING, *broken.split("\n")))
    assert how(ORIGINAL, question) == [("text", False)]


def test_a_page_is_found() -> None:
    lines = "".join(f"<p class=x>{line[:9]}<b>{line[9:]}</b></p>" for line in THREAD)
    assert how(mail(f"<html><body>{lines}</body></html>", page=True)) == [("text", False)]


def test_who_quotes_it_is_told_apart() -> None:
    answer = mail("承知しました。", "", *HEADING, *(f"> {line}" for line in THREAD), sender="mori@nori.example.net", to=TANAKA)
    assert how(answer) == [("text", True)]
    both = [*answers(answer), *answers(ORIGINAL)]
    assert [one.quoting for one in preferred(both)] == [False]
    assert [one.quoting for one in preferred(answers(answer))] == [True]


def test_one_that_has_it_attached_only_passes_it_on() -> None:
    head = raw("From: mori@nori.example.net", f"To: {TANAKA}", "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"')
    data = head + b"\r\n--b\r\n\r\nsee\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + ORIGINAL + b"\r\n--b--\r\n"
    assert how(data) == [("text", True)]


def test_a_message_id_is_found() -> None:
    question = asked((), "<d1@sakura.example.jp>")
    assert how(mail("何でもない本文。"), question) == [("message-id", False)]
    assert how(mail("何でもない本文。", identifier="<d2@sakura.example.jp>"), question) == []


def test_a_short_mail_needs_its_heading_borne_out() -> None:
    text = "見積の単価は二百四十円でお願いできますか。"
    question = asked(("ご確認ください。", "", *HEADING, text))
    assert [len(one.probes) for one in question.quoted] == [1]
    assert how(mail(text), question) == [("text", False)]
    other = mail(text, sender="abe@nori.example.net", to="b@example.com", subject="別件", date="Wed, 02 Sep 2026 09:30:00 +0900")
    assert how(other, question) == []


@pytest.mark.parametrize(
    "text",
    [
        # The same greeting, signature and disclaimer, another matter.
        (THREAD[0], "来週の健康診断は午前八時に本社へお集まりください。", THREAD[-1]),
        # One sentence of it, by somebody else, at another time.
        (THREAD[1],),
        ("ご確認ください。",),
        (),
    ],
)
def test_another_mail_is_not_it(text: tuple[str, ...]) -> None:
    data = mail(*text, sender="abe@nori.example.net", to="b@example.com", subject="別件", date="Wed, 02 Sep 2026 09:30:00 +0900")
    assert how(data) == []


COMMON = (
    "いつもお世話になっております。", "さくら食品株式会社の田中です。", "平素は格別のご高配を賜り、厚く御礼申し上げます。",
    "ご確認のほど、よろしくお願いいたします。", "何卒よろしくお願い申し上げます。", "添付ファイルをご査収ください。",
    "取り急ぎご連絡まで。", "お手数をおかけいたしますが、ご返信くださいませ。", "Best regards,",
    "Please let me know if you have any questions.",
    "Thank you for your email.", "Sent from my iPhone", "-" * 40, "=" * 60, "━━━━━━━━━━━━━━━━",
    "TEL 03-0000-0000 FAX 03-0000-0001", "〒100-0001 東京都千代田区千代田一丁目一番一号", "https://sakura.example.jp/products/newyear/2026/index",
    "tanaka@sakura.example.jp 田中一郎 営業部第二課主任", "本メールに含まれる情報は機密であり、名宛人以外の使用を固く禁じます。",
    "This e-mail is confidential and intended only for the person named above.",
)  # fmt: skip


@pytest.mark.parametrize("line", COMMON)
def test_what_stands_in_any_mail_is_no_probe(line: str) -> None:
    assert probes(line) == ()


def test_a_signature_between_rules_is_none() -> None:
    rule = "━" * 20
    text = "\n".join((*THREAD, rule, "さくら食品株式会社 営業部第二課 田中一郎 企画開発担当主任補佐", "TEL 03-0000-0000", rule))
    assert probes(text) == probes("\n".join(THREAD))
    assert not any("営業部" in one for one in probes(text))


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from([*THREAD, *COMMON, "受付番号 d10000000001", "納期：11月20日", "了解", "> 引用", ""]), max_size=30))
def test_probes_are_pieces_of_the_text(lines: list[str]) -> None:
    whole = plain("\n".join(lines))
    found = probes("\n".join(lines))
    assert len(found) <= PROBES
    assert all(one in whole and SHORTEST <= len(one) <= LONGEST_PROBE for one in found)


def test_the_same_thread_in_two_mails_is_one_question() -> None:
    first, second = asked(("一通目", "", *HEADING, *THREAD)), asked(("もう一通", "", *HEADING, *(f"> {line}" for line in THREAD)))
    assert first.quoted[0].key == second.quoted[0].key


def test_mails_in_each_other_are_told_apart() -> None:
    older = ("-----Original Message-----", "From: mori@nori.example.net", "Sent: 2026-10-27 10:00", f"To: {TANAKA}",
             "Subject: 御見積", "",
             "冷凍倉庫の温度記録計が十二日の夜から零下四度を示しています。",
             "保守会社の点検は木曜日の午後三時に決まりました。")  # fmt: skip
    found = asked(("ご確認ください。", "", *HEADING, *THREAD, "", *older)).quoted
    assert [one.number for one in found] == [0, 1]
    assert not set(found[0].probes) & set(found[1].probes)
    assert [one.quote.subject for one in found] == ["新商品サンプルの件", "御見積"]


def test_without_the_library_it_is_slower_and_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = answers(ORIGINAL)
    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    assert answers(ORIGINAL) == with_it


def test_nothing_asked_nothing_answered() -> None:
    assert not Index(Asked())
    assert how(ORIGINAL, Asked()) == []
    assert how(ORIGINAL, Asked(quoted=(replace(asked().quoted[0], probes=()),))) == []


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_asked(text: str) -> None:
    found = quoted_mails(f"x\n> {text}\n> {text}")
    assert all(isinstance(one, QuotedMail) for one in found)
    Index(Asked(quoted=found)).found(plain(text))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Wednesday, October 28, 2026 9:30 AM", "2026-10-28T09:30:00"),
        ("October 28, 2026 12:05 AM", "2026-10-28T00:05:00"),
        ("2026年11月10日(火) 9:12", "2026-11-10T09:12:00"),
        ("2026年11月10日 火曜日 午後 3時05分", "2026-11-10T15:05:00"),
        ("2026/11/10 (火) 21:05", "2026-11-10T21:05:00"),
        ("Tue, 10 Nov 2026 09:12:00 +0900", "2026-11-10T09:12:00+09:00"),
        ("2026-11-10", "2026-11-10"),
        ("28 Oct 2026, at 09:30", "2026-10-28T09:30:00"),
        ("03/04/2026 9:00", ""),
        ("2026年13月40日", ""),
        ("昨日", ""),
        ("", ""),
    ],
)
def test_moments_of_headings(text: str, iso: str) -> None:
    assert moment(text) == iso


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2026-10-28T09:30:00", "2026-10-28T09:30:12+09:00", True),
        ("2026-10-28T09:30:00+09:00", "2026-10-28T00:30:00Z", True),
        ("2026-10-28T09:30:00", "2026-10-30T09:30:00+09:00", False),
        ("", "2026-10-30T09:30:00+09:00", False),
    ],
)
def test_near(one: str, other: str, expected: bool) -> None:
    assert near(one, other) is expected
