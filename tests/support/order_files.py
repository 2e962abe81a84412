"""Order exports, written from a list of people as the shop systems' own documentation and sources name the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Somebody who ordered, and where it was sent to if elsewhere."""

    mail: str = "taro@example.com"
    family: str = "山田"
    given: str = "太郎"
    postcode: str = "160-0022"
    prefecture: str = "東京都"
    city: str = "新宿区"
    rest: str = "新宿1-1-1"
    telephone: str = "03-1234-5678"
    organisation: str = ""
    birthday: str = ""
    order: str = "1001"
    date: str = "2026/11/10 12:34:56"
    to: Buyer | None = None

    @property
    def name(self) -> str:
        """Family and given name as shops join them."""
        return f"{self.family} {self.given}".strip()

    @property
    def recipient(self) -> Buyer:
        """Who it is sent to."""
        return self.to or self


TARO = Buyer()
HANAKO = Buyer(
    family="鈴木",
    given="花子",
    postcode="530-0001",
    prefecture="大阪府",
    city="大阪市北区",
    rest="梅田2-2",
    telephone="06-2222-3333",
)
GIFT = replace(TARO, to=HANAKO)


def table(rows: Iterable[Mapping[str, str]], separator: str = ",", newline: str = "\r\n") -> str:
    """A table of *rows*, the first one's names as head, quoted where it must be."""
    rows = list(rows)
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), delimiter=separator, lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def _digits(text: str) -> list[str]:
    return [*text.split("-"), "", ""]


def eccube(one: Buyer) -> dict[str, str]:
    """EC-CUBE 4, ``dtb_csv.csv`` (only the columns of people, orders and a few others)."""
    to = one.recipient
    return {
        "注文ID": one.order, "注文番号": one.order, "会員ID": "", "お名前(姓)": one.family, "お名前(名)": one.given,
        "お名前(セイ)": "", "お名前(メイ)": "", "会社名": one.organisation, "郵便番号": one.postcode.replace("-", ""),
        "都道府県(ID)": "13",
        "都道府県(名称)": one.prefecture, "住所1": one.city, "住所2": one.rest, "メールアドレス": one.mail,
        "TEL": one.telephone.replace("-", ""), "誕生日": one.birthday, "ショップ用メモ欄": "", "受注日": one.date,
        "商品名": "急須", "個数": "1",
        "配送先_お名前(姓)": to.family, "配送先_お名前(名)": to.given, "配送先_会社名": to.organisation,
        "配送先_郵便番号": to.postcode.replace("-", ""), "配送先_都道府県(名称)": to.prefecture, "配送先_住所1": to.city,
        "配送先_住所2": to.rest,
        "配送先_TEL": to.telephone.replace("-", ""), "配達用メモ": "",
    }  # fmt: skip


def amazon(one: Buyer) -> dict[str, str]:
    """Amazon's Order Report, to be separated by tabs."""
    to = one.recipient
    return {
        "order-id": f"250-{one.order}", "order-item-id": "1", "purchase-date": "2026-11-10T03:34:56+00:00",
        "payments-date": "2026-11-10T03:34:56+00:00", "buyer-email": one.mail, "buyer-name": one.name,
        "buyer-phone-number": one.telephone,
        "sku": "K1", "product-name": "急須", "quantity-purchased": "1", "currency": "JPY", "recipient-name": to.name,
        "ship-address-1": to.rest, "ship-address-2": "", "ship-address-3": "", "ship-city": to.city, "ship-state": to.prefecture,
        "ship-postal-code": to.postcode, "ship-country": "JP", "ship-phone-number": to.telephone,
    }  # fmt: skip


def shopify(one: Buyer) -> dict[str, str]:
    """Shopify's export of orders."""
    to = one.recipient
    return {
        "Name": f"#{one.order}", "Email": one.mail, "Financial Status": "paid", "Paid at": "",
        "Fulfillment Status": "unfulfilled",
        "Created at": "2026-11-10 12:34:56 +0900", "Lineitem quantity": "1", "Lineitem name": "急須", "Lineitem price": "3000",
        "Billing Name": one.name, "Billing Street": one.rest, "Billing Address1": one.rest, "Billing Address2": "",
        "Billing Company": one.organisation, "Billing City": one.city, "Billing Zip": one.postcode,
        "Billing Province": one.prefecture,
        "Billing Country": "JP", "Billing Phone": one.telephone, "Shipping Name": to.name, "Shipping Street": to.rest,
        "Shipping Address1": to.rest, "Shipping Address2": "", "Shipping Company": to.organisation, "Shipping City": to.city,
        "Shipping Zip": to.postcode, "Shipping Province": to.prefecture, "Shipping Country": "JP", "Shipping Phone": to.telephone,
        "Notes": "", "Phone": "",
    }  # fmt: skip


def rakuten(one: Buyer) -> dict[str, str]:
    """Rakuten RMS, 通常購入データ; numbers in the names are wide."""
    to, row = one.recipient, {"受注番号": one.order, "注文日時": one.date, "メールアドレス": one.mail, "注文者誕生日": one.birthday}
    for who, person in (("注文者", one), ("送付先", to)):
        codes, numbers = _digits(person.postcode), _digits(person.telephone)
        row |= {
            f"{who}郵便番号１": codes[0], f"{who}郵便番号２": codes[1], f"{who}住所：都道府県": person.prefecture,
            f"{who}住所：都市区": person.city, f"{who}住所：町以降": person.rest, f"{who}名字": person.family,
            f"{who}名前": person.given,
            f"{who}名字フリガナ": "", f"{who}名前フリガナ": "", f"{who}電話番号１": numbers[0], f"{who}電話番号２": numbers[1],
            f"{who}電話番号３": numbers[2],
        }  # fmt: skip
    return {**row, "クレジットカード番号": "", "商品名": "急須", "個数": "1"}


KINDS = {"eccube-4": eccube, "amazon": amazon, "shopify": shopify, "rakuten": rakuten}
"""By the id of the layout."""
SEPARATORS = {"amazon": "\t"}


def export(kind: str, people: Iterable[Buyer]) -> str:
    """The whole file of a kind."""
    return table(map(KINDS[kind], people), SEPARATORS.get(kind, ","))
