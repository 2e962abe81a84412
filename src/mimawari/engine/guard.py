"""The one place that catches everything: what fails loses one item, by name, and never the run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from mimawari.model import BadEvidence, Gap, Origin, Reason

log = logging.getLogger(__name__)
T = TypeVar("T")


def guarded(items: Callable[[], Iterable[T]], origin: Origin, wants: Iterable[str], who: str, reraise: bool) -> Iterator[T | Gap]:
    """What *items* yields, up to its end or its first exception; that one becomes a gap for each of *wants*."""
    try:
        yield from items()
    except BadEvidence as bad:
        yield from (Gap(origin, bad.reason, want, bad.detail) for want in wants)
    except MemoryError:
        yield from (Gap(origin, Reason.TOO_LARGE, want, who) for want in wants)
    except Exception as error:
        if reraise:
            raise
        log.debug("%s failed on %s", who, origin, exc_info=True)
        yield from (Gap(origin, Reason.FAILED, want, f"{who}: {type(error).__name__}") for want in wants)
