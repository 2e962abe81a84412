"""The tables of the check: every row has its source, both languages, and meanings that can be told apart."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mimawari import knowledge
from mimawari.knowledge import protections
from mimawari.knowledge.protections import FILES, version

DATA = Path(knowledge.__file__).parent / "data" / "protections"
KNOWN = knowledge.load().protections


def tables() -> dict[str, dict[str, Any]]:
    return {name: tomllib.loads((DATA / f"{name}.toml").read_text("utf-8")) for name in FILES}


def test_every_row_says_why_how_and_where_from() -> None:
    for row in KNOWN.rows:
        assert row.cited
        assert row.how
        for words in (row.title, row.why, *row.how, *(one.seen for one in row.meanings)):
            assert words.en.strip()
            assert re.search(r"[ぁ-んァ-ヶ一-龠]|^\{value\}|Windows Script Host", words.ja), words


def test_every_source_is_used_and_one_without_a_page_is_no_read_one() -> None:
    used = {one.title for row in KNOWN.rows for one in row.cited}
    used |= {one.title for product in (*KNOWN.archivers, *KNOWN.antivirus) for one in product.cited}
    for name, row in tables()["sources"]["sources"].items():
        assert row["title"]["en"] in {title.en for title in used}, name
        assert row.get("page") or row["certainty"] != "read", name


def test_a_fact_from_memory_says_so_and_is_marked() -> None:
    for name, row in tables()["sources"]["sources"].items():
        from_memory = "memory" in row["title"]["en"] or "practitioners" in row["title"]["en"]
        assert not (from_memory and row["certainty"] == "read"), name


def test_microsoft_ends_support_on_tuesdays() -> None:
    """Servicing ends with the updates of a second Tuesday (Atliso, on Microsoft's release information)."""
    days = [day for one in KNOWN.windows.values() for day in (one.home, one.enterprise) if day]
    days += [one.until for one in KNOWN.office if one.until]
    assert [day for day in days if date.fromisoformat(day).weekday() != 1] == []
    assert all(8 <= date.fromisoformat(day).day <= 14 for day in days)


def test_versions_are_numbers_and_nothing_else() -> None:
    assert version("16.0.15330.20196") == (16, 0, 15330, 20196)
    assert version("22.01") == (22, 1)
    assert version("22.01 beta") == (22, 1)
    assert version("") == version("x1") == ()
    assert version("9" * 5_000) == (999_999_999,)


def test_every_archiver_does_something() -> None:
    for one in KNOWN.archivers:
        assert one.marks, one.name
        assert all(re.search(r"[ぁ-んァ-ヶ一-龠]", words.ja) and words.en.strip() for words in one.how), one.name
        assert bool(one.flaw) <= bool(one.how), one.name
    assert not [one.name for one in (*KNOWN.office, *KNOWN.antivirus) if one.marks]


Change = Callable[[dict[str, dict[str, Any]]], None]


def _set(table: str, way: tuple[str | int, ...], value: object) -> Change:
    def change(given: dict[str, dict[str, Any]]) -> None:
        at: Any = given[table]
        for step in way[:-1]:
            at = at[step]
        at[way[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("rows", ("row", 0, "scope"), "planet"),
        _set("rows", ("row", 0, "wards"), 1),
        _set("rows", ("row", 0, "values", 0, "ward"), "fine"),
        _set("rows", ("row", 0, "values", 0, "equals"), "1"),
        _set("rows", ("row", 1, "id"), "office-internet-macros"),
        _set("rows", ("row", 0, "values"), []),
        _set("rows", ("row", 2, "judged"), "somebody"),
        _set("sources", ("sources", "sam", "certainty"), "sure"),
        _set("sources", ("sources", "sam", "as_of"), "yesterday"),
        _set("support", ("windows", 0, "home"), "2020-13-01"),
        _set("support", ("office", 1, "until"), "soon"),
        _set("support", ("archiver", 0, "marks"), {"0": "sometimes"}),
        _set("support", ("archiver", 0, "marks"), {"x": "never"}),
        _set("support", ("archiver", 0, "mended"), ""),
        _set("support", ("archiver", 0, "sources"), ["nobody"]),
    ],
)
def test_a_table_that_is_not_what_it_should_be_is_refused(change: Change) -> None:
    given = copy.deepcopy(tables())
    protections.read(given)
    change(given)
    with pytest.raises((ValueError, KeyError)):
        protections.read(given)
