"""What is looked for in the whole of a damaged file: only leaves that stand where they say they do, so many and no more."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from support.pst_file import ANSI, LARGE, UNICODE, Form
from support.pst_mail import Written, pst

from mimawari.sources.outlook import salvage
from mimawari.sources.outlook.pages import BLOCKS, NODES
from mimawari.sources.outlook.store import Store


@pytest.mark.parametrize("form", [ANSI, UNICODE, LARGE], ids=lambda form: form.name)
def test_it_finds_what_the_trees_hold(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "case.pst"
    path.write_bytes(pst({"a": [Written(subject=str(number)) for number in range(90)]}, form))
    with path.open("rb") as stream:
        store = Store(stream)
        found = salvage.scan(stream, store.layout)
        assert sorted(found[NODES]) == [entry[0] for entry in store.nodes.walk()]
        assert sorted(found[BLOCKS]) == [entry[0] for entry in store.blocks.walk()]


def test_a_leaf_that_was_copied_is_none_of_the_file(tmp_path: Path) -> None:
    """A leaf is marked with its place, so one that came in by mail, in a data file that is attached, is not taken."""
    other = pst({"b": [Written(subject="slipped in")] * 60})
    root = struct.unpack_from("<Q", other, 224)[0]
    leaf = struct.unpack_from("<Q", other, root + 24 + 16)[0]
    page = other[leaf : leaf + 512]
    assert (page[496], page[491]) == (NODES, 0)
    whole = bytearray(pst({"a": [Written(subject="outer")]}))
    whole += bytes(-len(whole) % 512) + page
    assert len(whole) - 512 != leaf
    path = tmp_path / "case.pst"
    path.write_bytes(whole)
    with path.open("rb") as stream:
        store = Store(stream)
        assert sorted(salvage.scan(stream, store.layout)[NODES]) == [entry[0] for entry in store.nodes.walk()]


def test_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvage, "MOST", 20)
    path = tmp_path / "case.pst"
    path.write_bytes(pst({"a": [Written(subject=str(number)) for number in range(90)]}))
    with path.open("rb") as stream:
        found = salvage.scan(stream, Store(stream).layout)
    assert 0 < max(map(len, found.values())) <= 40
