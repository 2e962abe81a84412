"""Lines fit, whatever the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimawari.faces.wrap import padded, shortened, width, wrapped

SAMPLES = st.text(st.sampled_from("abc /\\.,。、（）「」ー感染PCのをEmotet 	"), max_size=200)


def test_a_japanese_letter_takes_two_columns() -> None:
    assert width("PC感染") == 6
    assert width("が") == 2  # a letter and its combining mark


@given(SAMPLES, st.integers(6, 40))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert [line for line in lines if width(line) > columns] == []


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket() -> None:
    text = "感染の兆候は、見つかりませんでした。（調べた範囲です。）「安全」とは、言えません。" * 5
    for columns in range(10, 60):
        lines = wrapped(text, columns)
        assert not [line for line in lines if line[0] in "。、）」" or line[-1] in "（「"], columns


def test_english_words_are_not_torn() -> None:
    assert wrapped("unplug the network cable", 12) == ["unplug the", "network", "cable"]


def test_a_path_is_cut_after_a_backslash() -> None:
    assert wrapped("C:\\Users\\someone\\AppData\\Local", 20) == ["C:\\Users\\someone\\", "AppData\\Local"]


@pytest.mark.parametrize(("text", "columns", "expected"), [("ab", 4, "ab  "), ("感", 4, "感  "), ("abcde", 4, "abcde")])
def test_padding_counts_columns(text: str, columns: int, expected: str) -> None:
    assert padded(text, columns) == expected


def test_what_is_shortened_fits_and_says_so() -> None:
    assert shortened("経理部のパソコン", 8) == "経理部…"
    assert width(shortened("経理部のパソコン", 8)) <= 8
    assert shortened("PC1", 8) == "PC1"
