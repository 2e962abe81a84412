"""Every constructed incident with a mailbox: searching it alone answers as opening all of it does, in every word."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from support.incidents import build
from support.incidents.judging import searched_instead, told

BOXES = ("mailbox", "sent-folder")
INCIDENTS = sorted((Path(__file__).parents[1] / "incidents").glob("*.toml"))
WITH_BOXES = {
    path: [one["id"] for one in tomllib.loads(path.read_text("utf-8"))["evidence"] if one["kind"] in BOXES] for path in INCIDENTS
}
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("path", [path for path, ids in WITH_BOXES.items() if ids], ids=lambda one: one.stem)
def test_a_search_answers_as_the_whole_check(path: Path, tmp_path: Path) -> None:
    whole, search = searched_instead(build(path, tmp_path), WITH_BOXES[path])
    assert search["us"] == whole["us"], f"{told(whole['us'])}\n{told(search['us'])}"
    assert search["level"] != "no-sign"
