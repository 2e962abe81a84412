"""Each further shop system: its export is known, orderer and recipient are told apart, nobody else is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.order_files import GIFT, TARO, table
from support.shop_files import KINDS

from mimawari import knowledge
from mimawari.model import Gap, Looked, Origin, Sighting
from mimawari.sources.orders import orders, recognises

LAYOUTS = knowledge.load().order_layouts
PLAIN = replace(GIFT, order="1002")

BY_WORDS = {
    "stores": ["mail address: メールアドレス"],
    "makeshop": [
        "mail address: 注文者メールアドレス", "telephone number: 注文者電話番号", "postcode: 注文者郵便番号",
        "postal address: 注文者住所", "recipient: whole name: お届け先", "recipient: postcode: お届け先郵便番号",
        "recipient: postal address: お届け先住所", "recipient: telephone number: お届け先電話番号",
    ],
}  # fmt: skip
"""What no source names, and is taken by its words and told."""


def read(path: Path, kind: str, encoding: str = "cp932") -> tuple[list[Sighting], list[Gap]]:
    file = path / "export.csv"
    file.write_text(table(map(KINDS[kind], (TARO, PLAIN))), encoding, newline="")
    assert recognises(file, LAYOUTS)
    seen = list(orders(file, Origin("s", "l"), LAYOUTS))
    assert seen[-1] == Looked("order-row", 2)
    return [one for one in seen if isinstance(one, Sighting)], [one for one in seen if isinstance(one, Gap)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_shop(tmp_path: Path, kind: str) -> None:
    people, gaps = read(tmp_path, kind)
    first, second, *others = people
    assert (first.shop, first.address, first.name, first.date) == (kind, "taro@example.com", "山田 太郎", "2026-11-10")
    assert (second.address, second.name) == (first.address, first.name)
    if kind != "yahoo":
        assert (first.postcode, first.telephone) == ("160-0022", "03-1234-5678")
        assert first.street.replace(" ", "") == "東京都新宿区新宿1-1-1"
    by_words = [gap.detail.removeprefix("taken by the names of the columns: ") for gap in gaps]
    assert by_words == BY_WORDS.get(kind, [])
    if kind == "eccube-2":
        assert others == []
        return
    (gift,) = others
    assert (gift.address, gift.name, gift.postcode) == ("", "鈴木 花子", "530-0001")
    assert gift.street.replace(" ", "") == "大阪府大阪市北区梅田2-2"
    assert gift.telephone == ("" if kind in ("stores", "woocommerce") else "06-2222-3333")


def test_every_layout_is_tried() -> None:
    from support import order_files

    assert {one.id for one in LAYOUTS} == {*KINDS, *order_files.KINDS, "amazon-shipments"}


def test_every_layout_can_name_somebody_and_says_where_it_was_read() -> None:
    for one in LAYOUTS:
        meanings = {meaning for meaning, _ in one.columns}
        assert meanings & {"name", "family"}, one.id
        assert one.page.startswith("http") or one.certainty.to_check, one.id
        assert one.as_of, one.id


def test_with_several_that_fit_the_most_marks_decide(tmp_path: Path) -> None:
    row = {
        **KINDS["rakuten-pay"](TARO),
        "受注番号": "9",
        "注文者名字": "山田",
        "注文者名前": "太郎",
        "送付先名字": "山田",
        "送付先名前": "太郎",
    }
    file = tmp_path / "x.csv"
    file.write_text(table([row]), "cp932", newline="")
    (person,) = [one for one in orders(file, Origin("s", "l"), LAYOUTS) if isinstance(one, Sighting)]
    assert person.shop == "rakuten"


def test_a_layout_that_was_chosen_is_completed_too(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(table([KINDS["stores"](TARO)]), "utf-8", newline="")
    stores = next(one for one in LAYOUTS if one.id == "stores")
    assert next(one for one in orders(file, Origin("s", "l"), LAYOUTS, stores) if isinstance(one, Sighting)).address == TARO.mail


def test_of_a_partial_layout_nobody_gets_two_names(tmp_path: Path) -> None:
    row = {**KINDS["makeshop"](TARO), "注文者姓": "他人", "注文者名": "別人", "氏名": "第三者"}
    file = tmp_path / "x.csv"
    file.write_text(table([row]), "cp932", newline="")
    (person,) = [one for one in orders(file, Origin("s", "l"), LAYOUTS) if isinstance(one, Sighting)]
    assert (person.shop, person.name, person.date) == ("makeshop", "山田 太郎", "2026-11-10")


def test_what_was_read_of_makeshops_manual_is_enough_to_know_it(tmp_path: Path) -> None:
    head = ["日付", "注文時間", "注文番号", "処理状況", "会社名", "会社名(振り仮名)", "部署名", "注文者", "注文者(振り仮名)"]
    file = tmp_path / "x.csv"
    file.write_text(",".join(head) + "\r\n2026/11/10,123456,P1,未処理,急須商店,,,山田 太郎,\r\n", "cp932", newline="")
    seen = list(orders(file, Origin("s", "l"), LAYOUTS))
    (person,) = [one for one in seen if isinstance(one, Sighting)]
    assert (person.shop, person.name, person.organisation, person.address) == ("makeshop", "山田 太郎", "急須商店", "")


def test_a_layout_has_its_names_alone() -> None:
    names = [name.lower() for one in LAYOUTS for name in {one.id, one.name.lower(), *one.aliases}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("written", "state"),
    [("JP13", "東京都"), ("JP-47", "沖縄県"), ("JP48", "JP48"), ("JP00", "JP00"), ("CA", "CA"), ("北海道", "北海道")],
)
def test_a_code_of_a_prefecture_becomes_its_name(tmp_path: Path, written: str, state: str) -> None:
    path = tmp_path / "orders.csv"
    billing = ",".join(f"billing_{what}" for what in ("first_name", "last_name", "email", "state", "city"))
    heads = f"order_id,{billing},shipping_first_name,shipping_last_name"
    path.write_text(f"{heads}\r\n1,花子,木村,hana@example.jp,{written},港区,花子,木村\r\n", "utf-8")
    streets = {one.street for one in orders(path, Origin("s", "l"), LAYOUTS) if isinstance(one, Sighting)}
    assert f"{state} 港区" in streets
