"""Drafts of letters and reports as files: plain text, for a word processor, as PDF; and what must be known before they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mimawari.faces.documents.files import put
from mimawari.faces.documents.trouble import NoPdf, Unwritable
from mimawari.faces.notices.docx import NoDocx, docx
from mimawari.faces.notices.pieces import stem
from mimawari.faces.notices.readme import readme, summary
from mimawari.faces.notices.text import text
from mimawari.model import Notice, Words

__all__ = ["Form", "Taken", "Unwritable", "Written", "summary", "written"]

_NO_DOCX = Words(
    en='No DOCX was made: the program that writes it is not installed here (pip install "mimawari[report]"; it is not part of '
    "mimawari.exe).",
    ja='DOCXは作成していません。作るための部品がインストールされていません（pip install "mimawari[report]"。'
    "mimawari.exe には含まれません）。",
)


class Form(StrEnum):
    """How a draft is written."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"


class Taken(Exception):
    """Files are there already that a person may have edited: ``paths``. Nothing was written."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__(str(paths[0]))
        self.paths = tuple(paths)


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and in a sentence each which forms could not be made."""

    paths: tuple[Path, ...]
    lacking: tuple[Words, ...] = ()


def written(notices: Sequence[Notice], folder: Path, forms: Iterable[Form], now: str, *, force: bool = False) -> Written:
    """Write each draft as ``<kind>.<language>.<txt|docx|pdf>`` into *folder*, and ``README.<language>.txt`` beside them.

    *folder* is made. Raises :class:`Taken` where such a file is there and not *force*, :class:`Unwritable` where one cannot be
    written: then nothing was replaced. What is not installed for a form is told in ``lacking``.
    """
    wanted, lacking = frozenset(forms), []
    contents: dict[str, bytes] = {}
    for tongue in dict.fromkeys(one.tongue for one in notices):
        contents[f"README.{tongue}.txt"] = readme([one for one in notices if one.tongue == tongue], tongue).encode()
    if Form.TEXT in wanted:
        contents |= {f"{stem(one.kind, one.tongue)}.txt": text(one).encode() for one in notices}
    try:
        contents |= {f"{stem(one.kind, one.tongue)}.docx": docx(one, now) for one in notices if Form.DOCX in wanted}
    except NoDocx:
        lacking.append(_NO_DOCX)
    try:
        contents |= _pdfs(notices, now) if Form.PDF in wanted else {}
    except NoPdf as none:
        lacking.append(none.bare)
    there = [folder / name for name in contents if (folder / name).exists() and not name.startswith("README.")]
    if there and not force:
        raise Taken(there)
    return Written(put(folder, contents), tuple(lacking))


def _pdfs(notices: Sequence[Notice], now: str) -> dict[str, bytes]:
    from mimawari.faces.notices.pdf import Sheets

    with Sheets(now) as sheets:
        return {f"{stem(one.kind, one.tongue)}.pdf": sheets.pdf(one) for one in notices}
