"""What this PC has seen of each case, so that a book that was restored from an old copy is not taken for the newest."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mimawari.casebook.kept import Kept

_MOST = 1 << 16


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of a case that was seen: its number and hash, and when it was made (UTC)."""

    number: int
    hash: str
    at: str = ""

    @classmethod
    def of(cls, rows: Sequence[Kept]) -> Head | None:
        """The head of these rows."""
        last = rows[-1] if rows else None
        return Head(last.number, last.hash, last.entry.at if last.entry else "") if last else None

    def is_in(self, rows: Sequence[Kept]) -> bool:
        """Whether the entry is still there as it was seen."""
        return any(row.number == self.number and row.hash == self.hash for row in rows)


@dataclass(frozen=True, slots=True)
class Memory:
    """A folder with a small file a case. It is a help against mistakes: without it nothing is lost but the help."""

    folder: Path

    def recall(self, case: str) -> Head | None:
        """What was seen last; None where nothing was, or nothing can be read."""
        try:
            with self._path(case).open("rb") as file:
                said = json.loads(file.read(_MOST))
            return Head(int(said["number"]), str(said["hash"]), str(said["at"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def remember(self, case: str, head: Head, *, accepted: bool = False) -> None:
        """Keep *head*, in one step, unless a later one is kept and this one was not *accepted* in its place.

        Where it cannot be written, the old one stays.
        """
        known = self.recall(case)
        if known and known.number >= head.number and not accepted:
            return
        path = self._path(case)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        text = json.dumps({"case": case, "number": head.number, "hash": head.hash, "at": head.at}) + "\n"
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)

    def _path(self, case: str) -> Path:
        """A name that depends on the id, and that leads nowhere whatever the id is."""
        return self.folder / f"{hashlib.sha256(case.encode('utf-8', 'replace')).hexdigest()[:32]}.json"
