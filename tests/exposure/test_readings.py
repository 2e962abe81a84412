"""Names in kana and Latin letters that are read alike: Hepburn, Kunrei-shiki, and as in passports."""

from __future__ import annotations

import time

import pytest

from mimawari import knowledge
from mimawari.exposure.names import key
from mimawari.exposure.readings import is_japanese, sounds

TABLES = knowledge.load().exposure


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("ヤマダ タロウ", "Taro Yamada"),
        ("やまだたろう", "YAMADA Tarou"),
        ("サトウ ショウイチ", "Shoichi Satoh"),
        ("サトウ ショウイチ", "Syôiti Satô".replace("ô", "o")),
        ("オオノ ジュン", "Jun Ohno"),
        ("オオノ ジュン", "Ono Jun"),
        ("ナンバ チヅル", "Chizuru Namba"),
        ("ハットリ シンイチ", "Shin'ichi Hattori"),
        ("ハッチョウ キョウコ", "Kyoko Hatcho"),
        ("フジイ ツヨシ", "Fujii Tsuyoshi"),
        ("フジイ ツヨシ", "Huzii Tuyosi"),
        ("ジュンイチ ｱﾍﾞ", "Abe Junichi"),
    ],
)
def test_one_reading(kana: str, latin: str) -> None:
    assert sounds(key(kana, TABLES)) & sounds(key(latin, TABLES))


@pytest.mark.parametrize(
    ("kana", "latin"), [("ヤマダ タロウ", "Jiro Yamada"), ("ササキ ケン", "Kenji Sasaki"), ("オノ ユカ", "Ono Yuki")]
)
def test_two_readings(kana: str, latin: str) -> None:
    assert not sounds(key(kana, TABLES)) & sounds(key(latin, TABLES))


@pytest.mark.parametrize(
    ("name", "expected"), [("Taro Yamada", True), ("Jun'ichi Kyogoku", True), ("John Smith", False), ("Tom", False)]
)
def test_only_sounds_of_japanese(name: str, expected: bool) -> None:
    assert is_japanese(key(name, TABLES)) is expected


@pytest.mark.parametrize(
    "word", ["na" * 90 + "x", "n" * 180 + "x", "oh" * 90 + "q", "ou" * 90, "ッ" * 180, "キャ" * 90, "a " * 90 + "x"]
)
def test_a_hostile_name_takes_no_time(word: str) -> None:
    begun = time.process_time()
    is_japanese(word)
    sounds(word)
    assert time.process_time() - begun < 1
