"""What a PC remembers of a case: the newest that it saw, in one step, and nothing that it cannot read stops anybody."""

import os
from pathlib import Path

import pytest

from mimawari.casebook import Head, Memory

CASE = "c-01234567"
HEAD = Head(7, "a" * 64, "2026-11-27T00:00:00Z")


def test_the_newest_is_remembered(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "new" / "cases")
    assert memory.recall(CASE) is None
    memory.remember(CASE, HEAD)
    assert memory.recall(CASE) == HEAD
    assert memory.recall("c-76543210") is None
    memory.remember(CASE, Head(6, "b" * 64))
    assert memory.recall(CASE) == HEAD, "an older one does not take its place"
    memory.remember(CASE, Head(8, "c" * 64))
    assert memory.recall(CASE) == Head(8, "c" * 64)
    memory.remember(CASE, Head(3, "d" * 64), accepted=True)
    assert memory.recall(CASE) == Head(3, "d" * 64)
    assert len(list((tmp_path / "new" / "cases").iterdir())) == 1, "no draft is left"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"number": [], "hash": "", "at": ""}', b"[" * 60000])
def test_what_cannot_be_read_is_nothing_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    memory = Memory(tmp_path)
    memory.remember(CASE, HEAD)
    next(tmp_path.iterdir()).write_bytes(content)
    assert memory.recall(CASE) is None
    memory.remember(CASE, HEAD)
    assert memory.recall(CASE) == HEAD


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / "file" / "cases")
    memory.remember(CASE, HEAD)
    assert memory.recall(CASE) is None


def test_the_name_of_the_file_leads_nowhere_whatever_the_id_is(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "cases")
    for case in ("../../x", "/etc/x", "a\0b", "\udce3", "x" * 5000):
        memory.remember(case, HEAD)
        assert memory.recall(case) == HEAD
    assert os.listdir(tmp_path) == ["cases"]
