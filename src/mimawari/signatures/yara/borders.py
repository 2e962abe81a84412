"""Where a content may be cut so that no word seems to begin or to end there that does not.

``fullword`` and ``\\b`` ask whether letters, digits or underlines stand beside what fits, and take the end of what they are
shown for none: between the pieces of a content, that is between two bytes of it. A letter of wide text is followed by a NUL,
which for those patterns belongs to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST = 4096
"""So many bytes are looked at for such a place: a text with no blank in it is rare."""

_BETWEEN = re.compile(rb"[^0-9A-Za-z_\0]|(?<=[^0-9A-Za-z_])\0")


@dataclass(frozen=True, slots=True)
class Border:
    """One piece may end before the byte at ``place``, another begin behind it, if that ``is_between_words``."""

    place: int
    is_between_words: bool


def border(data: bytes, near: int, most: int) -> Border:
    """The last byte between words at or before *near*, up to *most* bytes (and :data:`MOST`) before it; else that at *near*."""
    found = [one.start() for one in _BETWEEN.finditer(data, max(near - min(most, MOST), 0), near + 1)]
    return Border(found[-1], True) if found else Border(near, False)
