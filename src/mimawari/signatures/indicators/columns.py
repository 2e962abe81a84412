"""Rows of columns under a line that names them: the exports of abuse.ch and MISP, and tables that people make themselves."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from mimawari.signatures.indicators.digits import bare
from mimawari.signatures.indicators.filling import Filling
from mimawari.signatures.indicators.saying import WIDTH, Saying
from mimawari.signatures.indicators.verdicts import HARMLESS, MALICIOUS, says_harmless, weight

# How columns are called: by MalwareBazaar, ThreatFox and URLhaus (their exports' own headings), by MISP's CSV, by people.
_NAMES = {
    "sha256": {"sha256", "sha256_hash", "sha-256", "sha_256", "sha256sum", "hash_sha256", "file_sha256"},
    "sha1": {"sha1", "sha1_hash", "sha-1", "sha_1", "hash_sha1", "file_sha1"},
    "md5": {"md5", "md5_hash", "hash_md5", "md5sum", "file_md5"},
    "name": {"filename", "file_name", "file name", "ファイル名"},
    "value": {"ioc_value", "ioc", "indicator", "value", "hash", "ハッシュ値", "ハッシュ"},
    "type": {"ioc_type", "indicator_type", "type", "algorithm", "種別"},
    "family": {"signature", "malware", "malware_printable", "fk_malware", "malware_family", "family"},
    "date": {"first_seen_utc", "first_seen", "firstseen", "first seen", "date", "日付"},
    "note": {"comment", "tags", "note", "description", "備考"},
    "to_ids": {"to_ids"},
    "verdict": {
        "verdict",
        "classification",
        "disposition",
        "judgement",
        "judgment",
        "result",
        "status",
        "判定",
        "分類",
        "判定結果",
    },
    MALICIOUS: {"malicious", "is_malicious", "ismalicious", "is_malware"},
    HARMLESS: {"benign", "is_benign", "clean", "is_clean", "whitelisted", "is_whitelisted", "false_positive", "誤検知"},
}
_COLUMN = {name: column for column, names in _NAMES.items() for name in names}
_HEADING = re.compile("|".join(sorted(map(re.escape, _COLUMN))), re.IGNORECASE)
_MARKS = ("sha256", "sha1", "md5", "name", "value")
_HASHED = {"sha256", "sha256_hash", "sha1", "sha1_hash", "md5", "md5_hash", "filename"}
_OTHER_HASHES = {"sha384", "sha512", "mactripledes", "ripemd160"}
"""What ``Get-FileHash`` can make as well."""

_UNKNOWN = re.compile(r"[^\W\d][\w .()-]{0,39}")
_NOTHING = frozenset({"", "-", "n/a", "na", "none", "null", "unknown"})
_TYPES = {"sha256_hash": "sha256", "sha1_hash": "sha1", "md5_hash": "md5", "filename": "name", "file_name": "name"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column stands, and what stands between them."""

    places: dict[str, tuple[int, ...]]
    between: str

    @classmethod
    def named_by(cls, line: str) -> Columns | None:
        """The columns that *line* names, a comment or not; None where it names none that holds marks."""
        if not _HEADING.search(line):
            return None
        bare = line.lstrip("#; ")
        found = [cls._of(bare, between) for between in ",;\t|"]
        best = max(found, key=lambda columns: len(columns.places))
        return best if any(mark in best.places for mark in _MARKS) and (len(best.places) > 1 or best.is_alone(bare)) else None

    @classmethod
    def _of(cls, line: str, between: str) -> Columns:
        places: dict[str, tuple[int, ...]] = {}
        for number, name in enumerate(_split(line, between)):
            column = _COLUMN.get(name.strip().lower())
            if column:
                places[column] = (*places.get(column, ()), number)
        return cls(places, between)

    def is_alone(self, line: str) -> bool:
        """Whether one name of a column of hashes is known, and all beside it, if anything, are names of columns too."""
        cells = [cell.strip() for cell in _split(line, self.between)]
        return not {"value", "name"} & set(self.places) and all(_UNKNOWN.fullmatch(cell) for cell in cells)

    def row(self, line: str, number: int, filling: Filling) -> None:
        """Take a row."""
        cells = _split(line, self.between)
        if self._first(cells, "to_ids") in ("0", "false", "False") or self._is_harmless(cells):
            filling.tally.aside += 1
            return
        said = self._said(cells, filling)
        for kind in WIDTH:
            text = self._first(cells, kind)
            if filling.hash(text, said, number, kind) or (text and filling.hash(bare(text), said, number, kind)):
                return
            if text.lower() not in _NOTHING:
                # The file that is meant is not looked for by its hash: its name alone would hide that.
                filling.not_understood(number)
                return
        text = self._first(cells, "name")
        if not (text and filling.name(text, said, number, is_sure=True)):
            self._valued(cells, said, number, filling)

    def _is_harmless(self, cells: list[str]) -> bool:
        """Whether somebody says of it that it is no malware."""
        if any(says_harmless(text) for text in (*self._all(cells, "verdict"), *self._all(cells, "family"))):
            return True
        return any(says_harmless(text, asked) for asked in (HARMLESS, MALICIOUS) for text in self._all(cells, asked))

    def _valued(self, cells: list[str], said: Saying, number: int, filling: Filling) -> None:
        """A row whose mark is of a kind that another column tells."""
        value, kind = self._first(cells, "value"), self._first(cells, "type").lower()
        named, _, hashed = kind.partition("|")
        wanted = hashed if named == "filename" and hashed else _TYPES.get(kind, kind)
        mark = bare(value.rpartition("|")[2] if hashed else value)
        took = filling.name(mark, said, number, is_sure=True) if wanted == "name" else filling.hash(mark, said, number)
        if took:
            return
        if value and kind in _OTHER_HASHES:
            filling.unmatched(kind)
        elif value and kind and kind not in _HASHED:
            filling.elsewhere(kind)
        elif not value or kind or not filling.name(value, said, number):
            filling.not_understood(number)

    def _said(self, cells: list[str], filling: Filling) -> Saying:
        verdicts = self._all(cells, "verdict")
        note = " ".join(filter(None, (self._first(cells, "note"), *verdicts)))
        return filling.said(self._all(cells, "family"), self._first(cells, "date"), note, weight(verdicts))

    def _all(self, cells: list[str], column: str) -> tuple[str, ...]:
        return tuple(cells[place].strip() for place in self.places.get(column, ()) if place < len(cells))

    def _first(self, cells: list[str], column: str) -> str:
        place = self.places.get(column, (len(cells),))[0]
        return cells[place].strip() if place < len(cells) else ""


def _split(line: str, between: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=between, skipinitialspace=True), [])
    except csv.Error:
        return []
