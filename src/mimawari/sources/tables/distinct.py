"""How many different things were seen, in little memory: exact up to some thousand, an estimate above."""

from __future__ import annotations

import hashlib
from array import array
from functools import lru_cache

KEPT = 8192
"""Hashes that are kept. Up to so many the count is exact; above it is off by about one in a hundred (k minimum values)."""

_SPAN = 1 << 64


def hashed(text: str) -> int:
    """A number for a text that is the same in each run."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@lru_cache(maxsize=1 << 14)
def remembered(text: str) -> int:
    """The same for what comes again and again, an address."""
    return hashed(text)


class Distinct:
    """A set of which only the size is asked."""

    __slots__ = ("_full", "_hashes", "_limit")

    def __init__(self) -> None:
        self._hashes = array("Q")
        self._limit = 16
        self._full = False

    def add(self, number: int) -> None:
        """One more, by its hash."""
        if self._full and number > self._hashes[KEPT - 1]:
            return
        self._hashes.append(number)
        if len(self._hashes) >= self._limit:
            self._compact()

    def _compact(self) -> None:
        kept = sorted(set(self._hashes))
        if len(kept) > KEPT:
            self._full = True
            kept = kept[:KEPT]
        self._hashes = array("Q", kept)
        self._limit = max(16, 2 * len(kept))

    @property
    def count(self) -> int:
        """How many different ones."""
        self._compact()
        if not self._full:
            return len(self._hashes)
        return round((KEPT - 1) * _SPAN / (self._hashes[KEPT - 1] + 1))
