"""Damaged and hostile hives: what can be read is given, then the damage is said; never another exception, never a hang."""

from __future__ import annotations

import io
import random
import struct
import time
from collections.abc import Iterator

import pytest
from support.hives import HIVE, dirty, entry, everything, hive, new_log, old_log, tree, value

from mimawari.examples.hive_writer import Key, binary, build, number, text
from mimawari.model import BadEvidence, Reason
from mimawari.sources.windows.hive import HiveKey, open_hive
from mimawari.sources.windows.hive_deleted import deleted_values

SMALL = Key()
SMALL.at("Parent").keys = [Key(f"child{i}", [number("n", i)]) for i in range(5)]
SMALL.at("Values").put(*(text(f"value{i}", f"some text {i}") for i in range(5)))


def patched(data: bytes, *changes: tuple[int, bytes]) -> bytes:
    copy = bytearray(data)
    for at, new in changes:
        copy[at : at + len(new)] = new
    return bytes(copy)


def after(iterator: Iterator[HiveKey]) -> tuple[list[str], str]:
    """The names that an iterator gives, and how the damage is called that ends it."""
    names: list[str] = []
    with pytest.raises(BadEvidence) as caught:
        names.extend(key.name for key in iterator)
    assert caught.value.reason is Reason.CORRUPT
    return names, caught.value.detail


def key_of(data: bytes, path: str) -> HiveKey:
    key = hive(data).key(path)
    assert key is not None
    return key


def test_one_bad_subkey_does_not_hide_the_others_and_is_said() -> None:
    data = build(SMALL)
    broken = patched(data, (data.index(b"child2") - 76, b"xx"))
    names, _ = after(key_of(broken, "Parent").subkeys())
    assert names == ["child0", "child1", "child3", "child4"]


def test_a_key_is_only_absent_if_nothing_is_damaged_where_it_would_be() -> None:
    data = build(SMALL)
    broken = patched(data, (data.index(b"child2") - 76, b"xx"))
    assert hive(broken).key(r"Parent\child3") is not None
    with pytest.raises(BadEvidence):
        hive(broken).key(r"Parent\child2")


def test_one_bad_value_does_not_hide_the_others_and_is_said() -> None:
    data = build(SMALL)
    broken = patched(data, (data.index(b"value2") - 20, b"xx"))
    names: list[str] = []
    with pytest.raises(BadEvidence):
        names.extend(found.name for found in key_of(broken, "Values").values())
    assert names == ["value0", "value1", "value3", "value4"]
    with pytest.raises(BadEvidence):
        value(hive(broken), "Values", "value2")
    assert value(hive(broken), "Values", "VALUE4") is not None


def test_a_list_shorter_than_the_key_says_is_damage() -> None:
    data = build(SMALL)
    at = data.index(b"lh\5\0")
    names, detail = after(key_of(patched(data, (at + 2, b"\3\0")), "Parent").subkeys())
    assert len(names) == 3
    assert detail == "3 of 5 subkeys"


def test_a_list_that_names_a_key_twice() -> None:
    data = build(SMALL)
    at = data.index(b"lh\5\0") + 4
    names, _ = after(key_of(patched(data, (at + 8, data[at : at + 4])), "Parent").subkeys())
    assert names == ["child0", "child2", "child3", "child4"]


def test_a_tree_that_bites_its_tail_ends() -> None:
    data = build(SMALL)
    root = struct.unpack_from("<I", data, 36)[0]
    at = data.index(b"lh\5\0") + 4
    parent = data.index(b"Parent") - 76 - 4 - 4096
    for target in (root, parent):
        looped = hive(patched(data, (at, struct.pack("<I", target))))
        assert sum(1 for _ in everything(looped.root)) < 100


def test_an_index_that_names_itself() -> None:
    root = Key()
    root.at("Many").keys = [Key(f"key{i:04}") for i in range(1_200)]
    data = build(root)
    at = data.index(b"ri\3\0")
    names, _ = after(key_of(patched(data, (at + 4, struct.pack("<I", at - 4 - 4096))), "Many").subkeys())
    assert names == [f"key{i:04}" for i in range(500, 1_200)]


