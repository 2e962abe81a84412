"""What all archives share: how a member becomes a blob within the budget, and what its list may say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from mimawari.formats import Inside
from mimawari.formats.budget import Budget, shortfalls
from mimawari.model import BadEvidence, Blob, Gap, Reason

LISTED = 1000
"""How many members an :class:`~mimawari.model.Archive` names."""

MOST = 100_000
"""How many members of a list are read."""

PASSWORDS = 50


class Flow:
    """Bytes that are made while they are read, once, as a stream. What makes them may raise ``BadEvidence``."""

    def __init__(self, made: Iterable[bytes]) -> None:
        self._made = iter(made)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Up to *size* bytes, none only at the end."""
        while not self._rest:
            data = next(self._made, None)
            if data is None:
                return b""
            self._rest = data
        if size < 0 or size >= len(self._rest):
            data, self._rest = self._rest, b""
            return data
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def flow(made: Iterable[bytes]) -> BinaryIO:
    """*made* as a stream that is read once, for :meth:`Budget.keep`."""
    return cast("BinaryIO", Flow(made))


def taken(blob: Blob, budget: Budget, name: str, stream: BinaryIO, *, by: str) -> Iterator[Inside]:
    """The member *name* of *blob*, unpacked from *stream*, and a gap for all that is missing of it."""
    if budget.is_spent:
        return
    origin = blob.origin.at(*blob.origin.path, name)
    try:
        kept = budget.keep(stream)
    except BadEvidence as bad:
        yield Gap(origin, bad.reason, "content", bad.detail)
        return
    for reason, detail in shortfalls(kept):
        yield Gap(origin, reason, "content", detail)
    yield blob.inner(name, kept, by=by)


def stored(blob: Blob, budget: Budget, name: str, at: int, size: int, *, by: str) -> Iterator[Inside]:
    """The member *name*, which lies in *blob* as it is; a gap where the archive ends before it does."""
    if budget.is_spent:
        return
    origin = blob.origin.at(*blob.origin.path, name)
    there = max(0, min(size, blob.content.size - at))
    if there < size:
        yield Gap(origin, Reason.CORRUPT, "content", "the archive ends within it")
    try:
        content = budget.slice(blob.content, at, there)
    except BadEvidence as bad:
        yield Gap(origin, bad.reason, "content", bad.detail)
        return
    if there:
        yield blob.inner(name, content, by=by)


def passwords(blob: Blob, budget: Budget) -> list[tuple[str, str]]:
    """The passwords to try, each with where it came from (``mail``, ``common``), the likeliest first."""
    found = dict.fromkeys(blob.passwords, "mail") | {word: "common" for word in budget.passwords if word not in blob.passwords}
    return list(found.items())[:PASSWORDS]
