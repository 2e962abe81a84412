"""A check that did not finish leaves a ``.part`` in the drop folder: its PC is open until a later report of it is there."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from support import reports
from support.cli import invoke, saved, status

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import Level

NAME = "{}_20261126T010203Z_mimawari"
WHOLE = json_report.text(reports.report(Level.INFECTED), app.known())


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A drop folder with the report of one PC without a sign."""
    folder = tmp_path / "drop"
    folder.mkdir()
    saved(folder, NAME.format("PC1"), reports.no_sign("PC1"))
    return folder


@pytest.mark.parametrize("content", [b"", b"{", WHOLE.encode()])
def test_a_check_that_did_not_finish_is_undetermined_and_named_first(drop: Path, content: bytes) -> None:
    (drop / (NAME.format("X-1") + ".json.part")).write_bytes(content)
    result = invoke("merge", str(drop), "--lang", "en")
    assert status(result) == 20
    head = re.sub(r"\s+", " ", result.stdout.partition("\n  name ")[0])
    assert "COULD NOT TELL (1): X-1 mimawari's report: the check did not finish, or is still running" in head
    sources = json.loads(invoke("merge", "--json", str(drop)).stdout)["sources"]
    assert ("X-1", app.UNREAD, "undetermined") in {(one["host"], one["kind"], one["level"]) for one in sources}
    (said,) = result.stderr.splitlines()
    assert ".json.part: this check did not finish, or is still running" in said
    for words in ((), ("--html",)):
        assert status(invoke("merge", str(drop), *words)) == 20


@pytest.mark.parametrize(
    ("seen_at", "level"),
    [
        ("2026-11-25T23:59:59Z", 20),
        ("2026-11-26T01:02:02Z", 20),
        ("2026-11-26T01:02:03Z", 0),
        ("2026-12-01T00:00:00Z", 0),
    ],
)
def test_a_later_report_of_the_pc_takes_the_place_of_the_check_that_did_not_finish(drop: Path, seen_at: str, level: int) -> None:
    (drop / (NAME.format("X-1") + ".json.part")).write_bytes(b"")
    saved(drop, "X-1", replace(reports.no_sign("x-1"), kind="live", seen_at=seen_at))
    assert status(invoke("merge", str(drop))) == level


def test_the_later_report_may_come_from_another_folder_or_to_a_picture_made_before(drop: Path, tmp_path: Path) -> None:
    (drop / (NAME.format("X-1") + ".json.part")).write_bytes(b"")
    later = saved(tmp_path, "X-1", replace(reports.no_sign("X-1"), seen_at="2026-11-27T00:00:00Z"))
    picture = tmp_path / "picture.json"
    picture.write_text(invoke("merge", "--json", str(drop)).stdout, "ascii")
    for first in (drop, picture):
        assert status(invoke("merge", str(first))) == 20
        assert status(invoke("merge", str(first), str(later))) == 0


def test_an_infection_seen_before_the_check_that_did_not_finish_stands(drop: Path) -> None:
    saved(drop, "X-1", reports.infected("X-1"))
    (drop / (NAME.format("X-1") + ".json.part")).write_bytes(b"")
    assert status(invoke("merge", str(drop))) == 10


@pytest.mark.parametrize(("lang", "said"), [("en", "The check of X-1 did not finish"), ("ja", "「X-1」の調査は、途中で終わった")])
def test_nothing_but_a_check_that_did_not_finish(tmp_path: Path, lang: str, said: str) -> None:
    (tmp_path / (NAME.format("X-1") + ".json.part")).write_bytes(b"")
    result = invoke("merge", str(tmp_path), "--lang", lang)
    assert status(result) == 20
    assert said in result.stdout.replace("\n", "")
