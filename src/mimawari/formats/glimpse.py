"""A first look at a mail of a mailbox that is only searched: what decides whether it has to be opened, and nothing else.

It is read by the same functions as when the mail is opened, so it misses nothing that opening would find: the text is the same, and
where the look alone does not tell, there is none and the mail is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mimawari.formats import Head
from mimawari.formats.bounces import may_be_bounce
from mimawari.formats.budget import Budget
from mimawari.formats.mail.leaves import LOCKED, attachment
from mimawari.formats.mail.outlines import outline
from mimawari.formats.mail.parts import Structure, structure
from mimawari.formats.mail.texts import text
from mimawari.formats.message import HELD, at_hand, cut, is_labelled
from mimawari.formats.slices import Held
from mimawari.model import Blob, Firm, Gap, Message, Reason
from mimawari.trees.dmarc import is_failure

_PGP = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A mail that was not opened. ``message`` is its :func:`~mimawari.formats.mail.outlines.outline`, ``text`` all that it says.

    ``gaps`` are what of the mail itself could not be read: of its attachments nothing is known.
    """

    message: Message
    text: str
    gaps: tuple[Gap, ...]


def glimpse(blob: Blob, firm: Firm, budget: Budget) -> Glimpse | None:
    """The look; None of what is no mail by its label and its beginning, and of reports and bounces, which say more when opened.

    Raises ``BadEvidence`` where it cannot be read.
    """
    near = _near(blob)
    head = Head.of(near)
    if is_failure(head.start):
        return None
    lying = at_hand(near)
    found = structure(lying.content)
    if not is_labelled(head, found.headers):
        return None
    message = outline(blob, found.headers, firm)
    if may_be_bounce(message):
        return None
    said = text(lying.content, found.leaves)
    return Glimpse(message, said, tuple(_gaps(lying, found, said, budget)))


def _near(blob: Blob) -> Blob:
    """The same mail, read once if it is small."""
    if blob.content.size > HELD:
        return blob
    with blob.content.open() as stream:
        return replace(blob, content=Held(stream.read()))


def _gaps(blob: Blob, found: Structure, said: str, budget: Budget) -> Iterator[Gap]:
    """That it is damaged, cut off or locked."""
    yield from (Gap(blob.origin, reason, "content", detail) for reason, detail in found.faults)
    yield from cut(blob, found)
    for part in found.leaves:
        if part.media_type in _SEALED or "multipart/encrypted" in part.within:
            yield from (one for one in attachment(blob, part, budget, ()) if isinstance(one, Gap))
    if _PGP.search(said):
        yield Gap(blob.origin, Reason.ENCRYPTED, "content", LOCKED)
