"""Who must be told, as files: ``people.csv``, ``people.xlsx``, ``counts.json``. All of them are written, or none."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from mimawari.app.exposing import own_folder
from mimawari.faces.lists import tables
from mimawari.faces.lists.counts import document, lines
from mimawari.faces.safe import harmless
from mimawari.model import ExposureCounts, Person, Words

__all__ = ["CSV", "JSON", "XLSX", "Unwritable", "Written", "lines", "written"]

CSV, XLSX, JSON = "people.csv", "people.xlsx", "counts.json"
PREFIX = ".mimawari-lists-"
"""How the folder begins in which they are made."""
_UNWRITABLE = Words(
    en="the lists could not be written to {path} ({why}). No half file was left; what was there before is still there, and the "
    "evidence is as it was. Make room or name another folder, and run it again.",
    ja="{path} に一覧を書き込めませんでした（{why}）。書きかけのファイルは残していません。"
    "以前からあるファイルも、調べたデータも元のままです。空き容量を増やすか別のフォルダーを指定して、もう一度実行してください。",
)


class Unwritable(Exception):
    """The lists could not be written; ``words`` says why."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(str(path), error)
        self.words = _UNWRITABLE.fill({"path": harmless(path), "why": harmless(error)})


@dataclass(frozen=True, slots=True)
class Written:
    """The files, and the SHA-256 (hex) of the list as CSV. ``has_workbook``: it was made as well.

    ``guarded``: so many addresses begin with a sign of formulas; as CSV they have an apostrophe before them, and mail does not
    reach them so.
    """

    paths: tuple[Path, ...]
    sha256: str
    has_workbook: bool
    guarded: int = 0


def written(people: Iterable[Person], counts: ExposureCounts, folder: Path, tongue: str) -> Written:
    """Write them into *folder*, which is made; files of these names are replaced when all are whole. Raises :class:`Unwritable`.

    They are made in a folder of their own beside, which only its owner can read and which is gone afterwards; one that a killed run
    left there is taken away.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with own_folder(folder, PREFIX) as scratch:
            made, guarded = _made(people, counts, scratch, tongue)
            return _moved(made, folder, guarded)
    except OSError as error:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise Unwritable(folder, error) from error


def _made(people: Iterable[Person], counts: ExposureCounts, scratch: Path, tongue: str) -> tuple[list[Path], int]:
    with ExitStack() as stack:
        sheet = stack.enter_context(_private(scratch / CSV).open("w", encoding="utf-8", newline=""))
        plain = tables.Csv(sheet, tongue)
        rows = [plain.add]
        if tables.has_workbooks():
            book = stack.enter_context(tables.workbook(_private(scratch / XLSX), scratch, tongue))
            rows.append(book.add)
        for one in people:
            for add in rows:
                add(one)
    text = json.dumps(document(counts), ensure_ascii=False, indent=1) + "\n"
    _private(scratch / JSON).write_text(text, "utf-8", newline="\n")
    return [path for name in (CSV, XLSX, JSON) if (path := scratch / name).exists()], plain.guarded


def _private(path: Path) -> Path:
    """An empty file that only its owner can read, where the system has that."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return path


def _moved(made: list[Path], folder: Path, guarded: int) -> Written:
    sha256 = hashlib.sha256()
    with made[0].open("rb") as stream:
        while block := stream.read(1 << 20):
            sha256.update(block)
    for path in made:
        _settle(path)
    paths = tuple(path.replace(folder / path.name) for path in made)
    if not any(path.name == XLSX for path in paths):
        (folder / XLSX).unlink(missing_ok=True)
    return Written(paths, sha256.hexdigest(), len(made) == len((CSV, XLSX, JSON)), guarded)


def _settle(path: Path) -> None:
    """All of it on the disk, so that a full one is met before anything is replaced."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
