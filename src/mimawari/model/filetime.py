"""Windows' count of time: 100 ns steps since 1601-01-01 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

TICKS_PER_SECOND = 10_000_000
_UNIX_EPOCH = 116_444_736_000_000_000


def from_unix_ns(nanoseconds: int) -> int:
    """A FILETIME from nanoseconds since 1970."""
    return nanoseconds // 100 + _UNIX_EPOCH


def to_iso(filetime: int) -> str | None:
    """ISO 8601 with ``Z``, to the second; None for what is no date that Python can hold."""
    seconds = (filetime - _UNIX_EPOCH) // TICKS_PER_SECOND
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
