"""ActiveMime by itself (``editdata.mso``, an attachment of a mail or a part of a web page): the OLE file that is packed in it."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.office.packages import active_mime
from mimawari.formats.office.parts import Notes
from mimawari.formats.slices import read
from mimawari.model import Blob, Reason

NAME = "mso"
_MOST = 32 << 20


def recognises(head: Head) -> bool:
    """By its first word."""
    return head.start.startswith(b"ActiveMime")


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """What is packed in it."""
    notes = Notes()
    if blob.content.size > _MOST:
        notes.add(Reason.TOO_LARGE, f"ActiveMime of more than {_MOST >> 20} MiB")
    data = active_mime(read(blob.content, _MOST), notes)
    if data:
        yield blob.inner(f"{blob.name}.ole", Kept.of(data), by=NAME)
    yield from notes.gaps(blob.origin)


FORMAT = Format(NAME, 100, recognises, opened)
