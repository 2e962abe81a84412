"""What a clue says where something about it is not known."""

from __future__ import annotations

import pytest

from mimawari.model import Clue, Fact, Origin, Words

WORDS = Words(en="Sent for {account} (from {address}).", ja="{account} から送信されています（接続元 {address}）。")


def said(words: Words, **facts: Fact) -> Words:
    return Clue(origin=Origin("S", "log"), name="x", words=words, given=tuple(facts.items())).sentence


def test_what_is_known_is_told() -> None:
    told = said(WORDS, account="www-data", address="192.0.2.1")
    assert told == Words(en="Sent for www-data (from 192.0.2.1).", ja="www-data から送信されています（接続元 192.0.2.1）。")


@pytest.mark.parametrize("address", ["", None])
def test_a_bracket_about_what_is_not_known_is_left_out(address: str | None) -> None:
    told = said(WORDS, account="www-data", address=address)
    assert told == Words(en="Sent for www-data.", ja="www-data から送信されています。")


def test_none_in_number_is_a_number() -> None:
    assert said(Words(en="Mails ({count}).", ja="メール（{count}通）。"), count=0) == Words(en="Mails (0).", ja="メール（0通）。")


def test_a_bracket_with_more_in_it_stays_without_the_gap() -> None:
    words = Words(en="Read (from {sample} {country}).", ja="読まれています（{sample} {country}）。")
    assert said(words, sample="192.0.2.1", country="") == Words(en="Read (from 192.0.2.1).", ja="読まれています（192.0.2.1）。")


def test_brackets_in_what_is_told_stay() -> None:
    told = said(WORDS, account="a (b) {address}", address="")
    assert told.en == "Sent for a (b) {address}."


def test_a_place_without_a_fact_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        _ = said(WORDS, account="www-data")
