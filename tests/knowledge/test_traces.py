"""The table of traces: each row is whole, is met in some case, and a broken one is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import cases
from support.looking import found

from mimawari import knowledge
from mimawari.knowledge.traces import Trace, read

KNOWN = knowledge.load()
ROWS = sorted({row.name: row for rows in KNOWN.traces.values() for row in rows}.values(), key=lambda row: row.name)
MET = {
    str(finding.facts["trace"]) for case in cases.every() for finding in found(case.given, case.context) if "trace" in finding.facts
}
ROW = {"name": "x", "where": ["file"], "path": "x", "strength": "hint", "attack": ["T1105"], "en": "x", "ja": "x", "source": "x"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_whole(row: Trace) -> None:
    assert row.where <= {"file", "process", "run-value", "service", "task"}
    assert row.family is None or row.family in KNOWN.families
    assert set(row.era) <= set(KNOWN.eras)
    assert row.attack and all(re.fullmatch(r"T\d{4}(\.\d{3})?", technique) for technique in row.attack)
    assert re.search(r"[A-Za-z0-9]", row.source)
    assert re.fullmatch(r"[A-Z][^{}]+\.", row.words.en)
    assert re.fullmatch(r"[^{}]*[ぁ-ん][^{}]*(です|ます|ました|せん)。", row.words.ja)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_met_in_some_case(row: Trace) -> None:
    assert row.name in MET


def test_names_are_told_apart() -> None:
    names = [row.name for row in KNOWN.traces["file"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"path": "("}, r"\(: "),
        ({"path": "x", "command": "x"}, "either a path or a command"),
        ({"strength": "certain"}, "CERTAIN"),
        ({"name": "no-path", "path": None}, "either a path or a command"),
    ],
)
def test_a_broken_row_is_told(wrong: dict[str, object], said: str, tmp_path: Path) -> None:
    row = {key: value for key, value in (ROW | wrong).items() if value is not None}
    with pytest.raises((ValueError, KeyError)):
        read(row)
    lines = [f"{key} = {value!r}" for key, value in row.items()]
    (tmp_path / "traces.toml").write_text("\n".join(["[[trace]]", *lines]), "utf-8")
    with pytest.raises(ValueError, match=said):
        knowledge.load(tmp_path)
