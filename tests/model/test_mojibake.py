"""Mojibake is made here by reading in the wrong character set, and must come back; ordinary text must stay as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.model.mojibake import repaired

WORDS = ["パスワードは4432です", "請求書の件", "山田太郎", "添付ファイル名", "お世話になっております。", "解凍パスワード:",
         "株式会社日本商事", "見積書(改訂版)をお送りします"]  # fmt: skip


def latin(data: bytes) -> str:
    """As Windows shows bytes in Windows-1252: five of them mean nothing, and stay controls."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize("text", WORDS)
def test_utf_8_read_as_something_western(text: str) -> None:
    assert repaired(text.encode().decode("latin-1")) == text
    assert repaired(latin(text.encode())) == text
    assert repaired(f"Re: {latin(text.encode())} / mixed") == f"Re: {text} / mixed"
    assert repaired(f"日本語の中の {latin(text.encode())}") == f"日本語の中の {text}"


@pytest.mark.parametrize("text", [one for one in WORDS if not one.isidentifier() or "パ" in one])
@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
def test_japanese_read_as_something_western(text: str, codec: str) -> None:
    assert repaired(latin(text.encode(codec))) == text


@pytest.mark.parametrize("text", ["請求書", "日本", "株式会社", "見積書"])
def test_utf_8_read_as_shift_jis_where_nothing_got_lost(text: str) -> None:
    assert repaired(text.encode().decode("cp932")) == text


def test_utf_8_read_as_shift_jis_with_losses() -> None:
    """パスワード and 番号: ド ends in a byte that begins a character in Shift_JIS."""
    wrong = "解凍パスワードは4432です".encode().decode("cp932", "replace")
    assert wrong != "解凍パスワードは4432です"
    found = repaired(wrong)
    assert "パスワ" in found
    assert "4432" in found


@pytest.mark.parametrize("text", ["パスワード", "請求書の件", "お世話になっております"])
def test_iso_2022_jp_that_lost_its_escapes(text: str) -> None:
    wrong = text.encode("iso-2022-jp").decode("ascii").replace("\x1b", "")
    assert repaired(f"Re: {wrong} (1)") == f"Re: {text} (1)"


@pytest.mark.parametrize(
    "text",
    [
        *WORDS, "", "plain", "Émile Zola à Paris, déjà vu", "Größe über alles", "São João não", "naïve façade", "¿Qué? ¡Sí!",
        "“quoted” – dash…", "ﾊﾟｽﾜｰﾄﾞ", "髙橋①㈱", "$B costs (Bill)", "pay $B12(B now", "繧いた話", "縺れる", "邊見さん", "龍譚堂",
        "Ä Ö Ü ß", "™®©", "price £20 €30", "Привет, мир", "中文文本", "한국어", "😀 emoji", "A\u0300 combined", "ﾃ｡", "Ａ４サイズ",
        "naïve – “Ångström”", "ÀÉÎ", "ça", "œuvre", "ÃO", "MAÇÃ", "IRMÃOS", "縺れた糸と繧いの話を聞いた", "譌鰐 譛\ufffd",
    ],
)  # fmt: skip
def test_what_is_as_it_should_be(text: str) -> None:
    assert repaired(text) == text


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("あいうえおパスワード請求書山田日本語abc 123。、()ー"), min_size=1, max_size=80))
def test_ordinary_japanese_is_never_touched_and_its_mojibake_comes_back(text: str) -> None:
    assert repaired(text) == text
    if any(char >= "\u3000" for char in text):
        assert repaired(latin(text.encode())) == text


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    repaired(text)


@pytest.mark.parametrize("piece", ["$B", "$@!!", "縺", "ã", "ã\x81", "繝�", "ƒ", "\n縺", "ÿ", "$B!!(B"])
def test_long_nonsense(piece: str) -> None:
    repaired(piece * ((256 << 10) // len(piece)))
