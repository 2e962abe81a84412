"""What people really hand in: saved by a spreadsheet, joined, cut, in the wrong charset; no row is lost without a word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.order_files import TARO, eccube, export, table

from mimawari import knowledge
from mimawari.knowledge.orders import MappingTrouble, layout_of
from mimawari.model import BadEvidence, Gap, Looked, OrderLayout, Origin, Reason, Sighting
from mimawari.sources.orders import orders, recognises

LAYOUTS = knowledge.load().order_layouts
AT = Origin("s", "orders.csv")
HEAD = "注文番号,氏名,メールアドレス,電話番号,備考"


def read(
    path: Path, data: bytes | str, chosen: OrderLayout | None = None
) -> tuple[list[Sighting], dict[str, tuple[str, ...]], int]:
    """The people, the details of gaps with where they lead, and how many rows were read."""
    file = path / "orders.csv"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    seen = list(orders(file, AT, LAYOUTS, chosen))
    gaps = {one.detail: one.origin.path for one in seen if isinstance(one, Gap) and one.wanted != "order-layout"}
    (looked,) = [one for one in seen if isinstance(one, Looked)]
    return [one for one in seen if isinstance(one, Sighting)], gaps, looked.count


def row(number: int, note: str = "") -> str:
    return f"{number},山田{number},a{number}@example.com,03-1234-{number:04},{note}"


def names(people: list[Sighting]) -> list[str]:
    return [one.name for one in people]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_end_of_line(tmp_path: Path, newline: str) -> None:
    people, gaps, count = read(tmp_path, newline.join([HEAD, row(1), row(2), ""]))
    assert (names(people), gaps, count) == (["山田1", "山田2"], {}, 2)


def test_some_lines_end_otherwise(tmp_path: Path) -> None:
    people, gaps, count = read(tmp_path, f"{HEAD}\r\n{row(1)}\r{row(2)}\n{row(3)}\r\r\n{row(4)}")
    assert (names(people), gaps, count) == (["山田1", "山田2", "山田3", "山田4"], {}, 4)


def test_names_of_columns_with_line_breaks(tmp_path: Path) -> None:
    people, gaps, count = read(
        tmp_path,
        '"注文番号\n（半角）","氏名","メール\nアドレス",住所\n1,山田1,a@example.com,"東京都\n新宿区"\n2,山田2,b@example.com,x\n',
    )
    assert (names(people), gaps, count) == (["山田1", "山田2"], {}, 2)


def test_a_text_that_names_such_columns_is_no_export(tmp_path: Path) -> None:
    file = tmp_path / "mail.txt"
    file.write_text(
        "ご注文の際は、次をお知らせください。\n注文番号,お名前,メールアドレス\nよろしくお願いいたします。\n店主\n", "utf-8"
    )
    assert not recognises(file, LAYOUTS)
    file.write_text(f"{HEAD}\n", "utf-8")
    assert recognises(file, LAYOUTS)


def test_line_breaks_and_quotes_within_quotes(tmp_path: Path) -> None:
    people, gaps, count = read(
        tmp_path, f"{HEAD}\r\n{row(1, chr(34) + '一行目' + chr(10) + '二行目 と言う' + chr(34))}\r\n{row(2)}\r\n"
    )
    assert (names(people), gaps, count) == (["山田1", "山田2"], {}, 2)


def test_a_quote_that_is_never_closed_costs_its_row_alone(tmp_path: Path) -> None:
    people, gaps, count = read(tmp_path, "\r\n".join([HEAD, row(1), '2,"山田2,a2@example.com,03,', row(3), row(4)]))
    assert names(people) == ["山田1", "山田2", "山田3", "山田4"]
    assert people[1].address == "a2@example.com"
    assert (gaps, count) == ({"1 rows with quotes that are not closed, read as if there were none": ("3",)}, 4)


def test_a_quote_that_is_never_closed_in_a_row_that_does_not_fit(tmp_path: Path) -> None:
    people, gaps, count = read(tmp_path, "\r\n".join([HEAD, row(1), '2,"山田2,a2@example.com', row(3), row(4)]))
    assert names(people) == ["山田1", "山田3", "山田4"]
    assert (gaps, count) == ({"1 rows that cannot be read": ("3",)}, 3)


def test_inches_in_a_remark_are_no_quotes(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, "\r\n".join([HEAD, row(1, '27" モニター'), row(2, '3" 5"'), row(3)]))
    assert (names(people), gaps) == (["山田1", "山田2", "山田3"], {})


def test_rows_that_lack_the_last_columns_are_read_and_told(tmp_path: Path) -> None:
    people, gaps, count = read(tmp_path, "\r\n".join([HEAD, row(1), "2,山田2,a2@example.com", row(3)]))
    assert [(one.name, one.address, one.telephone) for one in people][1] == ("山田2", "a2@example.com", "")
    assert (gaps, count) == ({"1 rows with too few columns, read as far as they go": ("3",)}, 3)


def test_zero_bytes_are_told(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, f"{HEAD}\n{row(1)}\n{row(2, chr(0) + 'x')}\n")
    assert names(people) == ["山田1", "山田2"]
    assert gaps == {"1 lines with zero bytes": ("3",)}


def test_a_row_in_another_charset_is_read_by_itself(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, f"{HEAD}\n{row(1)}\n".encode("cp932") + f"{row(2, '①髙')}\n".encode() + row(3).encode("cp932"))
    assert [one.address for one in people] == ["a1@example.com", "a2@example.com", "a3@example.com"]
    assert names(people)[::2] == ["山田1", "山田3"]
    assert names(people)[1] == "山田2" or "1 rows whose text had been damaged by a wrong charset before" in gaps


def test_characters_of_nec_and_ibm(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, f"{HEAD}\r\n1,髙橋﨑①,a@example.com,03,㈱\r\n".encode("cp932"))
    assert (names(people), gaps) == (["髙橋﨑①"], {})


def test_half_width_kana_are_not_taken_for_utf_8(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, f"{HEAD}\r\n1,ﾃｰﾌﾞﾙ ﾃｰ,a@example.com,03,\r\n".encode("cp932"))
    assert (names(people), gaps) == (["ﾃｰﾌﾞﾙ ﾃｰ"], {})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.encode().decode("cp932", "replace"),
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode("cp932").decode("latin-1"),
        lambda text: text.encode("ascii", "replace").decode().replace("?", "\ufffd"),
    ],
)
def test_text_that_was_damaged_before_is_told(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    people, gaps, _ = read(tmp_path, f"{HEAD}\n1,{spoil('山田太郎様')},a@example.com,03,\n")
    assert [one.address for one in people] == ["a@example.com"]
    assert [*gaps] == ["1 rows whose text had been damaged by a wrong charset before"]


def test_honest_names_are_not_taken_for_damaged(tmp_path: Path) -> None:
    honest = ["Müller", "José Núñez", "Ångström", "山田太郎", "ﾔﾏﾀﾞ", "𠮷野家", "Søren", "Łukasz", "ÀÉ"]
    people, gaps, _ = read(tmp_path, "\n".join([HEAD, *(f"1,{one},a@example.com,03," for one in honest)]))
    assert (names(people), gaps) == (honest, {})


def test_the_head_may_stand_below_other_lines(tmp_path: Path) -> None:
    people, _, count = read(tmp_path, f"受注一覧\r\n出力日,2026/11/20\r\n\r\n{HEAD}\r\n{row(1)}\r\n")
    assert (names(people), count) == (["山田1"], 1)


def test_heads_of_joined_files_are_no_rows(tmp_path: Path) -> None:
    people, gaps, count = read(tmp_path, "\r\n".join([HEAD, row(1), HEAD, row(2)]))
    assert (names(people), gaps, count) == (["山田1", "山田2"], {}, 2)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_each_separator(tmp_path: Path, separator: str) -> None:
    people, gaps, _ = read(tmp_path, table([eccube(TARO)], separator))
    assert (names(people), gaps) == (["山田 太郎"], {})


def test_columns_that_are_there_twice_or_empty(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, "注文番号,,氏名,氏名,メールアドレス,\n1,x,山田,別人,a@example.com,\n")
    assert (names(people), gaps) == (["山田"], {})


def test_several_addresses_in_one_cell(tmp_path: Path) -> None:
    (person,), _, _ = read(tmp_path, f"{HEAD}\n1,山田,Ａ@Example.com；b@example.com、c@example.com,03,\n")
    assert (person.address, person.more) == ("a@example.com", ("b@example.com", "c@example.com"))


def test_a_row_without_anybody_is_looked_at_and_names_nobody(tmp_path: Path) -> None:
    people, gaps, count = read(tmp_path, f"{HEAD}\n{row(1)}\n1,,,,二つ目の商品\n")
    assert (names(people), gaps, count) == (["山田1"], {}, 2)


def test_people_in_remarks(tmp_path: Path) -> None:
    notes = [
        "領収書はkeiri@example.comへ送付",
        "A1@example.com です",
        "届いたら 090-1234-5678 に電話",
        "〒530-0001 大阪市",
        "のし：内祝",
        "2026-11-10 午前",
    ]
    people, gaps, _ = read(tmp_path, "\n".join([HEAD, *(row(1, one) for one in notes)]))
    assert sorted({one.address for one in people}) == ["a1@example.com", "keiri@example.com"]
    assert gaps == {"2 remarks with telephone numbers or postal addresses, which were not read": ("4",)}


def test_a_present_names_three_people(tmp_path: Path) -> None:
    head = "受注番号,注文者名,注文者メールアドレス,お届け先名,お届け先住所,送り主名,送り主住所"
    people, _, _ = read(tmp_path, f"{head}\n1,山田,a@example.com,鈴木,大阪府,佐藤,京都府\n2,山田,a@example.com,山田,東京都,山田,\n")
    assert [(one.name, one.address, one.street) for one in people] == [
        ("山田", "a@example.com", ""), ("鈴木", "", "大阪府"), ("佐藤", "", "京都府"), ("山田", "a@example.com", "東京都"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read_as", "told"),
    [
        ("090-1234-5678", "090-1234-5678", ""), ("9012345678", "09012345678", "zero"), ("312345678", "0312345678", "zero"),
        ('"=""0312345678"""', "0312345678", ""), ("'0312345678", "0312345678", ""), ("9.01235E+09", "", "power"),
        ("+81 90-1234-5678", "+81 90-1234-5678", ""), ("２１２３４５６７８", "0２１２３４５６７８", "zero"),
        ("212-555-1234", "212-555-1234", ""),
    ],
)  # fmt: skip
def test_telephones(tmp_path: Path, written: str, read_as: str, told: str) -> None:
    (person,), gaps, _ = read(tmp_path, f"{HEAD}\n1,山田,a@example.com,{written},\n")
    assert person.telephone == read_as
    assert [told in gap or "leading zero" in gap for gap in gaps] == ([True] if told else [])


