"""Whether a picture is one of those that Emotet's documents showed. Pictures get copied: a match is a hint and no family's name.

Redrawn and rescaled versions differ by up to four bits of the dHash; hashes with few or nearly all bits set say nothing: such
pages are flat.
"""

from __future__ import annotations

from mimawari.knowledge import Knowledge
from mimawari.model.office import OfficeDocument, Picture

_FEWEST, _MOST, _BITS, _LEAST, _SKEW = 12, 52, 4, 300, 0.1


def known_lure(document: OfficeDocument, known: Knowledge) -> str:
    """What the first such picture of *document* says; empty: there is none."""
    rows = known.marks["emotet-lures"]
    return next((said for picture in document.pictures for row in rows if (said := _matched(picture, row))), "")


def _matched(picture: Picture, row: str) -> str:
    dhash, _, size, seen, said = row.split(" ", 4)
    if not picture.dhash or max(picture.width, picture.height) < _LEAST or not picture.height:
        return ""
    own, theirs = int(picture.dhash, 16), int(dhash, 16)
    width, height = (int(number) for number in size.split("x"))
    ratio = picture.width * height / (picture.height * width)
    is_like = (own ^ theirs).bit_count() <= _BITS and _FEWEST <= own.bit_count() <= _MOST and abs(ratio - 1) <= _SKEW
    return f"{said} ({seen})" if is_like else ""
