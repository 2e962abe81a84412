"""What ISO 9660 and UDF share: files on a disc as pieces of the image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason

SECTOR = 2048
MOST_FOLDER = 16 << 20
MOST_PATH = 4096
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its path and its runs of bytes, each (offset in the image, length); an offset of None is a run of zeros."""

    path: str
    runs: tuple[tuple[int | None, int], ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(length for _, length in self.runs)


def merged(runs: list[tuple[int | None, int]]) -> tuple[tuple[int | None, int], ...]:
    """*runs* with those that follow each other in the image as one."""
    out: list[tuple[int | None, int]] = []
    for offset, length in runs:
        before, size = out[-1] if out else (None, 0)
        if before is not None and before + size == offset:
            out[-1] = (before, size + length)
        elif length:
            out.append((offset, length))
    return tuple(out)


def read(stream: BinaryIO, runs: tuple[tuple[int | None, int], ...]) -> Iterator[bytes]:
    """The bytes of *runs*. Raises ``BadEvidence`` corrupt where the image ends before."""
    for offset, length in runs:
        at, end = offset, (offset or 0) + length
        while length:
            if at is None:
                data = bytes(min(length, _PIECE))
            else:
                stream.seek(at)
                data = stream.read(min(end - at, _PIECE))
                at += len(data)
            if not data:
                raise BadEvidence(Reason.CORRUPT, "the image was cut off")
            length -= len(data)
            yield data
