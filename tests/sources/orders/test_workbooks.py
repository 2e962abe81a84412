"""Orders in workbooks: texts and numbers, dates as numbers, several sheets, damaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.order_files import GIFT, TARO, amazon, eccube
from support.sheets import Cell, workbook

from mimawari import knowledge
from mimawari.model import Gap, Looked, Origin, Reason, Sighting
from mimawari.sources.orders import orders, recognises

LAYOUTS = knowledge.load().order_layouts
AT = Origin("s", "l")


def rows(*made: dict[str, str]) -> list[list[Cell]]:
    found: list[list[Cell]] = [[*made[0]]]
    found.extend([*one.values()] for one in made)
    return found


def read(path: Path, data: bytes) -> list[Sighting | Gap | Looked]:
    file = path / "受注.xlsx"
    file.write_bytes(data)
    return list(orders(file, AT, LAYOUTS))


@pytest.mark.parametrize("inline", [False, True])
def test_a_workbook_is_read_like_a_table(tmp_path: Path, inline: bool) -> None:
    seen = read(tmp_path, workbook({"受注": rows(eccube(TARO), eccube(GIFT))}, inline=inline))
    assert recognises(tmp_path / "受注.xlsx", LAYOUTS)
    people = [one for one in seen if isinstance(one, Sighting)]
    assert [(one.name, one.address, one.shop) for one in people] == [
        ("山田 太郎", "taro@example.com", "eccube-4"), ("山田 太郎", "taro@example.com", "eccube-4"), ("鈴木 花子", "", "eccube-4"),
    ]  # fmt: skip
    assert people[0].street == "東京都 新宿区 新宿1-1-1"
    assert seen[3:] == [Looked("order-row", 2)]


def test_dates_and_telephones_that_are_numbers(tmp_path: Path) -> None:
    row: dict[str, Cell] = {**eccube(TARO), "受注日": 45971.5, "TEL": 9012345678, "郵便番号": 600000, "配送先_TEL": 9.012345678e9}
    row |= {"配送先_郵便番号": 600000}
    seen = read(tmp_path, workbook({"x": [list(row), list(row.values())]}))
    (person,) = [one for one in seen if isinstance(one, Sighting)]
    assert (person.date, person.telephone, person.postcode) == ("2025-11-10", "09012345678", "060-0000")
    assert sorted(one.detail for one in seen if isinstance(one, Gap)) == [
        "2 postcodes that had lost their leading zeros, put back",
        "2 telephone numbers that had lost their leading zero, put back",
    ]


def test_each_sheet_by_its_own_head(tmp_path: Path) -> None:
    book = workbook({"表紙": [["受注データ"]], "楽天": rows(eccube(TARO)), "空": [], "Amazon": [["出力"], [], *rows(amazon(TARO))]})
    seen = read(tmp_path, book)
    assert [one.shop for one in seen if isinstance(one, Sighting)] == ["eccube-4", "amazon"]
    assert seen[-1] == Looked("order-row", 2)


def test_a_workbook_without_orders(tmp_path: Path) -> None:
    (gap, looked) = read(tmp_path, workbook({"x": [["商品", "数"], ["急須", 3]]}))
    assert isinstance(gap, Gap)
    assert (gap.reason, looked) == (Reason.UNSUPPORTED, Looked("order-row", 0))
    assert not recognises(tmp_path / "受注.xlsx", LAYOUTS)


def test_entities_are_refused(tmp_path: Path) -> None:
    (gap, _) = read(tmp_path, workbook({"x": rows(eccube(TARO))}, before='<!DOCTYPE x [<!ENTITY a "b">]>'))
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.detail) == (Reason.UNSUPPORTED, "a workbook with a document type")


def test_a_workbook_cut_off_anywhere(tmp_path: Path) -> None:
    data = workbook({"x": rows(eccube(TARO), eccube(GIFT))})
    for end in range(4, len(data) - 1, max(1, len(data) // 80)):
        seen = read(tmp_path, data[:end])
        assert any(isinstance(one, Gap) for one in seen)
        assert isinstance(seen[-1], Looked)


def test_a_sheet_with_a_changed_byte_is_told(tmp_path: Path) -> None:
    data = bytearray(workbook({"x": rows(eccube(TARO), eccube(GIFT))}))
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at] ^= 0xFF
    gaps = [one for one in read(tmp_path, bytes(data)) if isinstance(one, Gap)]
    assert [one.reason for one in gaps] == [Reason.CORRUPT]


def test_too_much_in_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mimawari.sources.orders import workbook as reader

    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    gaps = [one for one in read(tmp_path, workbook({"x": rows(eccube(TARO))})) if isinstance(one, Gap)]
    assert [one.reason for one in gaps] == [Reason.TOO_LARGE]
