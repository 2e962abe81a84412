"""Whom a shop knows: an older mailbox, an address book and an export of orders, beside the evidence. All people are invented.

They are as such things really are: one person under several names, titles of courtesy, a list, a machine that nobody reads, the
shop's own staff, an order under a name that a spreadsheet would take for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from mimawari.examples.worked.letters import Letter, japan, mbox, own
from mimawari.examples.worked.shop import CUSTOMERS, DOMAIN, PARTNERS, STAFF, Person, Staff

FOLDER = "people"
_HELLO, _BYE = "いつもお世話になっております。", "よろしくお願いいたします。"


class Known(NamedTuple):
    """Somebody outside under all the names that mails and books give; ``telephone`` and ``street`` as an order would have them."""

    names: tuple[str, ...]
    address: str
    telephone: str = ""
    postcode: str = ""
    street: tuple[str, str, str] = ("", "", "")
    firm: str = ""

    def person(self, which: int) -> Person:
        """Them under one of their names."""
        domain = self.address.partition("@")[2]
        return Person(self.names[which % len(self.names)], self.address, f"mx.{domain}", "198.51.100.70")


WRITERS = (
    Known(("佐々木 由紀", "佐々木由紀", "佐々木 由紀 様"), "sasaki@aoba.example.com"),
    Known(("高橋 一郎", "高橋一郎", "高橋様"), "takahashi@kita.example.net", firm="北の木工"),
    Known(("渡邉 さくら", "渡辺さくら"), "sakura@umi.example.com"),
    Known(("伊藤 大輔", "伊藤　大輔"), "ito@yama.example.net"),
    Known(("中村 彩（緑のたね）", "中村 彩"), "nakamura@tane.example.com", firm="株式会社緑のたね"),
    Known(("小林 健", "コバヤシ ケン"), "kobayashi@kaze.example.com"),
    Known(("加藤 直子", "加藤 直子様"), "kato@sora.example.net"),
    Known(("吉田 光", "YOSHIDA Hikaru"), "yoshida@hoshi.example.net"),
    Known(("Anna Keller", "Keller Anna"), "anna@keller.example.net"),
    Known(("Tom Brown",), "tom@brown.example.com"),
    Known(("港の紙店", "港の紙店 御中"), "info@minato.example.com", firm="港の紙店"),
    Known(("木村 文", "木村 文（花の関）"), "kimura@hana.example.com"),
)
"""Partners and customers who wrote mails, each more than once."""
BUYERS = (
    Known(("斎藤", "明子"), "saito@mori.example.com", "03-0000-0101", "100-0001", ("東京都", "千代田区", "千代田0-0-1")),
    Known(("松本", "隆"), "matsumoto@kawa.example.net", "06-0000-0102", "530-0001", ("大阪府", "大阪市北区", "梅田0-0-2")),
    Known(("井上", "千夏"), "inoue@hama.example.com", "045-000-0103", "220-0001", ("神奈川県", "横浜市西区", "北軽井沢0-3")),
    Known(("清水", "誠"), "", "052-000-0104", "450-0001", ("愛知県", "名古屋市中村区", "那古野0-0-4")),
    Known(('=HYPERLINK("https://example.net/","見る")', "太郎"), "hyper@link.example.net", "03-0000-0105", "100-0005",
          ("東京都", "千代田区", "丸の内0-0-5")),
    Known(("佐々木", "由紀"), "SASAKI@aoba.example.com", "022-000-0106", "980-0001", ("宮城県", "仙台市青葉区", "中江0-0-6")),
)  # fmt: skip
"""Customers who ordered. The fourth has no mail address, the fifth a name that must not be run, the last is known by mails."""
_LIST = Person("雑貨店の集い", "tsudoi@lists.example.net", "mx.lists.example.net", "198.51.100.80")
_MACHINE = Person("決済のお知らせ", "no-reply@pay.example.com", "mx.pay.example.com", "198.51.100.81")
_TEXTS = (
    ("お見積りのお願い", "レターセット{n}部のお見積りをお願いできますでしょうか。"),
    ("お届け先の変更", "お届け先を変更してください。新しい電話番号は 03-0000-{n:04} です。"),
    ("ご注文ありがとうございます", "注文番号 A-{n:05} を承りました。"),
    ("お振込先のご連絡", "お振込先は、みどり銀行 本店 普通 0000{n:03} です。"),
)
_ENGLISH = (
    ("Question about your paper", "do you ship {n} sheets abroad? Our order number is A-{n:05}."),
    ("Delivery", "the parcel came today, all {n} pieces. Thank you."),
)
_ORDERS = (
    "受注ルート", "受注番号", "注文日", "注文者名（姓）", "注文者名（名）", "注文者メールアドレス", "注文者電話番号",
    "注文者郵便番号", "注文者住所（都道府県）", "注文者住所（市区町村）", "注文者住所（市区町村以降）", "お届け先名（姓）",
    "お届け先名（名）", "商品名",
)  # fmt: skip
_BOOK = ("姓", "名", "会社名", "電子メール アドレス", "会社電話")


def people(staff: Staff) -> dict[str, bytes]:
    """What the shop knows of people, by path: a mailbox of *staff*, a book in two forms, and orders."""
    return {
        f"{FOLDER}/{staff.person.address}/Archive.mbox": _mailbox(staff),
        f"{FOLDER}/contacts.csv": _book(),
        f"{FOLDER}/contacts.vcf": _cards(),
        "orders.csv": _orders(),
    }


def _mailbox(staff: Staff) -> bytes:
    """Sixty mails of half a year: to and from those outside, among the staff, of a list and of a machine."""
    found: list[tuple[str, bytes]] = []
    for number in range(60):
        at = japan("2022-04-04T09:10") + timedelta(days=3 * number, minutes=7 * number)
        found.append((f"{at:%Y-%m-%dT%H:%M}", _mail(staff, number, f"{at:%Y-%m-%dT%H:%M}")))
    return mbox([mail for _, mail in sorted(found)])


def _mail(staff: Staff, number: int, at: str) -> bytes:
    if number % 12 == 10:
        return b"List-Id: <tsudoi.lists.example.net>\r\nList-Post: <mailto:tsudoi@lists.example.net>\r\n" + own(
            Letter(WRITERS[number // 12].person(0), _LIST, at, "春の市について", (_HELLO, "来月の市の場所が決まりました。", _BYE)),
            staff,
        )
    if number % 12 == 11:
        return own(Letter(_MACHINE, staff.person, at, "決済が完了しました", (f"取引番号 T-{number:05}",)), staff)
    if number % 12 == 5:
        other = next(one.person for one in STAFF if one is not staff)
        return own(Letter(other, staff.person, at, "明日の当番", ("明日は10時に出ます。", "倉庫の鍵をお願いします。")), staff)
    return own(_letter(WRITERS[(number + number // 12) % len(WRITERS)], staff, number, at), staff)


def _letter(known: Known, staff: Staff, number: int, at: str) -> Letter:
    outside = known.person(number // 12)
    author, to = (outside, staff.person) if number % 3 else (staff.person, outside)
    if known.names[0].isascii():
        subject, line = _ENGLISH[number % len(_ENGLISH)]
        return Letter(author, to, at, subject, ("Hello,", line.format(n=number), "Kind regards"))
    subject, line = _TEXTS[number % len(_TEXTS)]
    return Letter(author, to, at, subject, (_HELLO, line.format(n=number), _BYE))


def _table(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp932")


def _book() -> bytes:
    """Outlook's contacts as a Japanese Outlook exports them."""
    partners = [(*(one.name.split() if " " in one.name else (one.name, "")), "", one.address, "") for one in PARTNERS]
    customers = [(*one.name.split(), "", one.address, "") for one in CUSTOMERS[:4]]
    own_staff = [(*one.person.name.split(), "みどり雑貨店", one.person.address, "") for one in STAFF]
    known = [(*WRITERS[3].names[0].split(), "", WRITERS[3].address, "03-0000-0203")]
    return _table([_BOOK, *partners, *customers, *own_staff, *known])


