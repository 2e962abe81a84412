"""The hashes of a content, in one pass and little memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from mimawari.model import BadEvidence, Content, Reason

MOST_HASHED = 64 << 30
"""Larger contents are not hashed: that would take longer than a piece of work may."""

_BLOCK = 1 << 20


def digests(content: Content, kinds: Iterable[str]) -> dict[str, bytes]:
    """The hashes of *kinds*; raises ``BadEvidence`` where the content cannot be read to its end."""
    hashers = {kind: hashlib.new(kind, usedforsecurity=False) for kind in kinds}
    size = content.size
    with content.open() as stream:
        while block := stream.read(_BLOCK):
            size -= len(block)
            for hasher in hashers.values():
                hasher.update(block)
    if size > 0:
        raise BadEvidence(Reason.CORRUPT, "it was cut off")
    return {kind: hasher.digest() for kind, hasher in hashers.items()}


def hole(content: Content) -> BadEvidence | None:
    """Why the hash of *content* would not be that of the file: it was unpacked in part only."""
    if getattr(content, "cut", 0):
        return BadEvidence(Reason.TOO_LARGE, "too large to be kept whole")
    if getattr(content, "is_longer", False):
        return BadEvidence(Reason.TOO_LARGE, f"too large: looked at the first {content.size} bytes only")
    fault = getattr(content, "fault", "")
    return (
        BadEvidence(getattr(content, "reason", Reason.CORRUPT), f"only {content.size} bytes could be unpacked: {fault}")
        if fault
        else None
    )
