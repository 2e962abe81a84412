"""What opening one item may use, however deep it goes: kept bytes, unpacked bytes, things, depth."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.formats.kept import Kept, keep
from mimawari.model import BadEvidence, Reason


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits. ``kept`` and ``unpacked`` in bytes; runs of equal bytes are unpacked but hardly kept.

    ``member`` is the most that is unpacked of one thing, ``things`` how many are opened, ``depth`` how many containers may lie
    in each other.
    """

    kept: int = 96 << 20
    unpacked: int = 8 << 30
    member: int = 2 << 30
    things: int = 20_000
    depth: int = 16


class Budget:
    """What is left of an :class:`Allowance`. One a top-level item; everything that is opened below it shares it.

    ``passwords`` is the short published list that is tried where the mail names none (:attr:`Blob.passwords` come first).
    """

    def __init__(self, allowance: Allowance | None = None, passwords: tuple[str, ...] = ()) -> None:
        self.allowance = allowance or Allowance()
        self.passwords = passwords
        self.kept = self.allowance.kept
        self.unpacked = self.allowance.unpacked
        self.things = self.allowance.things

    def take_thing(self, depth: int) -> None:
        """Count one more thing, which lies *depth* containers deep. Raises ``BadEvidence`` too large where it is one too many."""
        if depth > self.allowance.depth:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {self.allowance.depth} containers inside each other")
        if self.things <= 0:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {self.allowance.things} things inside")
        self.things -= 1

    def keep(self, stream: BinaryIO) -> Kept:
        """All of an unpacking *stream* as content that can be read again, runs of equal bytes in almost no memory.

        What does not fit is cut out of the middle: reading there raises ``BadEvidence`` too large, and ``Kept.cut`` tells it.
        ``is_longer`` and ``fault`` tell that it did not end where it should. Raises ``BadEvidence`` too large where nothing may be
        unpacked any more.
        """
        if self.unpacked <= 0:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {self.allowance.unpacked} bytes inside")
        most = min(self.allowance.member, self.unpacked)
        kept = keep(stream, most, self.kept)
        self.unpacked -= kept.unpacked
        self.kept -= kept.held
        weakref.finalize(kept, self._give_back, kept.held)
        return kept

    def _give_back(self, held: int) -> None:
        self.kept += held
