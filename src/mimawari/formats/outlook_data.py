"""An Outlook data file (PST, OST) as a file among others. Its mails are read where it is a source by itself; here it is named.

Source: [MS-PST] 2.2.2.6 (``dwMagic``, and ``wMagicClient`` at byte 8, which is ``SO`` in an OST and ``AB`` in an address book).
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.model import Blob, Gap, Reason

UNREAD = "a mailbox of Outlook, whose mails are read when it is checked by itself"
"""The detail of its gap."""


def recognises(head: Head) -> bool:
    """By both signatures of its header."""
    return head.start[:4] == b"!BDN" and head.start[8:10] in (b"SM", b"SO", b"AB")


def opened(blob: Blob, _: Budget) -> Iterator[Inside]:
    """One gap."""
    yield Gap(blob.origin, Reason.UNSUPPORTED, "content", UNREAD)


FORMAT = Format("outlook-data", 119, recognises, opened)
