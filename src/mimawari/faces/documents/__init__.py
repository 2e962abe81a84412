"""What comes out of a case for people: a page for the management and a technical annex, as HTML and as PDF."""

from __future__ import annotations

from pathlib import Path

from mimawari.faces.documents.annex import annex
from mimawari.faces.documents.files import put
from mimawari.faces.documents.management import ROOMS, management
from mimawari.faces.documents.seen import Seen
from mimawari.faces.documents.trouble import NoPdf, Unwritable
from mimawari.faces.documents.web import html
from mimawari.model import Dossier

__all__ = ["NoPdf", "Unwritable", "written"]


def written(dossier: Dossier, tongue: str, folder: Path, *, pdf: bool) -> tuple[Path, ...]:
    """Write ``management.html`` and ``annex.html`` into *folder*, with *pdf* ``management.pdf`` and ``annex.pdf`` as well.

    *folder* is made; files of these names are replaced, others stay. Raises :class:`Unwritable` where a file cannot be written, and
    :class:`NoPdf` where the HTML is written and a PDF cannot be made.
    """
    seen = Seen(dossier, tongue)
    done = (
        put(folder / "management.html", html(management(seen, ROOMS[0])).encode()),
        put(folder / "annex.html", html(annex(seen)).encode()),
    )
    return (*done, *_on_paper(seen, folder, done)) if pdf else done


def _on_paper(seen: Seen, folder: Path, done: tuple[Path, ...]) -> tuple[Path, ...]:
    from mimawari.faces.documents.paper import Paper

    try:
        with Paper(seen) as paper:
            sheets = (("management.pdf", paper.management()), ("annex.pdf", paper.annex()))
    except NoPdf as none:
        raise NoPdf(none.words, done) from none
    return tuple(put(folder / name, content) for name, content in sheets)
