"""How the entries of a case read: every deed has its words, in both languages."""

from __future__ import annotations

import pytest

from mimawari.faces.text.case import deed
from mimawari.model import DEED_WORDS, LANGUAGES, Deed, Entry


@pytest.mark.parametrize("kind", Deed)
@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_deed_can_be_told(kind: Deed, tongue: str) -> None:
    entry = Entry(case="c-1", number=1, at="2026-11-27T01:02:03Z", who="Mori", deed=kind, about="x", text="2026-11-27T01:02:03Z")
    said = deed(entry).say(tongue)
    assert said.strip()
    assert "{" not in said
    assert DEED_WORDS[kind].say(tongue)


def test_a_count_with_gaps_is_one_of_at_least() -> None:
    def counted(gaps: int) -> Entry:
        facts = (("gaps", gaps), ("people", 25))
        return Entry(case="c-1", number=1, at="2026-11-27T01:02:03Z", who="Mori", deed=Deed.EXPOSED, facts=facts)

    assert "少なくとも25人" in deed(counted(1)).ja
    assert "at least 25" in deed(counted(1)).en
    assert "少なくとも" not in deed(counted(0)).ja
    assert "25人" in deed(counted(0)).ja