@pytest.mark.parametrize(
    ("written", "read_as", "told"),
    [
        ("160-0022", "160-0022", False), ("1600022", "160-0022", False), ("〒160-0022", "160-0022", False),
        ("600000", "060-0000", True),
        ("10001", "001-0001", True), ("１６０－００２２", "160-0022", False), ("SW1A 1AA", "SW1A 1AA", False), ("", "", False),
    ],
)  # fmt: skip
def test_postcodes(tmp_path: Path, written: str, read_as: str, told: bool) -> None:
    (person,), gaps, _ = read(tmp_path, f"注文番号,氏名,郵便番号\n1,山田,{written}\n")
    assert (person.postcode, bool(gaps)) == (read_as, told)


def test_dates(tmp_path: Path) -> None:
    for written, read_as in {"2026年11月9日": "2026-11-09", "20261109": "2026-11-09", "2026-11-09T01:02:03+09:00": "2026-11-09",
                             "13/11/2026": "2026-11-13", "11/09/2026": "", "昨日": "", "2026/13/40": ""}.items():  # fmt: skip
        (person, *_), gaps, _ = read(tmp_path, export("eccube-4", [replace(TARO, date=written)]))
        assert person.date == read_as
        assert bool(gaps) is not bool(read_as)


def test_an_empty_file(tmp_path: Path) -> None:
    for data in (b"", b"\r\n", b"\xef\xbb\xbf", bytes(500)):
        people, gaps, count = read(tmp_path, data)
        assert (people, gaps, count) == ([], {"the file is empty": ()}, 0)


