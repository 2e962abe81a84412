"""Bytes that are made while they are read, as a stream that only goes forwards."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from mimawari.model import BadEvidence

_ALL = 256 << 20
_BLOCK = 1 << 20


def forward(made: Iterator[bytes]) -> BinaryIO:
    """*made* as a stream. A fault in it is raised once all before it was given."""
    return cast("BinaryIO", _Forward(_Flow(made), 64 << 10))


class _Flow(io.RawIOBase):
    """Reads forwards what is made while it is read; a fault is raised once all before it was given."""

    def __init__(self, made: Iterator[bytes]) -> None:
        super().__init__()
        self._made, self._rest = made, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._made, b"")
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


class _Forward(io.BufferedReader):
    """``read`` gives what came before a fault; the fault comes with the next call."""

    _fault: BadEvidence | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        most = _ALL if size is None or size < 0 else size
        taken: list[bytes] = []
        if self._fault:
            raise self._fault
        while most > 0:
            try:
                data = self.read1(min(most, _BLOCK))
            except BadEvidence as bad:
                if not taken:
                    raise
                self._fault = bad
                break
            if not data:
                break
            taken.append(data)
            most -= len(data)
        return b"".join(taken)
