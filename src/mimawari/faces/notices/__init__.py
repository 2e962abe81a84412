"""Drafts of letters and reports as files: plain text, for a word processor, as PDF; and what must be known before they are sent."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mimawari.faces.documents.files import put
from mimawari.faces.documents.trouble import NoPdf, Unwritable
from mimawari.faces.notices.docx import NoDocx, docx
from mimawari.faces.notices.pieces import stem
from mimawari.faces.notices.readme import is_as_written, readme, summary
from mimawari.faces.notices.text import text
from mimawari.model import LANGUAGES, Notice, NoticeKind, Words

__all__ = ["Form", "Taken", "Unwritable", "Written", "lying", "summary", "written"]

_README = 1 << 20
"""Bytes that no README of ours has."""
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


def lying(folder: Path) -> tuple[tuple[NoticeKind, str], ...]:
    """Of which kinds and languages drafts lie in *folder*, in whatever form."""
    try:
        names = {name.rpartition(".")[0] for name in os.listdir(folder)}
    except OSError:
        return ()
    return tuple((kind, tongue) for kind in NoticeKind for tongue in LANGUAGES if stem(kind, tongue) in names)


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


def written(
    notices: Sequence[Notice], folder: Path, forms: Iterable[Form], now: str, *, beside: Sequence[Notice] = (), force: bool = False
) -> Written:
    """Write each draft as ``<kind>.<language>.<txt|docx|pdf>`` into *folder*, and ``README.<language>.txt`` beside them.

    *beside* are drafts that lie there already (:func:`lying`): they are not written, but the README goes on naming them.
    *folder* is made. Raises :class:`Taken` where such a file is there and not *force*, a README only if somebody changed it;
    :class:`Unwritable` where one cannot be written: then nothing was replaced. What is not installed is told in ``lacking``.
    """
    wanted, lacking = frozenset(forms), []
    contents: dict[str, bytes] = {}
    for tongue in dict.fromkeys(one.tongue for one in notices):
        contents[f"README.{tongue}.txt"] = readme(_of(tongue, notices, beside), tongue).encode()
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
    there = [folder / name for name in contents if _is_kept(folder / name)]
    if there and not force:
        raise Taken(there)
    return Written(put(folder, contents), tuple(lacking))


def _of(tongue: str, notices: Sequence[Notice], beside: Sequence[Notice]) -> list[Notice]:
    """Those in a language, each kind once, as the kinds are ordered."""
    every = {one.kind: one for one in (*beside, *notices) if one.tongue == tongue}
    return [every[kind] for kind in NoticeKind if kind in every]


def _is_kept(path: Path) -> bool:
    """Whether a file is there that a person may have changed. Of a README its own mark tells whether somebody did."""
    if not path.name.startswith("README."):
        return path.exists()
    if not path.is_file() or path.stat().st_size > _README:
        return path.exists()
    return not is_as_written(path.read_bytes())


def _pdfs(notices: Sequence[Notice], now: str) -> dict[str, bytes]:
    from mimawari.faces.notices.pdf import Sheets

    with Sheets(now) as sheets:
        return {f"{stem(one.kind, one.tongue)}.pdf": sheets.pdf(one) for one in notices}
