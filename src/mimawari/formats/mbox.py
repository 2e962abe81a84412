"""A mailbox file (mbox, MMDF) in something else, an archive or a mail: each of its mails by itself."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.slices import Slice
from mimawari.model import Blob, Gap, Reason
from mimawari.trees.mailbox.boxes import Box, leads


def recognises(head: Head) -> bool:
    """Whether its first line is one that separates mails."""
    return leads(head.start) and Box(BytesIO(head.start)).begins


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # nothing is unpacked
    """Its mails, named by where they begin."""
    with blob.content.open() as stream:
        for mail in Box(stream).mails():
            if mail.is_torn:
                yield Gap(blob.origin, Reason.CORRUPT, "content", "a mailbox that begins in the middle of a mail")
                continue
            content = Slice(blob.content, mail.start, mail.end - mail.start)
            yield blob.inner(f"{mail.place}.eml", content, by="mbox", media_type="message/rfc822")


FORMAT = Format("mbox", 128, recognises, opened)
