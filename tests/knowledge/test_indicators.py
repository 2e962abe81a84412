"""Our own rows: few, each with its source, and none that says what it does not know."""

import re
from datetime import date
from pathlib import Path

import pytest

from mimawari import knowledge
from mimawari.knowledge.indicators import read
from mimawari.signatures.indicators.everyday import digests
from mimawari.signatures.indicators.names import normal

KNOWN = knowledge.load()
ROWS = KNOWN.indicators.rows


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.value[:16])
def test_every_row_says_what_it_is_and_where_it_is_from(row: knowledge.Indicator) -> None:
    assert row.family in KNOWN.families
    assert set(row.era) <= set(KNOWN.eras)
    assert row.era
    assert len(row.source) > 20
    assert row.licence
    assert len(row.note) > 10
    reported = date.fromisoformat(row.date)
    assert reported <= date.fromisoformat(KNOWN.indicators.as_of)
    assert any(date.fromisoformat(KNOWN.eras[era].first) <= reported <= date.fromisoformat(KNOWN.eras[era].last) for era in row.era)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.value[:16])
def test_a_name_is_not_believed_for_ever_and_a_content_is(row: knowledge.Indicator) -> None:
    if row.kind == "name":
        assert date.fromisoformat(row.until) >= date.fromisoformat(row.date)
        assert normal(row.value) == row.value
        assert row.value not in KNOWN.indicators.everyday
    else:
        assert row.until == ""
        assert bytes.fromhex(row.value) not in digests()


def test_no_row_stands_twice() -> None:
    assert len({row.value for row in ROWS}) == len(ROWS)


def test_every_alias_is_of_a_family_and_of_one_only() -> None:
    aliases = KNOWN.indicators.aliases
    assert set(aliases.values()) == set(KNOWN.families)
    assert [name for name in aliases if name != name.lower()] == []
    assert {"emotet": "emotet", "heodo": "emotet", "qbot": "qakbot"}.items() <= aliases.items()


def test_extensions_are_plain() -> None:
    assert [one for one in KNOWN.indicators.extensions if not re.fullmatch(r"[a-z0-9-]+", one)] == []
    assert "com" not in KNOWN.indicators.extensions, "it ends domains"
    assert {"doc", "xls", "one", "lnk", "zip", "exe", "dll"} <= KNOWN.indicators.extensions


@pytest.mark.parametrize("bad", ["0" * 63, "0" * 65, "G" * 64, "A" * 64, "", " " + "0" * 64])
def test_a_hash_that_is_none_is_refused(bad: str) -> None:
    table = {
        "indicator": [{"sha256": bad}],
        "known_good": [],
        "aliases": {},
        "extensions": [],
        "everyday": [],
        "as_of": "2026-01-01",
    }
    with pytest.raises(ValueError, match="sha256"):
        read(table)


def test_a_folder_of_knowledge_brings_its_own(tmp_path: Path) -> None:
    (tmp_path / "indicators.toml").write_text(
        'as_of = "2026-11-01"\nknown_good = [{ sha256 = "' + "a" * 64 + '", source = "us" }]\nextensions = []\neveryday = []\n'
        "indicator = []\n[aliases]\n"
    )
    known = knowledge.load(tmp_path).indicators
    assert (known.rows, dict(known.known_good)) == ((), {"a" * 64: "us"})
