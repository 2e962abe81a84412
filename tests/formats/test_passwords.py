"""Passwords in the texts of mails: the published shapes in the labels and forms that were seen, and near misses."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.formats.passwords import MOST, candidates

TEMPLATES = [
    "お世話になっております。\n添付ファイル名: 2022-03-03_1122.zip\n解凍パスワード: {}\n以上、よろしくお願いいたします。",
    "パスワード：{}",
    "解凍パスワードは「{}」です。",
    "添付ファイルのパスワードは {} です。",
    "開封パスワード【{}】",
    "ＺＩＰパスワード＝{}",
    "解凍PW→{}",
    "ﾊﾟｽﾜｰﾄﾞ：{}",
    "■パスワード\n{}\n",
    "■パスワード\n----------------\n\n  {}\n",
    "パス：{}",
    "「{}」がパスワードです。",
    "パスワード（半角）：{}",
    "解凍時のパスワードは以下の通りです。\n\n{}\n",
    "Password: {}",
    "Zip pass: {}",
    "PW - {}",
    "The password for the attached document is {}.",
    "Archive password is {} and the file is protected.",
    "Please use the password below:\n{}\nRegards",
    "Use {} as the password",
    "Pass = &quot;{}&quot;",
    "<p>Password:</p><p><b>{}</b></p>",
    "Passwort: {}",
    "Das Passwort lautet: {}",
    "Mot de passe : {}",
    "Contraseña: {}",
    "Senha: {}",
    "Hasło: {}",
    "Пароль: {}",
    "密码：{}",
    "> Password: {}",
]
SEEN = ["4432", "980", "826", "4vahobk5lzs", "QWERTZUIO", "7Xk2pQ9vLm3"]
SHAPES = st.one_of(
    st.text(string.digits, min_size=3, max_size=5),
    st.text(string.ascii_uppercase, min_size=9, max_size=9),
    st.text(string.ascii_lowercase + string.digits, min_size=11, max_size=11).filter(lambda one: any(c.isdigit() for c in one)),
)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("password", SEEN)
def test_a_password_that_was_seen_comes_first(template: str, password: str) -> None:
    assert candidates(template.format(password))[0] == password


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.sampled_from(TEMPLATES), SHAPES)
def test_every_published_shape_is_found_among_the_first_ten(template: str, password: str) -> None:
    assert password in candidates("Re: 会議\n" + template.format(password) + "\n\nTel. 03-0000-0000")[:10]


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.sampled_from(TEMPLATES[:9]), SHAPES)
def test_full_width_signs_are_given_as_written_and_half_width(template: str, password: str) -> None:
    wide = password.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert {password, wide} <= set(candidates(template.format(wide))[:10])


@pytest.mark.parametrize(
    "text",
    [
        "パスワードは別途お送りします。",
        "パスワードは別メールにてお送りいたします。\nよろしくお願いいたします。",
        "パスポートの番号をお知らせください。",
        "バスの時刻は 10:30 です。",
        "The password will be sent separately.",
        "Your password was sent to you by phone.",
        "passenger list and compass readings",
        "",
        "よろしくお願いいたします。",
    ],
)
def test_where_none_is_told_none_is_found(text: str) -> None:
    assert candidates(text) == ()


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("パスワードは別途お送りします。\n\n前回のパスワード: 1234", "1234"),
        ("Forgot your password? See https://example.com/reset\nPassword: 77x1", "77x1"),
        ("パスワードは「Ab#12!x」です。", "Ab#12!x"),
        ("添付: invoice_2022.zip / パスワード: 5543", "5543"),
    ],
)
def test_a_line_about_passwords_does_not_hide_the_one_that_has_it(text: str, password: str) -> None:
    assert candidates(text)[0] == password


def test_signs_at_the_end_are_left_off_first_and_kept_second() -> None:
    assert candidates("Password: Ab12!") == ("Ab12", "Ab12!")


def test_there_are_never_more_than_thirty() -> None:
    assert len(candidates("\n".join(f"Password: x{n}y{n}" for n in range(200)))) == MOST


@pytest.mark.parametrize("piece", ["password: ", "パスワード", "(password ", "<a", "「", "=", "password\n", "&amp;", "１"])
def test_long_texts_of_one_piece_are_read(piece: str) -> None:
    assert len(candidates(piece * (300_000 // len(piece)))) <= MOST


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert len(candidates("パスワード: " + text)) <= MOST
