"""``answers.toml``: read, written, and never with a password."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimawari.firm import FirmTrouble, Wrong
from mimawari.firm.answers import CHECKS, LARGEST, account, looks_secret, parse, proposed, read, text
from mimawari.model import ANSWERS, Answers, Firm, OwnAccount

FULL = Answers(
    firm="みどり雑貨",
    decides='山田 "店長" 03-0000-0000',
    pcs=("SHOP-PC1（レジ）", "SHOP-PC2"),
    accounts=("info@midori.example", "楽天RMS", "さくらインターネット（会員メニュー）"),
    backups="NAS \\\\nas\\backup, 2026-10",
)


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_what_is_written_is_read_again(tongue: str) -> None:
    assert parse(text(FULL, tongue)) == FULL
    assert parse(text(Answers(), tongue)) == Answers()


@given(st.text(max_size=60))
def test_any_answer_is_read_as_it_was_written_or_refused(answer: str) -> None:
    try:
        told = CHECKS["decides"](answer)
    except Wrong:
        return
    # A lone surrogate is no text of a file.
    expected = "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in told)
    assert parse(text(Answers(decides=told), "en")).decides == expected.strip()


@pytest.mark.parametrize(
    "entry",
    [
        "info@midori.example hunter2x",
        "info@midori.example:Sakura2024!",
        "info@midori.example / Xk9-mmq",
        "password: abcdef",
        "Passwort pw=abc",
        "パスワード：さくら",
        "パスワードはsakura",
        "暗証番号 1234",
        "楽天RMS Tr0ub4dor",
        "Tr0ub4dor&3",
        "kJ8!vvq2",
        "PIN: 1234",
    ],
)
def test_what_looks_like_a_password_is_refused(entry: str) -> None:
    assert looks_secret(entry)
    with pytest.raises(Wrong):
        account(entry)


@pytest.mark.parametrize(
    "entry",
    [
        "info@midori.example",
        "info@midori.example（代表）",
        "山田 <yamada-01@midori.example>",
        "Microsoft365",
        "楽天RMS",
        "Yahoo!ショッピング",
        "https://www.rakuten.co.jp/midori-2024/",
        "さくらのメールボックス 会員ID",
        "Amazon Seller Central",
        "GMO Payment",
        "パスワード管理ソフト（1Password）",
        "03-1234-5678",
    ],
)
def test_names_and_addresses_are_not_taken_for_passwords(entry: str) -> None:
    assert account(entry) == entry


def test_the_file_is_refused_without_repeating_the_password() -> None:
    with pytest.raises(FirmTrouble) as caught:
        parse('accounts = ["info@midori.example Sakura2024!"]')
    said = caught.value.words.en + caught.value.words.ja
    assert "accounts" in said
    assert "Sakura2024" not in said


@pytest.mark.parametrize(
    "content",
    [
        "accounts = 3",
        'mail = "x"',
        "firm = [",
        f'firm = "{"x" * 500}"',
        f"pcs = {['x' + str(at) for at in range(300)]}",
        'firm = "\\ud800"',
    ],
)
def test_a_bad_file_is_one_sentence(content: str) -> None:
    with pytest.raises(FirmTrouble) as caught:
        parse(content)
    assert caught.value.words.ja
    assert "\n" not in caught.value.words.en


def test_a_large_file_a_missing_one_and_another_charset(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    for content in (b"#" * (LARGEST + 1), 'firm = "みどり"'.encode("cp932")):
        path.write_bytes(content)
        with pytest.raises(FirmTrouble):
            read(path)
    with pytest.raises(FirmTrouble):
        read(tmp_path / "none.toml")


def test_the_firm_s_own_file_fills_what_nobody_answered() -> None:
    firm = Firm(
        name="Midori", name_ja="みどり雑貨", provider="さくら", accounts=(OwnAccount("a@midori.example", machines=("PC1",)),)
    )
    found = proposed(firm, Answers(provider="other"), "ja")
    assert (found.firm, found.provider, found.pcs, found.accounts) == ("みどり雑貨", "other", ("PC1",), ("a@midori.example",))
    assert proposed(firm, FULL, "en") == Answers(
        **{name: getattr(FULL, name) for name in ANSWERS if name != "provider"}, provider="さくら"
    )
