"""Mail addresses in texts, and the names that forms give; hostile texts take no time."""

from __future__ import annotations

import time

import pytest

from mimawari.formats.mail.enclosed import _INVITED
from mimawari.formats.mail.mentioned import MOST, mentioned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("お名前：山田 太郎\nメール：a@x.example.com", [("山田 太郎", "a@x.example.com")]),
        ("【氏名】山田太郎\n【メール】a@x.example.com", [("山田太郎", "a@x.example.com")]),
        ("■ご注文者氏名（漢字）：山田太郎 様\n住所：東京都\nE-mail:a@x.example.com", [("山田太郎 様", "a@x.example.com")]),
        ("名前　山田太郎\r\nメール　a@x.example.com\r\n", [("山田太郎", "a@x.example.com")]),
        ("ご担当者名：山田\nメール：a@x.example.com", [("山田", "a@x.example.com")]),
        ("> お名前：山田\n> メール：a@x.example.com", [("山田", "a@x.example.com")]),
        ("Your name: John Smith\nEmail: <A@X.example.com>.", [("John Smith", "a@x.example.com")]),
        (
            "お名前：甲\nメール：a@x.example.com\nお名前：乙\nメール：b@x.example.com",
            [("甲", "a@x.example.com"), ("乙", "b@x.example.com")],
        ),
        ("お名前：甲\nメール：a@x.example.com\nまたは b@x.example.com", [("甲", "a@x.example.com"), ("", "b@x.example.com")]),
        ("お名前：甲\n" + "\n" * 20 + "a@x.example.com", [("", "a@x.example.com")]),
        ("お名前は下の方です。\na@x.example.com", [("", "a@x.example.com")]),
        ("商品名：マグカップ\na@x.example.com", [("", "a@x.example.com")]),
        ("件名：お名前\na@x.example.com", [("", "a@x.example.com")]),
        ("Name of the firm\na@x.example.com", [("", "a@x.example.com")]),
        ("連絡はa@x.example.com、またはmailto:b@x.example.comへ。", [("", "a@x.example.com"), ("", "b@x.example.com")]),
        ("docomo: yama..da.@docomo.ne.jp", [("", "yama..da.@docomo.ne.jp")]),
        ("a@x.example.com a@x.example.com A@X.EXAMPLE.COM", [("", "a@x.example.com")]),
        ("Message-ID: <1@x.example.com>\nIn-Reply-To: <2@x.example.com>", []),
        ("In message <20260101@x.example.com> Taro wrote:", []),
        ("https://maps.example.com/@35.6,139.7 https://user@x.example.com/", []),
        ("@taro さん、3@4 です。a@localhost", []),
        ("0123456789abcdef0123456789abcdef0123456789abcdef@x.example.com", []),
    ],
)
def test_who_is_named(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one, _ in mentioned(text)] == expected
    assert [is_form for _, is_form in mentioned(text)] == [name != "" for name, _ in expected]


def test_there_is_a_limit_that_is_seen() -> None:
    assert len(list(mentioned("\n".join(f"k{number}@x.jp" for number in range(MOST + 9))))) == MOST + 1


LONG = 256 << 10


@pytest.mark.parametrize(
    "text",
    ["@" * LONG, "a@" * (LONG // 2), "a@b." * (LONG // 4), "氏名" + " " * LONG + "@", "氏名 " * (LONG // 3) + "@", "■" * LONG + "@",
     "a." * LONG + "@b.jp", ("氏名" + " " * 60 + "\n") * (LONG // 63) + "a@b.jp", "name:" * (LONG // 5) + "@"],
)  # fmt: skip
def test_a_hostile_text_takes_no_time(text: str) -> None:
    begun = time.process_time()
    list(mentioned(text))
    assert time.process_time() - begun < 15


@pytest.mark.parametrize(
    "text",
    ["attendee" + ";" * LONG, "attendee" + ';a="b"' * (LONG // 6), "attendee;\n" * (LONG // 10), 'attendee;cn="' + "x" * LONG],
)
def test_a_hostile_invitation_takes_no_time(text: str) -> None:
    begun = time.process_time()
    assert not list(_INVITED.finditer(text))
    assert time.process_time() - begun < 5
