"""Several names and addresses of one entry: which leads, and who may be somebody else."""

from __future__ import annotations

import pytest
from support.sighted import box, listed, seen

from mimawari.model import Person, Tie

A, PHONE = "a@x.co.jp", "090-1111-2222"


def called(*every: str) -> Person:
    """The entry of an address that is called so, the first most often."""
    named = [one for number, name in enumerate(reversed(every), 1) for one in [seen(A, name)] * number]
    (found,), _ = listed(*named)
    return found


@pytest.mark.parametrize(
    ("every", "name", "further"),
    [
        (("Taro Yamada", "ヤマダ タロウ", "山田 太郎"), "山田 太郎", ()),
        (("Taro Yamada", "株式会社緑 山田太郎様", "YAMADA Tarou"), "山田太郎", ()),
        (("佐藤", "鈴木"), "佐藤", ("鈴木",)),
        (("佐藤健", "鈴木恵"), "佐藤健", ("鈴木恵",)),
        (("山田太郎", "山田"), "山田太郎", ()),
        (("山田太郎", "鈴木"), "山田太郎", ("鈴木",)),
        (("斎藤一郎", "齋藤一郎", "斉藤一郎"), "斎藤一郎", ()),
        (("渡辺太郎", "渡部太郎"), "渡辺太郎", ("渡部太郎",)),
        (("John Smith", "田中花子"), "John Smith", ("田中花子",)),
        (("田中花子", "John Smith"), "田中花子", ("John Smith",)),
        (("ヤマダタロウ", "hanako yamada"), "ヤマダタロウ", ("hanako yamada",)),
        (("山田太郎", "Taro Yamada", "Hanako Yamada"), "山田太郎", ("Hanako Yamada", "Taro Yamada")),
        (("山田太郎", "経理", "自宅", "本社"), "山田太郎", ()),
    ],
)
def test_names_at_one_address(every: tuple[str, ...], name: str, further: tuple[str, ...]) -> None:
    """Kanji lead before their reading; whoever may be somebody else is told, and a reading is nobody else."""
    found = called(*every)
    assert (found.name, sorted(found.further)) == (name, sorted(further))


def test_one_domain_in_either_writing() -> None:
    """RFC 3490: 日本語.jp is xn--wgv71a119e.jp."""
    (one,), _ = listed(seen("info@日本語.jp"), seen("INFO@xn--wgv71a119e.jp"), seen("info@日本語．ｊｐ"))
    assert one.address == "info@xn--wgv71a119e.jp"


def test_of_an_entry_the_first_address_is_written_to_unless_another_is_used_more() -> None:
    entry = seen("z@x.co.jp", "山田太郎", more=("a@x.co.jp", "b@x.co.jp"))
    assert listed(entry)[0][0].address == "z@x.co.jp"
    assert listed(entry, seen("b@x.co.jp"))[0][0].address == "b@x.co.jp"


def test_an_address_of_a_mall_is_a_customers() -> None:
    (one,), _ = listed(box("x1@pc.fw.rakuten.ne.jp", ties=((Tie.WROTE, 1),)))
    assert (one.is_masked, one.template.value) == (True, "customer")


def test_addresses_that_were_made_unreadable_are_none_and_make_nobody_one() -> None:
    """Shop systems show ``t***@gmail.com``: many customers have the same signs."""
    hidden = "t***@gmail.com"
    found, _ = listed(
        *(seen(hidden, name, Tie.CUSTOMER, telephone=PHONE) for name in ("山田太郎", "佐藤花子")), seen(hidden), seen("s***@x.jp")
    )
    assert [(one.address, one.others) for one in found] == [("", ())] * 4
    assert sorted(one.name for one in found) == ["", "", "佐藤花子", "山田太郎"]
