from __future__ import annotations

import struct
import time

from support.hives import hive

from mimawari.examples.hive_writer import Key, Value, binary, build, number, seal, text
from mimawari.sources.windows.hive_deleted import deleted_values

DLL = r"C:\Users\a\AppData\Local\Abcd\efgh.dll"
ROOT = Key()
ROOT.at("Run").put(text("Kept", "C:\\kept.exe"), text("Gone", DLL), number("Small", 7), text("最後", "はい"))
DATA = build(ROOT)
BYTES = DLL.encode("utf-16-le")


def freed(data: bytes, *contents: bytes, behind: int = 0) -> bytes:
    """The cells that hold *contents*, *behind* bytes in, marked as free."""
    copy = bytearray(data)
    for content in contents:
        at = copy.index(content) - behind - 4
        (size,) = struct.unpack_from("<i", copy, at)
        assert size < 0
        struct.pack_into("<i", copy, at, -size)
    return bytes(copy)


def found(data: bytes) -> list[tuple[str, int, str | bytes]]:
    return [(value.name, value.type, value.data) for value in deleted_values(hive(data))]


def gone(data: bytes = DATA, name: bytes = b"Gone") -> bytes:
    return freed(data, name, behind=20)


def test_nothing_is_deleted_in_a_fresh_hive() -> None:
    assert found(DATA) == []


def test_a_deleted_value_is_found_with_its_data() -> None:
    assert found(freed(gone(), BYTES)) == [("Gone", 1, DLL)]


def test_a_deleted_number_and_a_japanese_name() -> None:
    both = freed(gone(gone(), b"Small"), BYTES)
    last = freed(freed(both, "最後".encode("utf-16-le"), behind=20), "はい".encode("utf-16-le"))
    assert found(last) == [("Gone", 1, DLL), ("Small", 4, b"\7\0\0\0"), ("最後", 1, "はい")]


def test_data_that_is_in_use_again_is_not_the_deleted_value_s() -> None:
    assert found(gone()) == []


def test_a_value_within_free_space_that_was_joined_together() -> None:
    """Free neighbours become one cell: then the value's own size stands in the middle of it."""
    data = bytearray(freed(gone(), BYTES))
    first, second = sorted((data.index(b"Gone") - 24, data.index(BYTES) - 4))
    at, end = first, second + struct.unpack_from("<i", data, second)[0]
    while at < end:
        at += abs(struct.unpack_from("<i", data, at)[0])
    struct.pack_into("<i", data, first, at - first)
    assert ("Gone", 1, DLL) in found(bytes(data))


def test_text_that_is_none_is_passed_over() -> None:
    root = Key()
    root.at("Run").put(Value("Gone", 1, bytes(range(1, 41))))
    data = build(root)
    assert found(freed(gone(data), bytes(range(1, 41)))) == []


def test_a_damaged_bin_ends_where_the_next_begins() -> None:
    root = Key()
    root.at("A").put(binary("pad", bytes(6000)), text("Gone", DLL))
    root.at("B").put(binary("pad", bytes(9000)), text("Late", DLL + "2"))
    data = bytearray(freed(gone(build(root), b"Late"), (DLL + "2").encode("utf-16-le")))
    second = 4096 + 32 - struct.unpack_from("<i", data, 4096 + 32)[0]
    struct.pack_into("<i", data, second, 3)
    assert found(bytes(data))[-1:] == [("Late", 1, DLL + "2")]


def with_free_bin(content: bytes) -> bytes:
    """A hive with one more bin, all of it free space that holds *content*."""
    size = -(-(len(content) + 36) // 4096) * 4096
    data = bytearray(build(Key()))
    head = struct.pack("<4sIIQQI", b"hbin", len(data) - 4096, size, 0, 0, 0)
    data += (head + struct.pack("<i", size - 32) + content).ljust(size, b"\0")
    struct.pack_into("<I", data, 40, len(data) - 4096)
    seal(block := data[:4096])
    return bytes(block + data[4096:])


def test_bait_does_not_keep_it_busy() -> None:
    """A quarter of a million records that all claim the same mebibyte: no more than 256 MiB are read for them."""
    place = len(build(Key())) - 4096 + 32 + 8
    record = struct.pack("<2sHIIIHH", b"vk", 1, 1 << 20, place, 3, 1, 0) + b"a" + bytes(11)
    data = with_free_bin(record * (8 << 15))
    started = time.monotonic()
    assert 1 <= len(found(data)) <= 256
    assert time.monotonic() - started < 60


def test_a_record_across_the_border_of_two_chunks() -> None:
    record = struct.pack("<2sHIIIHH", b"vk", 4, 0x80000004, 7, 4, 1, 0) + b"Edge"
    border = (4 << 20) - 8
    assert found(with_free_bin(bytes(border) + record)) == [("Edge", 4, b"\7\0\0\0")]
