"""What has to be looked at in a source: the minimum of its kind, and what the user asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from mimawari import sources
from mimawari.signatures import WANTED
from mimawari.sources import Evidence, Survey, all_files

_OPENED = "content"
_CLOSED = "disk-image"
"""A kind whose files nobody reads who reads the folder that it lies in."""


def duties(item: Evidence, found: Survey, minimum: tuple[str, ...], beside: Iterable[Evidence]) -> tuple[str, ...]:
    """*minimum* and, where the user named sets of signatures, that *found* was held against them.

    What opens no contents (a PC, a copy of one) has no such duty where a full scan of the same place stands *beside* it: that has.
    """
    if WANTED in minimum or not found.pieces:
        return minimum
    if _OPENED not in minimum and any(_reads(one, item, found.kind) for one in beside):
        return minimum
    return (*minimum, WANTED)


def _reads(scan: Evidence, item: Evidence, kind: str) -> bool:
    """Whether *scan* is a full scan that reads all files of *item*."""
    if scan.forced != all_files.NAME:
        return False
    place, own = all_files.located(scan), _own(item)
    return own == place or (own.is_relative_to(place) and kind != _CLOSED)


def _own(item: Evidence) -> Path:
    """Where it lies: this PC itself on the drive that its Windows starts from."""
    kind = sources.load().get(item.forced)
    if kind is None or not kind.is_here:
        return item.path.resolve()
    return Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\") if sys.platform == "win32" else Path("/")
