"""All that what a file gave rests on beside the file: the program, the knowledge, every set of signatures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from mimawari.model import digest
from mimawari.signatures import Signatures

_MOST_OWN = 10_000


def basis(known: str, folder: Path | None, rows: Sequence[Signatures]) -> str:
    """A digest of it. *known* is the version of the knowledge, *folder* where it is from, *rows* are the sets."""
    sets = sorted((one.by, one.name, one.version) for row in rows for one in row.sets)
    lacks = sorted((lack.what, lack.detail) for row in rows for lack in row.lacks)
    return digest(_program(), known, _own(folder) if folder else [], sets, lacks)


@cache
def _own(folder: Path) -> list[tuple[str, str]]:
    """The files of a folder of knowledge, whatever version they say they are of."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())[:_MOST_OWN]
    return [(path.relative_to(folder).as_posix(), sha256(path.read_bytes()).hexdigest()) for path in found]


@cache
def _program() -> str:
    return version("mimawari")
