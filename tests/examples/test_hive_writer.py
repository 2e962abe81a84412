"""The hives that we write, read by two readers that are not ours."""

from __future__ import annotations

import io
import logging
import struct
from pathlib import Path
from typing import Any

import pytest
from dissect.regf.regf import RegistryHive as DissectHive
from regipy.registry import RegistryHive as RegipyHive

from mimawari.examples.hive_writer import Key, Value, binary, build, expandable, name_hash, number, text, texts

WRITTEN = 132_550_902_051_234_567
BIG = bytes(i * 7 % 251 for i in range(40_000))


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("regipy").setLevel(logging.CRITICAL)


def sample() -> Key:
    root = Key(written=WRITTEN)
    root.at(r"Software\Run").put(
        text("", "default"), text("text", "日本語"), expandable("path", r"%TEMP%\x"), number("number", 0xDEADBEEF)
    )
    root.at(r"software\RUN").put(texts("several", "a", "b"), binary("big", BIG), binary("empty", b""), Value("値", 11, bytes(8)))
    root.at("日本").at("é").put(number("n", 1))
    root.at("Many").keys = [Key(f"k{i}") for i in range(1_203)]
    return root


def test_dissect_reads_it() -> None:
    hive: Any = DissectHive(io.BytesIO(build(sample(), r"C:\Users\a\NTUSER.DAT")))
    run = hive.open(r"Software\Run")
    values = {value.name: value.value for value in run.values()}
    assert run.value("text").data == "日本語\0".encode("utf-16-le")  # its text would be taken for one byte a letter
    assert values | {"text": "日本語"} == {
        "(Default)": "default",
        "text": "日本語",
        "path": r"%TEMP%\x",
        "number": 0xDEADBEEF,
        "several": ["a", "b"],
        "big": BIG,
        "empty": b"",
        "値": 0,
    }
    assert run.cell.LastWriteTime == WRITTEN
    assert hive.open("日本\\é").value("n").value == 1
    assert hive.filename == r"C:\Users\a\NTUSER.DAT"
    assert not hive.in_transaction
    assert len(list(hive.open("Many").subkeys())) == 1_203
    assert hive.open(r"Many\k777").name == "k777"


def test_regipy_reads_it(tmp_path: Path) -> None:
    (tmp_path / "hive").write_bytes(build(sample()))
    hive: Any = RegipyHive(str(tmp_path / "hive"))  # type: ignore[no-untyped-call]
    values = {value.name: value.value for value in hive.get_key(r"\Software\Run").iter_values(trim_values=False)}
    assert values["text"] == "日本語"
    assert values["number"] == 0xDEADBEEF
    assert values["big"] == BIG
    assert values["several"] == ["a", "b"]
    assert hive.get_key(r"\Software\Run").header.last_modified == WRITTEN
    assert sum(1 for _ in hive.get_key(r"\Many").iter_subkeys()) == 1_203


def test_cells_fill_the_bins_without_a_gap() -> None:
    """Each bin begins with its header, its cells follow each other to its end, and the base block counts them all."""
    data = build(sample())
    at, allocated = 4096, 0
    while at < len(data):
        signature, place, size = struct.unpack_from("<4sII", data, at)
        assert (signature, place, size % 4096) == (b"hbin", at - 4096, 0)
        cell = at + 32
        while cell < at + size:
            (length,) = struct.unpack_from("<i", data, cell)
            assert length % 8 == 0
            assert abs(length) >= 8
            allocated += length < 0
            cell += abs(length)
        assert cell == at + size
        at += size
    assert struct.unpack_from("<I", data, 40) == (len(data) - 4096,)
    assert allocated > 1_203


def test_the_checksum_is_the_exclusive_or_of_the_words_before_it() -> None:
    words = struct.unpack_from("<128I", build(sample()))
    total = 0
    for word in words[:127]:
        total ^= word
    assert words[127] == total


def test_lists_are_sorted_by_capital_letters_with_the_hash_of_the_name() -> None:
    root = Key()
    root.keys = [Key(name) for name in ("b", "A", "C", "a1")]
    data = build(root)
    at = data.index(b"lh\4\0")
    entries = [struct.unpack_from("<II", data, at + 4 + 8 * i) for i in range(4)]
    names = [data[4096 + cell + 4 + 76 :][: struct.unpack_from("<H", data, 4096 + cell + 4 + 72)[0]] for cell, _ in entries]
    assert names == [b"A", b"a1", b"b", b"C"]
    assert [found for _, found in entries] == [65, 65 * 37 + ord("1"), 66, 67]
    assert name_hash("Run") == ((ord("R") * 37) + ord("U")) * 37 + ord("N")


def test_leaves_hold_at_most_500_keys() -> None:
    data = build(sample())
    at = data.index(b"ri\3\0")
    leaves = struct.unpack_from("<3I", data, at + 4)
    assert [struct.unpack_from("<2sH", data, 4096 + leaf + 4) for leaf in leaves] == [(b"lh", 500), (b"lh", 500), (b"lh", 203)]


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert build(sample()) == build(sample())
