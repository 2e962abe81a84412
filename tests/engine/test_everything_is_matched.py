"""All that is decoded is held against signatures, wherever it lies; what is left out is told."""

from __future__ import annotations

import pytest
from support.everything import everything, only_told
from support.rule_sets import ANYWHERE, MARK, blob, fits, rules, seen, written

from mimawari.formats.kept import Kept
from mimawari.model import Gap
from mimawari.signatures.yara import Rules

FILES = everything()
TOLD = only_told()
LIE = ("stream of a compound file",)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    return rules(written(tmp_path_factory.mktemp("rules"), ANYWHERE))


@pytest.mark.parametrize("what", FILES)
def test_the_mark_is_found(made: Rules, what: str) -> None:
    name, data = FILES[what]
    assert (MARK not in data) == (what not in LIE)
    things = seen(made, blob(Kept.of(data), name))
    assert fits(things)


@pytest.mark.parametrize("what", TOLD)
def test_what_cannot_be_opened_is_told(made: Rules, what: str) -> None:
    name, data = TOLD[what]
    things = seen(made, blob(Kept.of(data), name))
    assert any(isinstance(one, Gap) and one.wanted == "content" and one.detail != name for one in things)
