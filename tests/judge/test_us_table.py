"""The tables behind the answer hold together, and the page shows the one that is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from mimawari import knowledge
from mimawari.knowledge import us
from mimawari.knowledge.us_table import table

ROOT = Path(__file__).parents[2]
TABLES = knowledge.load(None).us
_ROW = {
    "id": "x",
    "scope": "mail",
    "all": ["burst"],
    "answer": "our-account",
    "strength": "hint",
    "source": "s",
    "en": "e",
    "ja": "j",
}
_CLUE = {"burst": {"en": "e", "ja": "j"}}


def test_the_page_shows_the_table() -> None:
    page = (ROOT / "docs/concepts/us-or-our-address.md").read_text("utf-8")
    assert page.partition("<!-- table -->\n")[2].partition("\n<!-- end -->")[0] == table(TABLES)


def test_every_fact_that_the_incidents_name_has_words() -> None:
    facts = set(
        re.findall(
            r"^\| `([a-z-]+)` \|", (ROOT / "tests/incidents/README.md").read_text("utf-8").partition("## Facts")[2], re.MULTILINE
        )
    )
    assert len(facts) > 90
    assert facts - {*TABLES.clues} == {"lure-like", "service-bill"}  # neither has to be named


def named_in_code() -> Iterator[str]:
    """First arguments of everything that makes a clue."""
    for path in sorted((ROOT / "src/mimawari/inquiry").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and node.args
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("clue", "_each")
            ):
                yield from (
                    one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_every_fact_that_is_told_has_words() -> None:
    names = set(named_in_code())
    assert len(names) > 70
    assert names - {*TABLES.clues} == set()


def test_both_languages_name_the_same_facts() -> None:
    for name, clue in TABLES.clues.items():
        english, japanese = (
            {field for _, field, _, _ in Formatter().parse(text) if field} for text in (clue.words.en, clue.words.ja)
        )
        assert english == japanese, name


@pytest.mark.parametrize("row", TABLES.decisions, ids=lambda row: row.id)
def test_a_row_can_apply(row: us.Decision) -> None:
    assert row.when.all or row.when.any
    assert not {*row.when.all, *row.when.any} & {*row.when.none}


def test_ids_are_given_once() -> None:
    for rows in (TABLES.decisions, TABLES.settle, TABLES.say):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "change",
    [{"all": ["bursts"]}, {"scope": "world"}, {"answer": "us"}, {"strength": "sure"}, {"strength": ""}, {"answer": "unknown"}],
)
def test_a_table_with_a_wrong_word_is_refused(change: dict[str, object]) -> None:
    clues = {"clue": _CLUE, "devices": []}
    us.read(clues, {"row": [_ROW]}, {"row": []}, {"row": []})
    with pytest.raises(ValueError, match="x:"):
        us.read(clues, {"row": [_ROW | change]}, {"row": []}, {"row": []})


@pytest.mark.parametrize("names", [{"burst"}, {"burst", "night", "literals"}])
def test_a_condition_holds(names: set[str]) -> None:
    assert us.When(all=("burst",), none=("own-routine",)).holds(names)


@pytest.mark.parametrize("names", [set(), {"night"}, {"burst", "own-routine"}])
def test_a_condition_does_not_hold(names: set[str]) -> None:
    assert not us.When(all=("burst",), none=("own-routine",)).holds(names)


@pytest.mark.parametrize(
    ("also", "row"),
    [(set(), "isolate-sending-pc"), ({"host-clean"}, "which-sending-pc"), ({"host-suspected"}, "isolate-sending-pc")],
)
def test_a_pc_that_was_wholly_looked_at_and_shows_nothing_is_not_unplugged_for_a_log(also: set[str], row: str) -> None:
    names = {"own-network", "answer:our-device", *also}
    fitting = [one.id for one in TABLES.say if one.when.holds(names)]
    assert {"isolate-sending-pc", "which-sending-pc"} & {*fitting} == {row}


def test_nor_where_mail_was_stolen() -> None:
    advice = knowledge.load(None).advice["stolen"]
    assert "まだすべて調べていないPC" in advice.first.ja
    assert "not wholly checked" in advice.first.en
    assert "すべて調べて兆候のなかったPCは、切り離さなくて構いません" in advice.steps[0].ja
