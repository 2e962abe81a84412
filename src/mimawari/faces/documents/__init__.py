"""What comes out of a case for people: a page for the management and a technical annex, as HTML and as PDF."""

from __future__ import annotations

from pathlib import Path

from mimawari.faces.documents.annex import annex
from mimawari.faces.documents.blocks import Page
from mimawari.faces.documents.files import put
from mimawari.faces.documents.management import ROOMS, management
from mimawari.faces.documents.seen import Seen
from mimawari.faces.documents.trouble import NoPdf, OtherCase, Unwritable
from mimawari.faces.documents.web import case_of, html, name_of
from mimawari.model import Dossier, Words

__all__ = ["NoPdf", "OtherCase", "Unwritable", "rendered", "written"]

_HEAD = 4096
"""In so many bytes a page of ours has named its case."""


def rendered(dossier: Dossier, tongue: str) -> tuple[dict[str, bytes], Words | None]:
    """All pages by the names of their files, and why there is no PDF among them; None where there is."""
    seen = Seen(dossier, tongue)
    pages = {name: html(page).encode() for name, page in _pages(seen).items()}
    try:
        return {**pages, **_on_paper(seen)}, None
    except NoPdf as none:
        return pages, none.words


def _pages(seen: Seen) -> dict[str, Page]:
    return {"management.html": management(seen, ROOMS[0]), "annex.html": annex(seen)}


def written(dossier: Dossier, tongue: str, folder: Path, *, pdf: bool) -> tuple[Path, ...]:
    """Write ``management.html`` and ``annex.html`` into *folder*, with *pdf* ``management.pdf`` and ``annex.pdf`` as well.

    *folder* is made; files of these names are replaced, others stay. Raises :class:`Unwritable` where a file cannot be written,
    :class:`OtherCase` where the pages of another case are there (both: nothing was replaced), and :class:`NoPdf` where the HTML is
    written and a PDF cannot be made.
    """
    seen = Seen(dossier, tongue)
    pages = _pages(seen)
    for name in pages:
        _not_of_another(folder / name, dossier.state.case)
    contents = {name: html(page).encode() for name, page in pages.items()}
    if not pdf:
        return put(folder, contents)
    try:
        sheets = _on_paper(seen)
    except NoPdf as none:
        raise NoPdf(none.words, put(folder, contents)) from none
    return put(folder, {**contents, **sheets})


def _not_of_another(path: Path, case: str) -> None:
    try:
        with path.open("rb") as file:
            found = case_of(file.read(_HEAD).decode("ascii", "replace"))
    except OSError:
        return
    if found and found != name_of(case):
        raise OtherCase(path)


def _on_paper(seen: Seen) -> dict[str, bytes]:
    from mimawari.faces.documents.paper import Paper

    with Paper(seen) as paper:
        return {"management.pdf": paper.management(), "annex.pdf": paper.annex()}
