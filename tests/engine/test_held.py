"""What lies on a PC goes past the detectors into the part: sorted, each once, and bounded with a gap."""

from __future__ import annotations

import pytest
from support.core import HERE

from mimawari import detectors, knowledge
from mimawari.engine import ledger
from mimawari.engine.examine import Bench, examine
from mimawari.engine.ledger import Ledger, collect
from mimawari.model import Held, Holding, Looked, Reason
from mimawari.model.report import holding_order


def held(place: str) -> Holding:
    return Holding(origin=HERE.at("C:\\x"), held=Held.SAVED_LOGIN, user="u", program="P", place=place)


def test_they_are_sorted_and_each_there_once_whatever_came_first() -> None:
    every = [held(f"{name}.example") for name in "cabca"]
    part = collect(every, "s", "k", "1")
    assert [one.place for one in part.holdings] == ["a.example", "b.example", "c.example"]
    assert part.holdings == collect(reversed(every), "s", "k", "1").holdings
    assert list(part.holdings) == sorted(part.holdings, key=holding_order)


def test_they_are_part_of_the_digest() -> None:
    assert (
        collect([held("a")], "s", "k", "1").content
        != collect([held("b")], "s", "k", "1").content
        != collect([], "s", "k", "1").content
    )


@pytest.mark.parametrize("backward", [False, True])
def test_too_many_are_a_gap_that_is_seen(monkeypatch: pytest.MonkeyPatch, backward: bool) -> None:
    monkeypatch.setattr(ledger, "HELD", 3)
    every = [held(f"{name}.example") for name in "abcde"]
    part = collect(reversed(every) if backward else every, "s", "k", "1")
    assert [one.place for one in part.holdings] == ["a.example", "b.example", "c.example"]
    assert [(gap.reason, gap.wanted) for gap in part.gaps] == [(Reason.TOO_LARGE, "holding")]
    assert part.gap_counts == (("too-large-holding", 1),)


def test_as_many_as_are_kept_are_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "HELD", 3)
    assert collect([held(name) for name in "abcabc"], "s", "k", "1").gaps == ()


def test_parts_that_are_joined_keep_them() -> None:
    book = Ledger()
    for place in ("b", "a", "b"):
        book.merge(collect([held(place)], "s", "k", "1"))
    assert [one.place for one in book.part("s", "k", "1").holdings] == ["a", "b"]


def test_no_detector_looks_at_them_and_an_older_state_tells_none() -> None:
    bench = Bench(detectors.load().values(), (), knowledge.load())
    assert list(examine([held("a")], bench)) == [held("a"), Looked("holding", 1)]
    assert list(examine([held("a")], bench, past=True)) == [Looked("shadow-copy", 1)]


def test_no_minimum_asks_for_them() -> None:
    """Whether they could be read changes no level."""
    assert not [kind for kind, words in knowledge.load().minimum.items() if "holding" in words]
