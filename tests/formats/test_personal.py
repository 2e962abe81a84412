"""Kinds of personal data in the text of mails: each by a form in which people write it, and what only looks like it."""

from __future__ import annotations

import pytest

from mimawari.formats.mail.personal import is_card, is_japanese, kinds
from mimawari.model import Datum

HELD = {
    Datum.POSTAL_ADDRESS: (
        "〒530-0001", "〒５３０−０００１　大阪府大阪市北区梅田1-1", "530-0001 大阪府大阪市", "東京都港区芝公園4丁目2-8",
        "北海道札幌市中央区北1条西2丁目",
        "神奈川県横浜市中区日本大通1", "221 Baker Street, London",
    ),
    Datum.TELEPHONE: (
        "03-1234-5678", "０９０−１２３４−５６７８", "090 1234 5678", "09012345678", "(06)1234-5678", "+81-3-1234-5678",
        "Tel: +44 20 7946 0958",
        "電話 0120-123-456", "FAX：03-1234-5679",
    ),
    Datum.BANK: (
        "みどり銀行 北支店 普通 1234567", "三和信用金庫　本店　当座　No.7654321", "口座番号：1234567",
        "ゆうちょ銀行 記号 12340 番号 12345671",
        "Account number: 12345678", "IBAN DE89 3704 0044 0532 0130 00",
    ),
    Datum.CARD: (
        "4111 1111 1111 1111", "5500-0000-0000-0004", "3400 000000 00009", "３７８２ ８２２４６３ １０００５",
        "カード番号：4111111111111111",
        "card number 6011000990139424",
    ),
    Datum.ORDER: ("ご注文番号：2026-1", "注文番号 A-12", "受注No.12345", "Order number: 12", "Your order #445", "order no. 12"),
    Datum.BIRTHDAY: ("生年月日：1980年4月1日", "生年月日 昭和55年4月1日", "誕生日：4/1", "Date of birth: 1 April 1980"),
}  # fmt: skip
"""Numbers of cards are those that payment services publish for tests."""
NOT = {
    Datum.POSTAL_ADDRESS: ("大阪府からのお知らせ", "伝票 530-0001", "東京都の皆さま", "京都で会いましょう"),
    Datum.TELEPHONE: ("2026-11-27", "192.0.2.10", "注文 1234-567", "ISBN 978-4-00-310101-8", "10:00-12:00"),
    Datum.BANK: ("普通の日です。1234567", "銀行に行きます", "account of the meeting"),
    Datum.CARD: ("4111 1111 1111 1112", "4111111111111111", "0000 0000 0000 0000", "1234-5678-9012-3456", "2026 1127 0000 0001 00"),
    Datum.ORDER: ("順番が来ました", "in order to", "注文しました"),
    Datum.BIRTHDAY: ("誕生日おめでとうございます", "birthday party"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HELD.items() for text in texts])
def test_held(kind: Datum, text: str) -> None:
    assert kind in kinds(f"山田様\nお世話になっております。\n{text}\nよろしくお願いいたします。")


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in NOT.items() for text in texts])
def test_not_held(kind: Datum, text: str) -> None:
    assert kind not in kinds(f"お世話になっております。\n{text}\nよろしくお願いいたします。")


def test_nothing_in_an_ordinary_text() -> None:
    assert kinds("お世話になっております。\n明日10時に伺います。\n資料は2026年11月27日にお送りします。") == frozenset()


@pytest.mark.parametrize("number", ["378282246310005", "4111-1111-1111-1111", "5555555555554444"])
def test_the_check_digit(number: str) -> None:
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert (is_card(number), is_card(wrong)) == (True, False)


@pytest.mark.parametrize(
    ("text", "japanese"), [("ありがとう", True), ("ｱﾘｶﾞﾄｳ", True), ("Thanks", False), ("谢谢", False), ("안녕", False)]
)
def test_japanese(text: str, japanese: bool) -> None:
    assert is_japanese(text) is japanese


@pytest.mark.parametrize("text", ["0-" * 130_000, "口座番号" * 60_000, "東京都" * 80_000, "4111 " * 50_000, "〒" + "1" * 200_000,
                                  "銀行 " * 60_000 + "普通", "1 A " * 60_000, "tel " * 60_000, "iban de89" * 25_000])  # fmt: skip
def test_a_hostile_text_takes_no_longer_than_it_is_long(text: str) -> None:
    from time import process_time

    start = process_time()
    kinds(text)
    assert process_time() - start < 3
