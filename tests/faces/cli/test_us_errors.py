"""What the operating system refuses ``mimawari us`` and ``check --us``, in Japanese."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mimawari.faces.cli import commands


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("us", "show", "none.toml"), "ファイルまたはフォルダーがありません"),
        (("us", "show", "."), "フォルダーです"),
        (("us", "show", "there.toml/us.toml"), "フォルダーではありません"),
        (("us", "show", "x" * 300), "ファイル名が長すぎます"),
        (("us", "init", "none/us.toml"), "ファイルまたはフォルダーがありません"),
        (("check", "--us", "none.toml", "there.toml"), "ファイルまたはフォルダーがありません"),
        (("us", "letter", "none.json", "--to", "provider"), "ファイルまたはフォルダーがありません"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="its answers have other numbers")
def test_why_a_file_cannot_be_used_is_said_in_japanese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.toml").touch()
    given = CliRunner(env={"LC_ALL": "ja_JP.UTF-8"}).invoke(commands, (*words, "--lang", "ja"), input="\n" * 9)
    said = given.output + given.stderr
    assert expected in said
    assert "directory" not in said
    assert "too long" not in said
