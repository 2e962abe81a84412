"""Address books and orders as Japanese programs and shops write them: every row is somebody, nobody is another."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.shop_mailbox import listed

HEAD = (
    "注文番号,注文日,注文者名,注文者メールアドレス,注文者電話番号,注文者郵便番号,注文者住所,"
    "お届け先名,お届け先電話番号,お届け先郵便番号,お届け先住所\r\n"
)


@pytest.mark.parametrize(
    ("text", "charset", "expected"),
    [
        ("氏名,メールアドレス\r\n田中,ｔａｎａｋａ＠ｅｘａｍｐｌｅ．ｃｏｍ\r\n", "cp932", ("tanaka@example.com",)),
        ("会員番号,お名前,Eメール,電話番号\r\n1,山田太郎,a@example.com,090\r\n", "euc-jp", ("a@example.com",)),
        ("お客様名,メール,TEL\r\n山田太郎,a@example.com,090\r\n", "cp932", ("a@example.com",)),
        ("顧客ID,顧客名,顧客メール\r\n1,山田太郎,a@example.com\r\n", "cp932", ("a@example.com",)),
        ("氏名,PCメール,携帯メール\r\n山田太郎,a@example.com,b@docomo.ne.jp\r\n", "utf-8", ("a@example.com", "b@docomo.ne.jp")),
        ("姓\t名\tメールアドレス\r\n山田\t太郎\ta@example.com\r\n", "utf-16", ("a@example.com",)),
        ("姓,名,電子メール アドレス\r\n山田,太郎,山田 太郎 <a@example.com>\r\n", "utf-8-sig", ("a@example.com",)),
        ('氏名,メールアドレス\r\n山田,"""yama..da.""@docomo.ne.jp"\r\n', "cp932", ("yama..da.@docomo.ne.jp",)),
    ],
)
def test_address_books(text: str, charset: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    (one,) = listed(tmp_path, files={"book.csv": text.encode(charset)}).people
    assert (one.address, *one.others) == expected
    assert one.name.replace(" ", "") in ("山田太郎", "山田", "田中")


def rows(*every: str) -> bytes:
    return (HEAD + "".join(f"{number},2026/01/01,{one}\r\n" for number, one in enumerate(every))).encode("cp932")


TOKYO, OSAKA = "100-0001,東京都千代田区千代田1-1", "530-0001,大阪府大阪市北区梅田2-2"


@pytest.mark.parametrize(
    ("every", "people"),
    [
        ((f"田中一郎,a@x.jp,090-1357-2468,{TOKYO},,,,", f"田中一郎,b@x.jp,090-2222-2222,{OSAKA},,,,"), ["a@x.jp", "b@x.jp"]),
        ((f"田中一郎,a@x.jp,090-1357-2468,{TOKYO},,,,", f"田中一郎,b@x.jp,090-1357-2468,{TOKYO},,,,"), ["a@x.jp", "b@x.jp"]),
        ((f"田中一郎,a@x.jp,090-1357-2468,{TOKYO},,,,", f"田中 一郎,,090-1357-2468,{OSAKA},,,,"), ["a@x.jp"]),
        ((f"齋藤一郎,a@x.jp,03-1234-5678,{TOKYO},,,,", f"斉藤 一郎,,03-1234-5678,{OSAKA},,,,"), ["a@x.jp"]),
        ((f"田中一郎,a@x.jp,090-1357-2468,{TOKYO},祖母 きく,03-9999-9999,{OSAKA}",), ["", "a@x.jp"]),
        ((f"田中一郎,,090-1357-2468,{TOKYO},,,,", f"田中二郎,,090-1357-2468,{TOKYO},,,,"), ["", ""]),
        (("甲 太郎,t***@gmail.com,090-1357-2468,,,,,,", "乙 花子,t***@gmail.com,090-2222-2222,,,,,,"), ["", ""]),
        (("田中一郎,noreply.ichiro@docomo.ne.jp,,,,,,,",), ["noreply.ichiro@docomo.ne.jp"]),
        (('田中一郎,"""yama..da""@docomo.ne.jp",,,,,,,', "田中一郎,yama..da@docomo.ne.jp,,,,,,,"), ["yama..da@docomo.ne.jp"]),
    ],
)
def test_orders(every: tuple[str, ...], people: list[str], tmp_path: Path) -> None:
    assert sorted(one.address for one in listed(tmp_path, orders=rows(*every)).people) == people
