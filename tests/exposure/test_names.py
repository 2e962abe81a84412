"""Names as they are written in Japan and elsewhere, taken apart, and the keys under which they are compared."""

from __future__ import annotations

import pytest

from mimawari import knowledge
from mimawari.exposure.names import Name, companions, firm_key, is_office, is_whole, key, may_differ, taken_apart

TABLES = knowledge.load().exposure


@pytest.mark.parametrize(
    ("text", "person", "honorific", "organisation"),
    [
        ("山田 太郎様", "山田 太郎", "様", ""),
        ("山田　太郎 さま", "山田 太郎", "さま", ""),
        ("森様", "森", "様", ""),
        ("山田太郎先生", "山田太郎", "先生", ""),
        ("“山田 太郎”", "山田 太郎", "", ""),
        ("山田 太郎（緑雑貨）", "山田 太郎", "", "緑雑貨"),
        ("山田太郎(やまだたろう)", "山田太郎", "", ""),
        ("株式会社緑雑貨 山田太郎", "山田太郎", "", "株式会社緑雑貨"),
        ("㈱緑雑貨　営業部　山田太郎殿", "山田太郎", "殿", "㈱緑雑貨 営業部"),
        ("株式会社 緑雑貨 山田", "山田", "", "株式会社 緑雑貨"),
        ("①㈱髙﨑商店 吉田", "吉田", "", "①㈱髙﨑商店"),
        ("長谷部 誠", "長谷部 誠", "", ""),
        ("か\u3099く 太郎", "がく 太郎", "", ""),
        ("山本商会 担当 木村様", "木村", "様", "山本商会"),
        ("店長 山田", "山田", "", ""),
        ("緑雑貨 御中", "", "御中", "緑雑貨"),
        ("田中商店 田中一郎", "田中一郎", "", "田中商店"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ", "", ""),
        ("Mr. Taro Yamada", "Taro Yamada", "Mr.", ""),
        ("YAMADA, Taro", "Taro YAMADA", "", ""),
        ("Sato-san", "Sato", "-san", ""),
        ("Taro Yamada (Green Inc.)", "Taro Yamada", "", "Green Inc."),
        ("Green Zakka Co.,Ltd.", "", "", "Green Zakka Co.,Ltd."),
        ("taro@example.jp", "", "", ""),
        ("山田太郎＠緑商会", "山田太郎", "", "緑商会"),
        ("山田太郎@みどり", "山田太郎", "", "みどり"),
        ("山田太郎/緑商会", "山田太郎", "", "緑商会"),
        ("山田太郎 / Taro Yamada", "山田太郎", "", ""),
        ("Taro Yamada (山田太郎)", "山田太郎", "", ""),
        ("山田 太郎 (Taro Yamada)", "山田 太郎", "", ""),
        ("山田 太郎 (Blue Sky)", "山田 太郎", "", "Blue Sky"),
        ("Yamada Taro (Mr.)", "Yamada Taro", "", ""),
        ("John Smith, Jr.", "John Smith", "", ""),
        ("代表取締役社長 山田太郎様", "山田太郎", "様", ""),
        ("緑医院 院長 山田太郎先生", "山田太郎", "先生", "緑医院"),
        ("山田様方 鈴木一郎様", "鈴木一郎", "様", ""),
        ("山田部長様", "山田", "様", ""),
        ("田中＠携帯", "田中", "", ""),
        ("鈴木（自宅）", "鈴木", "", ""),
        ("Rahman MD", "Rahman MD", "", ""),
        ("Naoko II", "Naoko II", "", ""),
        ("鵜殿様", "鵜殿", "様", ""),
        ("山田工場長", "山田", "工場長", ""),
        ("代表様", "代表", "様", ""),
        ("経理ご担当者様", "", "ご担当者様", "経理"),
        ("お客様各位", "", "", ""),
        ("関係者各位", "", "", ""),
        ("営業部各位", "", "御中", "営業部"),
        ("様", "様", "", ""),
        ("", "", "", ""),
    ],
)
def test_taken_apart(text: str, person: str, honorific: str, organisation: str) -> None:
    assert taken_apart(text, TABLES) == Name(person, honorific, organisation)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田 太郎", "山田太郎"),
        ("髙橋 健一", "高橋健一"),
        ("𠮷田 花子", "吉田花子"),
        ("齋藤 一郎", "斉藤一郎"),
        ("斎藤 一郎", "齊藤 一郎"),
        ("渡邊 花子", "渡辺花子"),
        ("Taro Yamada", "YAMADA Taro"),
        ("Ｔａｒｏ　Ｙａｍａｄａ", "taro yamada"),
        ("ﾔﾏﾀﾞﾀﾛｳ", "ヤマダ タロウ"),
    ],
)
def test_variants_have_one_key(one: str, other: str) -> None:
    assert key(one, TABLES) == key(other, TABLES) != ""


@pytest.mark.parametrize(("one", "other"), [("山田太郎", "山田次郎"), ("山田", "山田太郎"), ("Taro Yamada", "Taro Yamamoto")])
def test_others_do_not(one: str, other: str) -> None:
    assert key(one, TABLES) != key(other, TABLES)


WHOLE, NOT = ("山田太郎", "田中 誠", "佐々木 健", "Taro Yamada"), ("森 健", "田中", "佐々木", "Taro", "")


@pytest.mark.parametrize("name", [*WHOLE, *NOT])
def test_a_surname_alone_is_no_whole_name(name: str) -> None:
    """Of two signs nobody can tell whether they are more than a surname."""
    assert is_whole(name, key(name, TABLES)) is (name in WHOLE)


@pytest.mark.parametrize(
    ("name", "others"), [("高橋 健・美咲", ("美咲",)), ("ジョン・スミス", ()), ("山田 太郎", ()), ("山田太郎＆花子", ("花子",))]
)
def test_several_people_in_one_name(name: str, others: tuple[str, ...]) -> None:
    assert companions(taken_apart(name, TABLES).person) == others


@pytest.mark.parametrize(
    "name", ["ご担当者", "経理", "本社 総務", "カスタマーサービス", "サポート", "青空 受注係", "Customer Support", "みどり雑貨店"]
)
def test_an_office_is_nobodys_name(name: str) -> None:
    assert is_office(name, TABLES)


@pytest.mark.parametrize("name", ["山田太郎", "松本人志", "山本 人美", "阿部 花子", "氷室 京介", "長谷部 誠", "Taro Yamada", ""])
def test_a_persons_name_is_no_offices(name: str) -> None:
    assert not is_office(name, TABLES)


@pytest.mark.parametrize(
    "name", ["株式会社みどり雑貨店", "みどり 雑貨店", "㈱みどり雑貨店", "（有）みどり雑貨店", "みどり雑貨店 株式会社"]
)
def test_a_firm_under_all_its_forms(name: str) -> None:
    assert firm_key(name) == "みどり雑貨店"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("山田太郎", "山田花子", True),
        ("山田太郎", "山田", False),
        ("山田太郎", "ヤマダタロウ", False),
        ("山田太郎", "taro yamada", False),
        ("山田太郎", "john smith", True),
        ("ヤマダタロウ", "tarou yamada", False),
        ("ヤマダタロウ", "hanako yamada", True),
        ("やまだたろう", "ヤマダ タロウ", False),
        ("taro yamada", "taroh yamada", False),
        ("taro yamada", "hanako yamada", True),
        ("ジョン・スミス", "john smith", False),
    ],
)
def test_further_people(one: str, other: str, expected: bool) -> None:
    assert may_differ(key(one, TABLES), key(other, TABLES)) is expected
