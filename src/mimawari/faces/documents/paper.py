"""The pages of a case as PDF."""

from __future__ import annotations

from mimawari.faces.documents.annex import annex
from mimawari.faces.documents.management import ROOMS, management
from mimawari.faces.documents.seen import Seen
from mimawari.faces.documents.sheets import Sheets
from mimawari.faces.documents.trouble import TOO_LONG, NoPdf

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
"""Points of the management page's text, from the largest: the largest is taken by which it is one sheet."""
_LAST = 8.0
"""The same where even the shortest lists are too long for these."""
_ANNEX = 8.5


class Paper(Sheets):
    """Sets the pages of one case. Raises :class:`NoPdf` where Typst or a Japanese font is not here."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen.tongue, seen.dossier.now)
        self._seen = seen

    def management(self) -> bytes:
        """The management page, on one sheet."""
        for room in ROOMS:
            page = management(self._seen, room, self.families())
            sizes = (*SIZES, _LAST) if room is ROOMS[-1] else SIZES
            if (made := self.fitting(page, sizes)) is not None:
                return made
        raise NoPdf(TOO_LONG)

    def annex(self) -> bytes:
        """The annex, on as many sheets as it takes."""
        return self.whole(annex(self._seen, self.families()), _ANNEX)
