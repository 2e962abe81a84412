"""Compiled help (``.chm``, ``.hlp``): it can run scripts and programs, and what is in it is not read."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.model import Blob, Gap, Reason

_STARTS = {b"ITSF": "a compiled help file (CHM)", b"\x3f\x5f\x03\x00": "a Windows help file (HLP)"}


def recognises(head: Head) -> bool:
    """By the first four bytes."""
    return head.start[:4] in _STARTS


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """A gap that names it."""
    with blob.content.open() as stream:
        yield Gap(blob.origin, Reason.UNSUPPORTED, "content", _STARTS[stream.read(4)])


FORMAT = Format("help", 100, recognises, opened)
