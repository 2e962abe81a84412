"""What columns mean by their names, on heads of systems without a layout."""

from __future__ import annotations

import pytest

from mimawari.sources.orders.guess import folded, guessed, meaning_of

HEADS = {
    # テレAI, manual of its export (doc.te0.jp).
    "注文ID,着信日時,請求先郵便番号,請求先住所1,請求先住所2,請求先氏名,請求先氏名(カナ),請求先電話番号,請求先メールアドレス,"
    "発送先郵便番号,発送先住所1,発送先住所2,発送先氏名": {
        "order": (0,), "postcode": (2,), "street": (3, 4), "name": (5,), "telephone": (7,), "mail": (8,), "to-postcode": (9,),
        "to-street": (10, 11), "to-name": (12,),
    },
    # CS-Cart, manual of its import: the names with "Billing: " and "Shipping: ".
    "Order ID,Email,Date,First name,Last name,Billing: first name,Billing: last name,Billing: zipcode,Shipping: first name,"
    "Shipping: last name,Shipping: zipcode": {
        "order": (0,), "mail": (1,), "given": (3, 5), "family": (4, 6), "postcode": (7,), "to-given": (8,), "to-family": (9,),
        "to-postcode": (10,),
    },
    # MakeShop, manual of its template, as far as it was read.
    "日付,注文時間,注文番号,処理状況,会社名,会社名(振り仮名),部署名,注文者,注文者(振り仮名)": {
        "order": (2,), "organisation": (4,), "name": (7,),
    },
    "受注番号,注文者名,届け先名": {"order": (0,), "name": (1,), "to-name": (2,)},
    "受注番号,注文者姓,注文者名,届け先姓,届け先名": {
        "order": (0,), "family": (1,), "given": (2,), "to-family": (3,), "to-given": (4,),
    },
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head[:12])
def test_heads(head: str) -> None:
    assert guessed(tuple(head.split(","))) == HEADS[head]


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("ﾒｰﾙｱﾄﾞﾚｽ", "mail"), ("Ｅｍａｉｌ", "mail"), ("E-Mail Address", "mail"),
        ("注文者 メールアドレス", "mail"), ("送付先_メールアドレス", "to-mail"), ("お届け先様氏名", "to-name"),
        ("ご注文者様氏名", "name"), ("氏名(送付先)", "to-name"), ("依頼主氏名", "from-name"),
        ("送り主電話番号", "from-telephone"), ("配送先の住所", "to-street"), ("Ship_Name", "to-name"),
        ("shipping zip code", "to-postcode"), ("顧客名", "name"), ("お客様名", "name"), ("会員メールアドレス", "mail"),
        ("商品名", ""), ("店舗名", ""), ("配送方法", ""), ("お届け希望日", ""), ("氏名カナ", ""), ("氏名(フリガナ)", ""),
        ("住所カナ", ""), ("メール送信日", ""), ("商品番号", ""), ("伝票番号", ""), ("担当者名", ""), ("ファイル名", ""),
        ("", ""), ("配送先", "to-name"),
    ],
)  # fmt: skip
def test_single_names(name: str, meaning: str) -> None:
    assert meaning_of(name)[0] == meaning


def test_names_are_compared_narrow_and_small() -> None:
    assert folded(' "注文者＿住所（都道府県）" ') == "注文者 住所(都道府県)"
