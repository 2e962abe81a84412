"""Ways to spoil evidence, drawn at random, and a limit of time on what reads it."""

from __future__ import annotations

import os
import signal
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType


@contextmanager
def within(seconds: float = 60.0) -> Iterator[None]:
    """Fails what takes longer; where there is no alarm (Windows) it may take its time."""
    if os.name == "nt":
        yield
        return

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def flipped(draw: Random, data: bytes, most: int = 4) -> bytes:
    """*data* with up to *most* bytes changed, where it is not empty space."""
    spoilt = bytearray(data)
    for _ in range(draw.randint(1, most)):
        at = draw.randrange(len(data))
        while not spoilt[at]:
            at = draw.randrange(len(data))
        spoilt[at] ^= draw.randint(1, 255)
    return bytes(spoilt)


def cut(draw: Random, data: bytes) -> bytes:
    """*data* without its end."""
    return data[: draw.randrange(len(data))]


def flip_file(draw: Random, path: Path, spans: list[tuple[int, int]]) -> None:
    """Change a few bytes of a large file in place, within *spans* (first, end)."""
    with path.open("r+b") as stream:
        for _ in range(draw.randint(1, 6)):
            first, end = draw.choice(spans)
            at = draw.randrange(first, end)
            stream.seek(at)
            byte = stream.read(1)[0]
            stream.seek(at)
            stream.write(bytes([byte ^ draw.randint(1, 255)]))


def copied(path: Path, target: Path, spans: list[tuple[int, int]]) -> Path:
    """A copy of which only *spans* are written; the rest is a hole."""
    with path.open("rb") as source, target.open("wb") as stream:
        stream.truncate(path.stat().st_size)
        for first, end in spans:
            source.seek(first)
            stream.seek(first)
            stream.write(source.read(end - first))
    return target


def filled(path: Path, block: int = 4096) -> list[tuple[int, int]]:
    """The blocks of a file that hold anything but zeros."""
    empty, spans = bytes(block), []
    with path.open("rb") as stream:
        while data := stream.read(block):
            if data != empty[: len(data)]:
                spans.append((stream.tell() - len(data), stream.tell()))
    return spans


def cells_of(hive: bytes, key: str) -> dict[str, tuple[int, int]]:
    """Where the cells of a key lie (first, end): itself, its list of values, its first value. Layout: the regf specification."""
    name = key.encode("ascii")
    node = next(at for at in _records(hive, b"nk") if hive[at + 76 : at + 76 + len(name)] == name)
    (listed,) = struct.unpack_from("<I", hive, node + 40)
    listing = 4096 + listed + 4
    (first,) = struct.unpack_from("<I", hive, listing)
    starts = {"key": node, "values": listing, "value": 4096 + first + 4}
    return {what: (at, at - 4 + abs(struct.unpack_from("<i", hive, at - 4)[0])) for what, at in starts.items()}


def _records(hive: bytes, mark: bytes) -> Iterator[int]:
    at = hive.find(mark, 4096)
    while at >= 0:
        yield at
        at = hive.find(mark, at + 1)
