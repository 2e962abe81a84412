"""A report on encryption between mail servers (TLS-RPT, RFC 8460): looked at, and left, for it names no sender."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.model import Blob, Looked
from mimawari.trees.dmarc import is_tls


def recognises(head: Head) -> bool:
    """A JSON object with the members that RFC 8460 4.4 names, and that ends."""
    return is_tls(head.start) and head.end.rstrip().endswith(b"}")


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the signature of a format
    """Nothing but that there was one."""
    yield Looked("tls-report", 1)


FORMAT = Format("tls-report", 112, recognises, opened)
