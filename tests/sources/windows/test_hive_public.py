"""The public benign hives, read by us and by regipy: two readers, one content."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.hives import everything
from support.public_data import labelled

from mimawari.model import BadEvidence, Reason
from mimawari.sources.windows.hive import Hive, open_hive
from mimawari.sources.windows.hive_base import SIZE

LABEL = "hive_benign"
LOGS = ("ntuser.dat.log", "transactions_ntuser.dat.log1", "transactions_ntuser.dat.log2")
DIRTY = "regipy/transactions_NTUSER.DAT"


def hives() -> Iterator[tuple[str, Path]]:
    found = labelled(LABEL)
    yield from ((name, path) for name, path in found.items() if not name.lower().endswith(LOGS))


def opened(path: Path, *logs: Path) -> Hive:
    return open_hive(io.BytesIO(path.read_bytes()), [io.BytesIO(log.read_bytes()) for log in logs])


def regipy_keys(path: Path) -> Iterator[tuple[str, Any]]:
    from regipy.registry import RegistryHive

    logging.getLogger("regipy").setLevel(logging.CRITICAL)
    waiting = [("", RegistryHive(str(path)).root)]  # type: ignore[no-untyped-call]
    while waiting:
        name, key = waiting.pop()
        yield name, key
        waiting.extend((f"{name}\\{below.name}", below) for below in key.iter_subkeys() or ())  # type: ignore[no-untyped-call]


def ascii_name(name: str) -> str:
    """Regipy takes names of one byte a letter for ASCII and drops the accents."""
    return re.sub("[\x80-\xff\ufffd]", "?", name)


def test_the_same_keys_with_the_same_times() -> None:
    for name, path in hives():
        if "corrupt" in name:
            continue
        ours = {}
        waiting = [("", opened(path).root)]
        while waiting:
            at, key = waiting.pop()
            ours[at] = key.written
            waiting.extend((f"{at}\\{below.name}", below) for below in key.subkeys())
        theirs = {at: key.header.last_modified for at, key in regipy_keys(path)}
        assert ours == theirs, name


def test_the_same_values() -> None:
    compared = 0
    for name, path in hives():
        if "corrupt" in name:
            continue
        ours: dict[tuple[str, str], object] = {
            (at, ascii_name(value.name)): value.data for at, value in everything(opened(path).root) if value is not None
        }
        theirs = {
            (at, "" if value.name == "(default)" else ascii_name(value.name)): value
            for at, key in regipy_keys(path)
            for value in key.iter_values(as_json=False, trim_values=False)
        }
        assert ours.keys() == theirs.keys(), name
        for where, value in theirs.items():
            if value.value_type in ("REG_SZ", "REG_EXPAND_SZ") and isinstance(value.value, str):
                assert ours[where] == value.value.partition("\0")[0], (name, where)
                compared += 1
            elif value.value_type == "REG_DWORD" and isinstance(value.value, int):
                assert isinstance(data := ours[where], bytes)
                assert int.from_bytes(data, "little") == value.value, (name, where)
                compared += 1
    assert compared > 10_000


def test_a_damaged_subkey_list_gives_what_is_there() -> None:
    path = labelled(LABEL)["plaso/corrupt_sub_key_list.hiv"]
    keys = []
    with pytest.raises(BadEvidence):
        for top in opened(path).root.subkeys():
            keys.append(top.name)
            keys.extend(below.name for below in top.subkeys())
    assert len(keys) == 99


def test_logs_are_no_hives() -> None:
    for name, path in labelled(LABEL).items():
        if name.lower().endswith(LOGS):
            with pytest.raises(BadEvidence) as caught:
                opened(path)
            assert caught.value.reason is Reason.CORRUPT


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_real_logs_are_applied_as_regipy_does_but_for_the_stale_one(tmp_path: Path) -> None:
    """LOG1 holds the entries 566 to 588, which the hive (second number 566) lacks; LOG2's only entry, 562, is older.

    Regipy applies that too: one page then holds what it held before.
    """
    from regipy.recovery import apply_transaction_logs

    logging.getLogger("regipy").setLevel(logging.CRITICAL)
    found = labelled(LABEL)
    primary, log1, log2 = (found[f"regipy/transactions_{name}"] for name in ("NTUSER.DAT", "ntuser.dat.log1", "ntuser.dat.log2"))
    ours = opened(primary, log2, log1)
    assert (ours.recovered, ours.defects) == (132, ())
    target = str(tmp_path / "restored")
    restored, pages = apply_transaction_logs(str(primary), str(log1), restored_hive_path=target)  # type: ignore[no-untyped-call]
    assert pages == 132
    ours.cells.file.seek(SIZE)
    size = len(primary.read_bytes()) - SIZE
    assert ours.cells.file.read(size) == Path(restored).read_bytes()[SIZE:][:size]


def test_without_its_logs_that_hive_says_that_it_is_not_whole() -> None:
    assert opened(labelled(LABEL)[DIRTY]).defects == ("dirty, no usable log",)
