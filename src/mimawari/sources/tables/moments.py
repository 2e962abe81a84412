"""The moments that a log is asked about: who is said to have sent then."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Asked
from mimawari.sources.tables.stamps import Clock


def moments(asked: Asked) -> Iterator[tuple[str, int, str]]:
    """Each as its key, seconds since 1970, and a mail address in lower case; what is no time is left out."""
    for key, time, address in asked.moments:
        try:
            yield key, Clock(0).read(time), address.strip("<> ").lower()
        except ValueError:
            continue