def test_a_link_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEvidence) as raised:
        list(orders(tmp_path / "none.csv", AT, LAYOUTS))
    assert raised.value.reason is Reason.MISSING


OWN = 'name = "店舗"\nencoding = "cp932"\n[columns]\nmail = "連絡先"\nname = "客"\nstreet = ["県", "町"]\nto-name = "受取"\n'


def test_a_mapping_of_the_user(tmp_path: Path) -> None:
    layout = layout_of(OWN)
    people, gaps, _ = read(tmp_path, "客,連絡先,県,町,受取\n山田,a@example.com,東京都,新宿区,鈴木\n".encode("cp932"), layout)
    assert [(one.name, one.address, one.street, one.shop) for one in people] == [
        ("山田", "a@example.com", "東京都 新宿区", "own"), ("鈴木", "", "", "own"),
    ]  # fmt: skip
    assert gaps == {}


def test_a_mapping_that_does_not_fit_is_told(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, f"{HEAD}\n{row(1)}\n", layout_of('[columns]\nmail = "e-mail"\n'))
    assert (people, gaps) == ([], {"the columns that were named are not in the file": ()})


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("mail = ", "TOML"),
        ("x = 1", "x"),
        ('name = "a"', "[columns]"),
        ('[columns]\nmale = "x"', "male"),
        ('[columns]\norder = "x"', "mail"),
        ("[columns]\nmail = 3", "mail"),
        ('[columns]\nmail = ["a", 3]', "mail"),
        ('[columns]\nmail = ""', "mail"),
        ('encoding = "klingon"\n[columns]\nmail = "a"', "klingon"),
        ('name = 3\n[columns]\nmail = "a"', "name"),
        ("#" * 300_000, "large"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_in_both_languages(text: str, part: str) -> None:
    with pytest.raises(MappingTrouble) as raised:
        layout_of(text)
    assert part in raised.value.words.en
    assert raised.value.words.ja.endswith(("。", "メールアドレス")) or "：" in raised.value.words.ja
    assert not raised.value.words.ja.isascii()
