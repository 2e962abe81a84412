"""A list that somebody brings. What it is, is told by its content; whatever is wrong with it costs only itself, and is told."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from mimawari.knowledge import Indicators as Known
from mimawari.model import BadEvidence, Reason
from mimawari.signatures.indicators import json_lists, text_lists
from mimawari.signatures.indicators.filling import Filling, Tally
from mimawari.signatures.indicators.json_walk import Broken
from mimawari.signatures.indicators.lines import UTF_8, encoding_of
from mimawari.signatures.indicators.table import Table

MOST_BYTES = 1 << 30
_MOST_FILES = 1000
_OF_FEED = ("manifest.json", "hashes.csv")
_OTHER = (
    (b"PK\3\4", "a packed file: unpack it first"),
    (b"\x1f\x8b", "a packed file: unpack it first"),
    (b"7z\xbc\xaf", "a packed file: unpack it first"),
    (b"BZh", "a packed file: unpack it first"),
    (b"\xfd7zXZ", "a packed file: unpack it first"),
    (b"<", "XML, as older STIX and OpenIOC are written"),
)


def taken(paths: tuple[Path, ...], table: Table, known: Known, *, is_good: bool = False) -> tuple[Tally, ...]:
    """Put the lists at *paths* into *table*; of a folder (a feed of MISP) every file in it that is not hidden.

    *is_good*: lists of harmless files.
    """
    found = []
    for path in dict.fromkeys(paths):
        files = files_of(path, most=None)
        found += [_taken(file, table, known, is_good=is_good) for file in files[:_MOST_FILES]]
        if len(files) > _MOST_FILES:
            found.append(Tally(shown_name(path)))
            found[-1].fault(Reason.TOO_LARGE, "files beyond the most that are read", count=len(files) - _MOST_FILES)
    return tuple(found)


def files_of(path: Path, most: int | None = _MOST_FILES) -> list[Path]:
    """The files of a folder, *most* of them; *path* itself where it is none, or has none that can be listed."""
    try:
        found = sorted(path.iterdir()) if path.is_dir() else []
    except OSError:
        found = []
    return [one for one in found if one.name not in _OF_FEED and not one.name.startswith(".")][:most] or [path]


def shown_name(path: Path) -> str:
    """What the list at *path* is called."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _taken(path: Path, table: Table, known: Known, *, is_good: bool) -> Tally:
    tally = Tally(shown_name(path), place=os.fsencode(path).decode("utf-8", "replace"))
    table.begin(tally.name)
    try:
        _read(path, Filling(table, tally, known, is_good=is_good))
    except Broken as broken:
        tally.broken(broken.reason, broken.detail, broken.line)
    except BadEvidence as bad:
        tally.broken(bad.reason, bad.detail)
    except PermissionError:
        tally.broken(Reason.DENIED, "")
    except (OSError, ValueError):
        tally.broken(Reason.MISSING, "")
    if not tally.holds and not tally.faults:
        tally.broken(Reason.MISSING, "nothing in it to look for")
    table.end(tally.newest)
    return tally


def _read(path: Path, filling: Filling) -> None:
    text, encoding = opened_as(path)
    with path.open("rb") as stream:
        filling.tally.version = hashlib.file_digest(stream, "sha256").hexdigest()
    (json_lists if is_json(text) else text_lists).read(path, encoding, filling)


def opened_as(path: Path) -> tuple[str, str]:
    """How the list at *path* begins, and how it is written; raises ``BadEvidence`` for what is none, and ``OSError``."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise BadEvidence(Reason.UNSUPPORTED, "not a file")
    if found.st_size > MOST_BYTES:
        raise BadEvidence(Reason.TOO_LARGE, f"larger than {MOST_BYTES >> 30} GiB")
    with path.open("rb") as stream:
        start = stream.read(4096)
    encoding = encoding_of(start)
    text = start.decode(encoding, "replace").lstrip()
    _refuse(start, text, encoding)
    return text, encoding


def _refuse(start: bytes, text: str, encoding: str) -> None:
    """Raise ``BadEvidence`` for what is no list at all."""
    for magic, what in _OTHER:
        if start.startswith(magic) or text.startswith(magic.decode("latin-1")):
            raise BadEvidence(Reason.UNSUPPORTED, what)
    if encoding == UTF_8 and b"\0" in start:
        raise BadEvidence(Reason.UNSUPPORTED, "no text")


def is_json(text: str) -> bool:
    """An object, or an array of objects; ``[.]`` begins no JSON."""
    return text.startswith("{") or (text.startswith("[") and text[1:].lstrip()[:1] in ("{", "]"))
