"""Order exports: each known layout, charsets, damaged rows, two people of one order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.order_files import GIFT, KINDS, TARO, export, table

from mimawari import knowledge
from mimawari.knowledge.orders import layout_of
from mimawari.model import Datum, Gap, Looked, OrderLayout, Origin, Reason, Sighting, Tie
from mimawari.sources.orders import orders, recognises

LAYOUTS = knowledge.load().order_layouts
AT = Origin("s", "orders.csv")


def read(
    path: Path, data: bytes | str, chosen: OrderLayout | None = None, encoding: str = "utf-8"
) -> list[Sighting | Gap | Looked]:
    file = path / "orders.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return list(orders(file, AT, LAYOUTS, chosen))


def people(seen: list[Sighting | Gap | Looked]) -> list[Sighting]:
    return [one for one in seen if isinstance(one, Sighting)]


def told(seen: list[Sighting | Gap | Looked]) -> list[str]:
    return [one.detail for one in seen if isinstance(one, Gap)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_each_layout_names_orderer_and_recipient(tmp_path: Path, kind: str, encoding: str) -> None:
    seen = read(tmp_path, export(kind, [TARO, GIFT]), encoding=encoding)
    first, second, gift = people(seen)
    assert (first.address, first.name, first.shop, first.tie, first.place) == (
        "taro@example.com", "山田 太郎", kind, Tie.CUSTOMER, "orders.csv",
    )  # fmt: skip
    assert (second.address, second.name) == (first.address, first.name)
    assert (first.date, first.japanese) == ("2026-11-10", True)
    assert {Datum.NAME, Datum.MAIL_ADDRESS, Datum.TELEPHONE, Datum.ORDER} <= {*first.data}
    assert (gift.address, gift.name, gift.postcode) == ("", "鈴木 花子", "530-0001")
    assert gift.street == "大阪府 大阪市北区 梅田2-2"
    assert gift.telephone.replace("-", "") == "0622223333"
    assert {Datum.NAME, Datum.POSTAL_ADDRESS, Datum.TELEPHONE, Datum.ORDER} == {*gift.data}
    assert seen[-1] == Looked("order-row", 2)
    assert told(seen) == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_known_again(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(export(kind, [TARO]), encoding="cp932")
    assert recognises(file, LAYOUTS)


def test_unknown_columns_are_guessed_and_told(tmp_path: Path) -> None:
    text = table([{"受注番号": "1", "お名前": "山田太郎", "メールアドレス": "Taro@Example.com", "住所": "東京都", "メモ": "x"}])
    seen = read(tmp_path, text, encoding="cp932")
    assert [(one.name, one.address, one.street, one.shop) for one in people(seen)] == [
        ("山田太郎", "taro@example.com", "東京都", "")
    ]
    gaps = [one for one in seen if isinstance(one, Gap)]
    assert {(gap.reason, gap.wanted) for gap in gaps} == {(Reason.UNSUPPORTED, "order-layout")}
    assert [gap.detail.partition(": ")[2] for gap in gaps] == [
        "number of the order: 受注番号", "whole name: お名前", "mail address: メールアドレス", "postal address: 住所",
    ]  # fmt: skip


def test_without_a_person_nothing_is_guessed(tmp_path: Path) -> None:
    seen = read(tmp_path, "商品,数量\r\n急須,2\r\n")
    assert seen[-1] == Looked("order-row", 0)
    (gap,) = [one for one in seen if isinstance(one, Gap)]
    assert (gap.reason, gap.wanted) == (Reason.UNSUPPORTED, "order-row")


def test_a_damaged_row_costs_itself_and_is_counted(tmp_path: Path) -> None:
    lines = export("eccube-4", [TARO, replace(TARO, family="佐藤"), replace(TARO, family="鈴木")]).splitlines()
    lines[2] = lines[2] + ",x,y"
    seen = read(tmp_path, "\r\n".join(lines))
    assert [one.name for one in people(seen)] == ["山田 太郎", "鈴木 太郎"]
    (gap,) = [one for one in seen if isinstance(one, Gap)]
    assert (gap.detail, gap.origin.path) == ("1 rows that cannot be read", ("3",))
    assert seen[-1] == Looked("order-row", 2)


def test_what_a_spreadsheet_left_out_is_put_back_and_told(tmp_path: Path) -> None:
    one = replace(TARO, telephone="9012345678", postcode="600000", date="45971.5")
    seen = read(tmp_path, export("eccube-4", [one]))
    (person,) = people(seen)
    assert (person.telephone, person.postcode, person.date) == ("09012345678", "060-0000", "2025-11-10")
    assert sorted(told(seen)) == [
        "1 dates that a spreadsheet had made a number, taken as dates again",
        "2 postcodes that had lost their leading zeros, put back",
        "2 telephone numbers that had lost their leading zero, put back",
    ]


def test_formulas_as_names_stay_data(tmp_path: Path) -> None:
    (person,) = people(read(tmp_path, export("shopify", [replace(TARO, family='=HYPERLINK("http://x","y")', given="")])))
    assert person.name == '=HYPERLINK("http://x","y")'


def test_a_workbook_is_told(tmp_path: Path) -> None:
    seen = read(tmp_path, b"PK\x03\x04" + bytes(100))
    assert "a workbook of a spreadsheet: BadZipFile" in told(seen)


def test_a_guess_is_told_in_japanese_words(tmp_path: Path) -> None:
    gaps = [one for one in read(tmp_path, "注文番号,氏名,お届け先住所,Email\n1,a,b,c@example.com\n") if isinstance(one, Gap)]
    assert [knowledge.load().detail(gap.detail).ja for gap in gaps] == [
        f"列の名前から：{told}"
        for told in ("注文番号：注文番号", "氏名：氏名", "届け先：住所：お届け先住所", "メールアドレス：Email")
    ]


def test_several_columns_that_may_be_the_address_are_more_than_a_notice(tmp_path: Path) -> None:
    seen = read(tmp_path, "注文番号,氏名,メールアドレス,PCメールアドレス\n1,a,,c@example.com\n")
    assert [one.address for one in people(seen)] == ["c@example.com"]
    (gap,) = [one for one in seen if isinstance(one, Gap) and one.wanted != "order-layout"]
    assert gap.detail == (
        "several columns may be this one, the first that is filled was taken: mail address: メールアドレス + PCメールアドレス"
    )
    assert "候補の列が複数ある" in knowledge.load().detail(gap.detail).ja


def test_a_chosen_layout_that_does_not_fit_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("注文番号,注文者名字,注文者名前,注文者メールアドレス\n1,山田,太郎,taro@example.com\n", "utf-8")
    pay = next(one for one in LAYOUTS if one.id == "rakuten-pay")
    (gap,) = [one for one in orders(file, Origin("s", "l"), LAYOUTS, pay) if isinstance(one, Gap)]
    assert (gap.wanted, gap.detail) == (
        "order-row", "columns that the layout has are not in the file: 注文者姓, 注文者名, 送付先姓",
    )  # fmt: skip


def test_columns_of_a_mapping_that_are_not_there_are_told(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("no,who,mail,when\n1,a,a@example.com,2026-01-01\n", "utf-8")
    own = layout_of('[columns]\nmail = "mail"\nname = "who"\nstreet = "where"\ndate = ["when", "day"]\n')
    (gap,) = [one for one in orders(file, Origin("s", "l"), LAYOUTS, own) if isinstance(one, Gap)]
    assert gap.detail == "columns that the layout has are not in the file: where"


def test_a_cell_with_many_addresses_loses_none(tmp_path: Path) -> None:
    every = [f"someone{number}@example.com" for number in range(60)]
    (one,) = people(read(tmp_path, f'注文番号,氏名,メールアドレス\n1,山田,"{"; ".join(every)}"\n'))
    assert [one.address, *one.more] == every


def test_shopify_has_prefectures_by_code_and_by_name(tmp_path: Path) -> None:
    row = {**KINDS["shopify"](TARO), "Billing Province": "JP-13", "Shipping Province": "JP-13"}
    for more, street in (
        ({}, "東京都 新宿区"),
        ({"Billing Province Name": "東京都", "Shipping Province Name": "東京都"}, "東京都 新宿区"),
    ):
        seen = read(tmp_path, table([{**row, **more}]))
        assert [one.street[: len(street)] for one in people(seen)] == [street]
