"""What tells one state of a machine that is not running from another."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Sequence

from mimawari.model import BadEvidence
from mimawari.model.filetime import to_iso
from mimawari.sources.windows import machine
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile

_CHUNK = 1 << 20


def fingerprint(one: Installation, users: Sequence[Profile]) -> str:
    """A digest of the machine's hives and of the listing of the users' program folders: what tells two states apart."""
    content = hashlib.sha256()
    for path in (machine.SYSTEM, machine.SOFTWARE, *(user.hive_file for user in users)):
        _feed(content.update, one, path)
    for user in users:
        try:
            listed = [(e.name, e.size, e.modified) for e in one.list(rf"{user.path}\AppData\Local")]
        except BadEvidence:
            listed = []
        content.update(repr(listed).encode("utf-8", "surrogatepass"))
    return content.hexdigest()


def _feed(update: Callable[[bytes], None], one: Installation, path: str) -> None:
    try:
        with one.open(path) as opened:
            while chunk := opened.read(_CHUNK):
                update(chunk)
    except (BadEvidence, OSError):
        update(b"unread")


def written(one: Installation, users: Sequence[Profile]) -> str:
    """When the machine last wrote one of its hives (their base block, at 12): the moment that the evidence shows."""
    times = [_written(one, path) for path in (machine.SYSTEM, machine.SOFTWARE, *(user.hive_file for user in users))]
    return max((to_iso(time) or "" for time in times if time), default="")


def _written(one: Installation, path: str) -> int:
    try:
        with one.open(path) as opened:
            base = opened.read(20)
    except (BadEvidence, OSError):
        return 0
    return int(struct.unpack_from("<Q", base, 12)[0]) if base[:4] == b"regf" and len(base) == 20 else 0
