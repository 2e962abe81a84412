"""Files that an option names: no pipe is waited for, none is read beyond its size, and no TOML takes hours."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from mimawari.model import option_file
from mimawari.model.os_words import cause


def test_a_file_and_a_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    assert option_file.content(tmp_path / "file", 3) == b"abc"
    if os.name != "nt":
        (tmp_path / "link").symlink_to("file")
        assert option_file.content(str(tmp_path / "link"), 3) == b"abc"


def test_a_larger_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abcd")
    with pytest.raises(OSError, match="larger"):
        option_file.content(tmp_path / "file", 3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="regular file") as raised:
        option_file.content(tmp_path / "pipe", 3)
    assert "通常のファイルではありません" in cause(raised.value).ja


def test_a_folder_and_nothing(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        option_file.opened(tmp_path)
    with pytest.raises(FileNotFoundError):
        option_file.opened(tmp_path / "none")


DEEP = (
    "a" + ".a" * 50_000 + "=1",
    "a" + ' . "a"' * 50_000 + "=1",
    "a" + ".'a'" * 50_000 + "=1",
    "[a" + ".a" * 50_000 + "]",
    "x={a" + ".a" * 50_000 + "=1}",
)


@pytest.mark.parametrize("text", DEEP, ids=lambda text: text[:8])
def test_a_key_of_many_parts_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="parts"):
        option_file.toml(text)


@pytest.mark.parametrize("text", ['."' * 50_000, ".'" * 50_000, "." * 100_000, " ." * 50_000, ". " * 50_000, '."' + "x" * 100_000])
def test_what_looks_like_one_takes_no_longer(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        option_file.toml(text)


def test_usual_tables_are_read() -> None:
    text = (
        'a.b.c = "192.0.2.1, mail.example.co.jp"\n[x.y]\nz = ["1.0.0.0.0.0.0.0.ip6.arpa", "v=spf1 include:_spf.example.com ~all"]\n'
    )
    assert option_file.toml(text) == tomllib.loads(text)