@pytest.mark.parametrize("count", [0xFFFFFFFF, 1_000_001])
def test_absurd_counts_are_refused(count: int) -> None:
    data = build(SMALL)
    keys = patched(data, (data.index(b"Parent") - 76 + 20, struct.pack("<I", count)))
    assert after(key_of(keys, "Parent").subkeys())[0] == []
    values = patched(data, (data.index(b"Values") - 76 + 36, struct.pack("<I", count)))
    with pytest.raises(BadEvidence):
        list(key_of(values, "Values").values())


@pytest.mark.parametrize("size", [0x7FFFFFFF, 0x04000001, 1000])
def test_absurd_sizes_are_refused(size: int) -> None:
    data = build(SMALL)
    broken = patched(data, (data.index(b"value0") - 16, struct.pack("<I", size)))
    with pytest.raises(BadEvidence):
        value(hive(broken), "Values", "value0")


def test_many_values_that_share_one_big_cell_are_refused() -> None:
    root = Key()
    root.at("Run").put(binary("first", bytes(200_000)), *(binary(f"v{i:03}", bytes(8)) for i in range(200)))
    data = bytearray(build(root))
    size_and_place = bytes(data[(at := data.index(b"first") - 16) : at + 8])
    for i in range(200):
        at = data.index(f"v{i:03}".encode()) - 16
        data[at : at + 8] = size_and_place
    with pytest.raises(BadEvidence) as caught:
        list(key_of(bytes(data), "Run").values())
    assert caught.value.detail == "more data than the hive holds"


def read_all(data: bytes, logs: tuple[bytes, ...] = ()) -> None:
    try:
        opened = open_hive(io.BytesIO(data), [io.BytesIO(log) for log in logs])
        for _ in everything(opened.root):
            pass
        for _ in deleted_values(opened):
            pass
        value(opened, r"Software\Microsoft\Windows\CurrentVersion\Run", "none")
        value(opened, r"Many\key0600", "n")
    except BadEvidence as bad:
        assert bad.reason is Reason.CORRUPT
        assert bad.detail


def flipped(data: bytes, random_: random.Random) -> bytes:
    copy = bytearray(data)
    for _ in range(random_.choice((1, 3, 30))):
        at = random_.randrange(len(copy)) if random_.random() < 0.7 else random_.randrange(min(len(copy), 8192))
        copy[at] = random_.choice((0, 0xFF, 0x7F, 0x80, random_.randrange(256)))
    return bytes(copy)


def small_hive() -> bytes:
    root = tree()
    root.at("Many").keys = root.at("Many").keys[:20]
    return build(root)


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes_give_nothing_but_bad_evidence(seed: int) -> None:
    random_ = random.Random(seed)
    data = small_hive()
    started = time.monotonic()
    for _ in range(40):
        read_all(flipped(data, random_))
    assert time.monotonic() - started < 60


def test_cut_off_anywhere_gives_nothing_but_bad_evidence() -> None:
    data = small_hive()
    random_ = random.Random(1)
    for length in (*range(0, 4200, 100), *(random_.randrange(len(data)) for _ in range(60))):
        read_all(data[:length])


@pytest.mark.parametrize("seed", range(4))
def test_damaged_logs_give_nothing_but_bad_evidence(seed: int) -> None:
    random_ = random.Random(seed)
    data = small_hive()
    page = [(0, data[4096:8192])]
    logs = (new_log(data, 7, entry(7, len(data) - 4096, page), entry(8, len(data) - 4096, page)), old_log(data, 7, page))
    for _ in range(30):
        damaged = [
            flipped(log, random_)[: random_.randrange(len(log))] if random_.random() < 0.3 else flipped(log, random_)
            for log in logs
        ]
        random_.shuffle(damaged)
        read_all(dirty(data, 7), tuple(damaged))


def test_the_undamaged_hive_is_read_whole() -> None:
    """What the tests above damage is sound."""
    made = ["", r"\Software\Microsoft\Windows\CurrentVersion\Run", r"\Software\Kinds", r"\日本\キー", r"\Café", r"\Many"]
    made += [rf"\Many\key{i:04}" for i in range(1_200)]
    read = {path for path, found in everything(hive(HIVE).root) if found is None}
    between = {path.rsplit("\\", up)[0] for path in made for up in range(path.count("\\"))}
    assert read == {*made, *between}