def _cards() -> bytes:
    """Thunderbird's address book as vCards (RFC 6350)."""
    cards = [
        ("髙橋 一郎", WRITERS[1].firm, WRITERS[1].address, "03-0000-0201"),
        (WRITERS[4].names[1], WRITERS[4].firm, WRITERS[4].address, "03-0000-0202"),
        ("川口 望", "", "kawaguchi@nozomi.example.com", "090-0000-0203"),
        ("みどり雑貨店 受注係", "", f"order@{DOMAIN}", ""),
    ]
    return "".join(_card(*one) for one in cards).encode()


def _card(name: str, firm: str, address: str, telephone: str) -> str:
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{name}", *([f"ORG:{firm}"] if firm else []), f"EMAIL:{address}"]
    return "\r\n".join([*lines, *([f"TEL:{telephone}"] if telephone else []), "END:VCARD", ""])


def _orders() -> bytes:
    """Orders as an order manager exports them: CP932, one row an item, so that a customer stands in it more than once."""
    rows: list[tuple[str, ...]] = [_ORDERS]
    for number in range(14):
        one = BUYERS[number % len(BUYERS)]
        day = f"2022/{4 + number // 3:02}/{1 + number:02}"
        to = ("土屋", "薫") if number == 8 else (one.names[0], one.names[1])
        rows.append(
            ("本店", f"A-{number // 2:05}", day, one.names[0], one.names[1], one.address, one.telephone, one.postcode, *one.street,
             *to, f"レターセット{number}")
        )  # fmt: skip
    return _table(rows)
