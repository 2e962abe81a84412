"""A mail in which a server reports one mail that failed DMARC, SPF or DKIM (RFC 6591). All else in it the format of mails opens."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside, message
from mimawari.formats.budget import Budget
from mimawari.formats.dmarc import failures
from mimawari.formats.dmarc.reading import REPORT
from mimawari.formats.mail.headers import read
from mimawari.formats.mail.leaves import data_of, is_body
from mimawari.formats.mail.parts import Part, Structure, structure
from mimawari.model import Blob, Gap, Looked, Reason
from mimawari.trees.dmarc import is_failure

_MOST = 64 << 10


def recognises(head: Head) -> bool:
    """A mail at whose beginning a part of that type is told, or that says what Exim's reports say."""
    return is_failure(head.start) and message.recognises(head)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # nothing is unpacked
    """The failure. A complaint in the same form (RFC 5965) is none; a mail that only carries such a report is not one itself."""
    found = structure(blob.content)
    part = next((one for one in found.leaves if one.media_type == failures.FIELDS), None)
    if part is not None:
        yield from _of(blob, found, part)
        return
    text = next((one for one in found.leaves if is_body(one)), None)
    told = failures.of_text(blob.origin, found.headers, data_of(blob.content, text, _MOST)) if text else None
    if told:
        yield told
        yield Looked(REPORT, 1)


def _of(blob: Blob, found: Structure, part: Part) -> Iterator[Inside]:
    fields = read(data_of(blob.content, part, _MOST).lstrip())
    if not fields.fields:
        yield Gap(blob.origin, Reason.CORRUPT, REPORT, "a failure report whose fields cannot be read")
        return
    told = failures.of_fields(blob.origin, found.headers, fields, failures.header_of(blob.content, found.leaves))
    if told and not (told.address or told.author or told.message_id):
        yield Gap(blob.origin, Reason.CORRUPT, REPORT, "a failure report that names no mail")
    elif told:
        yield told
        yield Looked(REPORT, 1)


FORMAT = Format("failure-report", 132, recognises, opened)
