"""Times for the examples: always the same, and fine enough that they count as kept."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

TICKS_PER_SECOND = 10_000_000
DAY = 86_400 * TICKS_PER_SECOND
_UNIX_EPOCH = 116_444_736_000_000_000


def moment(day: str, key: str) -> int:
    """Some time of *day* (``2020-11-19``) that *key* settles: a FILETIME with a fraction of a second."""
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    drawn = int.from_bytes(hashlib.sha256(f"{day}/{key}".encode()).digest()[:8], "little") % DAY
    return _UNIX_EPOCH + int(start.timestamp()) * TICKS_PER_SECOND + (drawn if drawn % TICKS_PER_SECOND else drawn + 1)


def at(stamp: str) -> int:
    """A FILETIME at a moment that is told to the second (``2022-11-08T01:42:17``, UTC), and a fraction that settles itself."""
    start = datetime.fromisoformat(stamp).replace(tzinfo=UTC)
    fraction = int.from_bytes(hashlib.sha256(stamp.encode()).digest()[:8], "little") % (TICKS_PER_SECOND - 1) + 1
    return _UNIX_EPOCH + int(start.timestamp()) * TICKS_PER_SECOND + fraction


def unix_ns(filetime: int) -> int:
    """A FILETIME as nanoseconds since 1970."""
    return (filetime - _UNIX_EPOCH) * 100
