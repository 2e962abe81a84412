"""Pages as PDF, set by Typst: tagged PDF/A, fonts embedded, the same bytes from the same case."""

from __future__ import annotations

from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING

from mimawari.faces.documents.annex import annex
from mimawari.faces.documents.blocks import Page
from mimawari.faces.documents.management import ROOMS, management
from mimawari.faces.documents.press import Press
from mimawari.faces.documents.seen import Seen
from mimawari.faces.documents.trouble import TOO_LONG, NoPdf

if TYPE_CHECKING:
    import typst

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
"""Points of the management page's text, from the largest: the largest is taken by which it is one sheet."""
_LAST = 8.0
"""The same where even the shortest lists are too long for these."""
_ANNEX = 8.5
_TEMPLATE = "page.typ"


class Paper:
    """Sets the pages of one case. Raises :class:`NoPdf` where Typst or a Japanese font is not here."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._press = Press(files(__package__ or "") / _TEMPLATE, seen.dossier.now)

    def __enter__(self) -> Paper:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._press.__exit__(kind, error, trace)

    def management(self) -> bytes:
        """The management page, on one sheet."""
        drawn = self._press.families(self._seen.tongue)
        for room in ROOMS:
            page = management(self._seen, room, drawn)
            for size in (*SIZES, _LAST) if room is ROOMS[-1] else SIZES:
                compiler = self._compiler(page, size)
                if self._press.pages(compiler) == 1:
                    return self._press.pdf(compiler)
        raise NoPdf(TOO_LONG)

    def annex(self) -> bytes:
        """The annex, on as many sheets as it takes."""
        page = annex(self._seen, self._press.families(self._seen.tongue))
        return self._press.pdf(self._compiler(page, _ANNEX))

    def _compiler(self, page: Page, size: float) -> typst.Compiler:
        return self._press.compiler(page.data(), page.tongue, size)
