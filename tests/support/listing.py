"""Lists of hashes and names for tests, and what is held against them. All hashes are of harmless texts of our own."""

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from mimawari import knowledge
from mimawari.model import Blob, Gap, Match, Origin
from mimawari.signatures import Chosen
from mimawari.signatures.indicators import Indicators, ready
from mimawari.signatures.indicators.filling import Tally

BAD = b"an inert text that stands for a program\n"
SHA256 = hashlib.sha256(BAD).hexdigest()
SHA1 = hashlib.sha1(BAD, usedforsecurity=False).hexdigest()
MD5 = hashlib.md5(BAD, usedforsecurity=False).hexdigest()


class Bytes:
    """A content in memory that counts how often it was opened."""

    def __init__(self, data: bytes) -> None:
        self._data, self.opened = data, 0

    @property
    def size(self) -> int:
        return len(self._data)

    def open(self) -> BinaryIO:
        self.opened += 1
        return BytesIO(self._data)


def blob(name: str = "a.bin", data: bytes = BAD) -> Blob:
    return Blob(Origin("s", "l", (name,)), name, Bytes(data))


def other(number: int) -> str:
    """A SHA-256 that is none of :data:`BAD`."""
    return hashlib.sha256(b"other %d" % number).hexdigest()


def brought(folder: Path, text: str | bytes | dict[str, Any] | list[Any], name: str = "list.txt") -> Indicators:
    """What is ready with a list of *text*, beside our own."""
    path = folder / name
    data = text if isinstance(text, bytes) else (text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)).encode()
    path.write_bytes(data)
    return held(path)


def held(*paths: Path) -> Indicators:
    """What is ready with the lists at *paths*, beside our own."""
    found = ready(Chosen(indicators=paths), knowledge.load())
    assert found is not None
    return found


def tally(found: Indicators) -> Tally:
    """What the one list that was brought holds."""
    _, one = found.tallies
    return one


def faults(found: Indicators) -> dict[str, tuple[int, int]]:
    """What is wrong with it: how often, and first in which line."""
    return {detail: (one.count, one.line) for detail, one in tally(found).faults.items()}


def hits(found: Indicators, name: str = "a.bin", data: bytes = BAD) -> list[Match]:
    """What fits a content."""
    seen = list(found.matches(blob(name, data)))
    assert [one for one in seen if isinstance(one, Gap)] == []
    return [one for one in seen if isinstance(one, Match)]


def hit(found: Indicators, name: str = "a.bin", data: bytes = BAD) -> Match:
    """The one thing that fits."""
    (one,) = hits(found, name, data)
    return one
