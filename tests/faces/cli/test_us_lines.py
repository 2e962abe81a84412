"""``check --us --jsonl`` and ``--pictures``: each reported mail has the answer for itself, and accounts are drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.incidents import build

from mimawari.faces.cli import commands

INCIDENTS = Path(__file__).parents[2] / "incidents"


def checked(name: str, folder: Path, *options: str) -> str:
    built = build(next(INCIDENTS.glob(f"{name}-*.toml")), folder)
    given = ["check", "--us", str(built.us), "--jobs", "0", *options, *map(str, built.locators)]
    return CliRunner().invoke(commands, given).stdout


def test_a_reported_mail_has_its_own_answer(tmp_path: Path) -> None:
    """An incident whose only evidence is one mail that a trusted server says an account signed in for."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in checked("04", tmp_path, "--jsonl").splitlines()]
    answers = {line["kind"]: [one["answer"] for one in line["us"].get("answers", ())] for line in lines}
    assert answers == {"mail": ["our-account"], "inquiry": ["our-account"]}


def test_without_the_question_no_line_has_an_answer(tmp_path: Path) -> None:
    built = build(next(INCIDENTS.glob("04-*.toml")), tmp_path)
    printed = CliRunner().invoke(commands, ["check", "--jsonl", "--jobs", "0", *map(str, built.locators)]).stdout
    assert [json.loads(line)["us"] for line in printed.splitlines()] == [{}]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_abused_account_is_drawn(tmp_path: Path, language: str) -> None:
    """Its picture stands below the answer, its night is marked, and the files are of it alone."""
    text = checked("01", tmp_path / "evidence", "--lang", language, "--pictures", str(tmp_path / "drawn"))
    night = next(line for line in text.splitlines() if line.startswith("2026-11-10 "))
    assert "#!" in night
    ordinary = next(line for line in text.splitlines() if line.startswith("2026-10-20 "))
    assert "!" not in ordinary
    assert {path.suffix for path in (tmp_path / "drawn").iterdir()} == {".svg", ".txt"}


def test_pictures_need_the_question(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["check", "--pictures", str(tmp_path / "drawn"), str(tmp_path)])
    assert result.exit_code != 0
    assert not (tmp_path / "drawn").exists()


@pytest.mark.parametrize("words", [("check", "--us", "none.toml", "."), ("us", "show", "none.toml")])
@pytest.mark.parametrize("content", [None, b"domains = [", b"\x83\x82 = 1"])
def test_a_profile_that_cannot_be_read_is_refused_and_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], content: bytes | None
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("none.toml").write_bytes(content)
    result = CliRunner(env={"LC_ALL": "C"}).invoke(commands, words)
    assert result.exit_code == 2
    assert result.stderr.count("none.toml") == 1
