"""Seconds since 1970 and how they are written."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

HOUR, DAY = 3600, 86400


@lru_cache(maxsize=50_000)
def iso(seconds: int) -> str:
    """UTC in ISO 8601 with ``Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> int | None:
    """The other way round; None for what is no time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
