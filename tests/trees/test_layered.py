"""Trees over one another."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import pytest

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry
from mimawari.trees.layered import Layered


@dataclass
class Flat:
    """A tree of one folder."""

    entries: tuple[Entry, ...] = ()
    contents: dict[str, bytes] = field(default_factory=dict)
    exact: bool = False
    fault: Reason | None = None
    defects: tuple[tuple[Reason, str], ...] = ()

    def list(self, path: str) -> Iterator[Entry]:
        if self.fault:
            raise BadEvidence(self.fault)
        return iter(sorted(self.entries, key=lambda entry: entry.name.lower()))

    def entry(self, path: str) -> Entry | None:
        if self.fault:
            raise BadEvidence(self.fault)
        return next((entry for entry in self.entries if entry.name.lower() == path.lower()), None)

    def open(self, path: str) -> BinaryIO:
        if self.fault or path not in self.contents:
            raise BadEvidence(self.fault or Reason.MISSING)
        return io.BytesIO(self.contents[path])


def test_the_first_tree_wins_and_the_listing_is_merged() -> None:
    one = Flat((Entry("b", False, 1), Entry("A", False, 2)))
    two = Flat((Entry("a", False, 99), Entry("c", False, 3)))
    assert [(e.name, e.size) for e in Layered([one, two]).list("")] == [("A", 2), ("b", 1), ("c", 3)]
    assert Layered([one, two]).entry("a") == Entry("A", False, 2)
    assert Layered([one, two]).entry("nothing") is None


def test_times_come_from_the_first_tree_that_keeps_exact_ones() -> None:
    copied = Flat((Entry("a", False, 5, None, 20),))
    table = Flat((Entry("a", False, 5, 11, 12),), exact=True)
    both = Layered([copied, table])
    assert both.exact
    assert both.entry("a") == Entry("a", False, 5, 11, 12)
    assert list(both.list("")) == [Entry("a", False, 5, 11, 12)]
    assert not Layered([copied]).exact


def test_content_comes_from_the_next_tree_that_has_it() -> None:
    both = Layered([Flat((Entry("a", False),)), Flat(contents={"a": b"content"})])
    assert both.open("a").read() == b"content"
    with pytest.raises(BadEvidence) as caught:
        both.open("b")
    assert caught.value.reason is Reason.MISSING


@pytest.mark.parametrize("order", [0, 1])
def test_denied_is_not_hidden_by_missing(order: int) -> None:
    layers = [Flat(fault=Reason.DENIED), Flat()]
    tree = Layered(layers[::-1] if order else layers)
    for call in (tree.open, tree.entry):
        with pytest.raises(BadEvidence) as caught:
            call("a")
        assert caught.value.reason is Reason.DENIED


def test_a_layer_that_cannot_list_does_not_stop_the_others() -> None:
    tree = Layered([Flat(fault=Reason.CORRUPT), Flat((Entry("a", False),))])
    assert [entry.name for entry in tree.list("")] == ["a"]
    with pytest.raises(BadEvidence) as caught:
        list(Layered([Flat(fault=Reason.CORRUPT), Flat(fault=Reason.MISSING)]).list(""))
    assert caught.value.reason is Reason.CORRUPT


def test_names_that_one_layer_tells_apart_by_case_stay_apart() -> None:
    tree = Layered([Flat((Entry("a", False), Entry("A", False))), Flat((Entry("a", False, 7),))])
    assert sorted(entry.name for entry in tree.list("")) == ["A", "a"]


def test_the_defects_of_all_layers_are_told() -> None:
    tree = Layered([Flat(defects=((Reason.CORRUPT, "one"),)), Flat(defects=((Reason.TOO_LARGE, "two"),))])
    assert tree.defects == ((Reason.CORRUPT, "one"), (Reason.TOO_LARGE, "two"))


class Broken(Flat):
    """Its folder breaks off after what can be read."""

    def list(self, path: str) -> Iterator[Entry]:
        yield from super().list(path)
        raise BadEvidence(Reason.CORRUPT, "a part")


def test_a_layer_that_breaks_off_costs_nothing_of_the_others() -> None:
    seen = []
    with pytest.raises(BadEvidence) as raised:
        for entry in Layered([Broken((Entry("a", False, 1),)), Flat((Entry("b", False, 2), Entry("c", False, 3)))]).list(""):
            seen.append(entry.name)
    assert (seen, raised.value.reason) == (["a", "b", "c"], Reason.CORRUPT)
