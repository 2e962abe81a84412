"""What the operating system refuses is said in the reader's language; its own texts are in the language of the system."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from mimawari import app
from mimawari.model import Words
from mimawari.model.os_words import COMMON, cause

NAMED = (
    errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.ENAMETOOLONG, errno.EIO,
)  # fmt: skip


@pytest.mark.parametrize("number", NAMED, ids=errno.errorcode.get)
def test_what_is_common_is_said_in_japanese(number: int) -> None:
    said = cause(OSError(number, "der Text des Systems"))
    assert "Text" not in said.en + said.ja
    assert not said.ja.isascii()


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX has these texts")
def test_the_english_is_that_of_posix() -> None:
    texts = {os.strerror(number) for number in errno.errorcode}
    assert {one.en for one in COMMON} <= texts


def test_the_rest_keeps_the_name_of_its_number() -> None:
    said = cause(OSError(errno.EXDEV, "Invalid cross-device link"))
    assert said == Words(en="Invalid cross-device link", ja="OSのエラー：EXDEV")


def test_an_error_without_a_number_says_what_it_says() -> None:
    assert cause(ValueError("embedded null byte")).ja == "embedded null byte"
    assert cause(ValueError()).en == "ValueError"


def test_gaps_that_name_one_are_japanese_too() -> None:
    for one in COMMON:
        assert app.known().detail(one.en).ja == one.ja
        assert app.known().detail(f"a file: {one.en}").ja.endswith(one.ja)
