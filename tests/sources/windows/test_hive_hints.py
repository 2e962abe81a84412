"""A list's hint and its key's own name say the same; where one is damaged the key is found, or the damage is said."""

from __future__ import annotations

from io import BytesIO

import pytest

from mimawari.examples.hive_writer import Key, build, text
from mimawari.model import BadEvidence
from mimawari.sources.windows.hive import open_hive
from mimawari.sources.windows.hive_names import hashed


def hive() -> bytes:
    root = Key()
    root.at(r"Software\Run").put(text("a", "b"))
    root.at(r"Software\Other")
    return build(root)


def test_a_key_behind_a_damaged_hash_is_found_by_its_name() -> None:
    stored = hashed("Run").to_bytes(4, "little")
    data = hive()
    assert data.count(stored) == 1
    key = open_hive(BytesIO(data.replace(stored, bytes([stored[0] ^ 1]) + stored[1:]))).key(r"Software\Run")
    assert key is not None
    assert [value.name for value in key.values()] == ["a"]


@pytest.mark.parametrize("damaged", [b"Run"[:2] + b"m", b"R\xf5n", b"\x00un"])
def test_a_key_with_a_damaged_name_is_corrupt_and_not_missing(damaged: bytes) -> None:
    data = hive()
    assert data.count(b"Run") == 1
    with pytest.raises(BadEvidence):
        open_hive(BytesIO(data.replace(b"Run", damaged))).key(r"Software\Run")


def test_a_key_that_is_not_there_is_missing() -> None:
    assert open_hive(BytesIO(hive())).key(r"Software\RunOnce") is None
