"""Hives and transaction logs for tests, made as the regf specification says."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

from mimawari.examples.hive_writer import Key, binary, build, expandable, number, seal, text, texts
from mimawari.model import BadEvidence
from mimawari.sources.windows.hive import Hive, HiveKey, HiveValue, open_hive
from mimawari.sources.windows.marvin import marvin32

WRITTEN = 132_550_902_051_234_567
PAGE = 4096


def tree(mark: str = "first") -> Key:
    """A small hive with every kind of value; *mark* makes two of them differ in content and not in layout."""
    root = Key(written=WRITTEN)
    root.at(r"Software\Microsoft\Windows\CurrentVersion\Run").put(
        text("OneDrive", r"C:\Users\a\OneDrive.exe"), expandable("日本語", r"%LOCALAPPDATA%\あ\x.exe"), text("Mark", mark)
    )
    root.at(r"Software\Kinds").put(
        text("", "default"),
        number("number", 0x01020304),
        binary("bytes", bytes(range(200))),
        binary("none", b""),
        binary("three", b"abc"),
        texts("several", "one", "二", "three"),
        binary("big", bytes(i * 7 % 251 for i in range(50_000))),
    )
    root.at("日本").at("キー").put(text("値", "データ"))
    root.at("Café").put(number("Ü", 1))
    root.at("Many").keys = [Key(f"key{i:04}", [number("n", i)], written=WRITTEN) for i in range(1_200)]
    return root


def hive(data: bytes, *logs: bytes) -> Hive:
    return open_hive(io.BytesIO(data), [io.BytesIO(log) for log in logs])


def value(opened: Hive, path: str, name: str) -> HiveValue | None:
    key = opened.key(path)
    return key.value(name) if key else None


def base(data: bytes, sequence1: int, sequence2: int, kind: int = 0) -> bytes:
    """The first sector of a hive with other sequence numbers and type, sealed."""
    block = bytearray(data[:4096])
    struct.pack_into("<II", block, 4, sequence1, sequence2)
    struct.pack_into("<I", block, 28, kind)
    seal(block)
    return bytes(block)


def dirty(data: bytes, sequence: int) -> bytes:
    """A hive as it lies on the disk while a write is under way that began at *sequence*."""
    return base(data, sequence + 1, sequence) + data[PAGE:]


def changes(old: bytes, new: bytes) -> list[tuple[int, bytes]]:
    """The pages, by their place in the bins, that differ or are new."""
    pages = range(PAGE, len(new), PAGE)
    return [(at - PAGE, new[at : at + PAGE]) for at in pages if old[at : at + PAGE] != new[at : at + PAGE]]


def entry(sequence: int, length: int, pages: Sequence[tuple[int, bytes]]) -> bytes:
    """An ``HvLE`` entry."""
    references = b"".join(struct.pack("<II", at, len(data)) for at, data in pages)
    body = references + b"".join(data for _, data in pages)
    size = -(-(40 + len(body)) // 512) * 512
    body = body.ljust(size - 40, b"\0")
    head = struct.pack("<4sIIIIIQ", b"HvLE", size, 0, sequence, length, len(pages), marvin32(body))
    return head + struct.pack("<Q", marvin32(head)) + body


def new_log(data: bytes, sequence: int, *entries: bytes) -> bytes:
    """A log of Windows 8.1 and later."""
    return base(data, sequence, sequence, 6)[:512] + b"".join(entries)


def old_log(data: bytes, sequence: int, pages: Sequence[tuple[int, bytes]]) -> bytes:
    """A log with a bitmap of dirty sectors, as up to Windows 8; *data* is the hive that it belongs to."""
    sectors = [(at // 512 + i, page[i * 512 : i * 512 + 512]) for at, page in pages for i in range(len(page) // 512)]
    bitmap = bytearray((len(data) - PAGE) // 512 // 8)
    for number_, _ in sectors:
        bitmap[number_ // 8] |= 1 << number_ % 8
    vector = b"DIRT" + bytes(bitmap)
    vector = vector.ljust(-(-len(vector) // 512) * 512, b"\0")
    return base(data, sequence, sequence, 1)[:512] + vector + b"".join(content for _, content in sectors)


def everything(key: HiveKey) -> Iterator[tuple[str, HiveValue | None]]:
    """Every key (with None) and every value below a key, with its path; damage is passed over."""
    waiting = [("", key)]
    while waiting:
        path, one = waiting.pop()
        yield path, None
        try:
            for found in one.values():
                yield path, found
        except BadEvidence:
            pass
        try:
            for below in one.subkeys():
                waiting.append((f"{path}\\{below.name}", below))
        except BadEvidence:
            pass


HIVE = build(tree(), "NTUSER.DAT")
