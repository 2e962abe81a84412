"""What a Word binary looks like that a program wrote and Word never saved (B8): streams that Word always writes are not there.

Measured on 206 documents of Emotet in 18 clusters, 69 of other malware, 951 honest ones. Never required: one save by Word adds
both streams, and no other shell (OOXML, WordML, MHTML) has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model.office import OfficeDocument

_MOST_PARTS = 2_000


def marks(document: OfficeDocument) -> Iterator[str]:
    """The names of those that are there. ``PROJECTwm`` missing: Emotet 10 clusters, others and honest none; ``CompObj`` missing:
    5 clusters, 1 of 951 honest; a template by its own flag (FIB fDot) that is called a document: 5 clusters, others none.
    """
    if document.shell != "ole" or document.application != "word":
        return
    names = [part.lower() for part in document.parts]
    ends = {name.rpartition("/")[2] for name in names}
    if names and len(names) < _MOST_PARTS:
        if document.vba and "project" in ends and "projectwm" not in ends:
            yield "no PROJECTwm"
        if not any("/" not in name and name.endswith("compobj") for name in names):
            yield "no CompObj"
    if document.is_template and not document.name.lower().endswith((".dot", ".dotm", ".wiz")):
        yield "template called a document"
