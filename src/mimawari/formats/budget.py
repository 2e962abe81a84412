"""What opening one item may use, however deep it goes: kept bytes, unpacked bytes, things, depth, time."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.formats.kept import Kept, keep
from mimawari.formats.slices import Slice
from mimawari.model import BadEvidence, Content, Reason, Watcher


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits. ``kept`` and ``unpacked`` in bytes; what repeats is unpacked but hardly kept.

    ``member`` is the most that is unpacked of one thing, ``things`` how many are opened, ``depth`` how many containers may lie
    in each other, ``seconds`` how long it may take.
    """

    kept: int = 128 << 20
    unpacked: int = 8 << 30
    member: int = 2 << 30
    things: int = 20_000
    depth: int = 16
    seconds: float = 300.0


class Budget:
    """What is left of an :class:`Allowance`. One a top-level item; everything that is opened below it shares it.

    ``passwords`` is the short published list that is tried where the mail names none (:attr:`Blob.passwords` come first).
    *clock* gives seconds that only go forward. *watch* gives somebody new to look at each content while it is unpacked.
    """

    def __init__(
        self,
        allowance: Allowance | None = None,
        passwords: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
        watch: Callable[[], Watcher] | None = None,
    ) -> None:
        self.allowance = allowance or Allowance()
        self.passwords = passwords
        self.kept = self.allowance.kept
        self.unpacked = self.allowance.unpacked
        self.things = self.allowance.things
        self._clock = clock
        self._watch = watch
        self._until = clock() + self.allowance.seconds
        self._told = False

    def renewed(self) -> Budget:
        """A whole new one with the same limits, for the next item."""
        return Budget(self.allowance, self.passwords, self._clock, self._watch)

    @property
    def is_spent(self) -> bool:
        """Whether something has run out and was told: nothing more need be tried."""
        return self._told

    def take_thing(self, depth: int) -> bool:
        """Count one more thing, which lies *depth* containers deep.

        Raises ``BadEvidence`` where it is too deep, and once where things, bytes or time have run out; after that it is False.
        """
        if self._told:
            return False
        if depth > self.allowance.depth:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {self.allowance.depth} containers inside each other")
        if self.things <= 0:
            self._run_out(Reason.TOO_LARGE, f"more than {self.allowance.things} things inside, the rest was not opened")
        self.check()
        self.things -= 1
        return True

    @property
    def is_watched(self) -> bool:
        """Whether somebody looks at contents as they lie, so that what a format reads itself is wanted too."""
        return self._watch is not None

    def check(self) -> None:
        """Raises ``BadEvidence`` where time (timed out) or the unpacked bytes (too large) have run out."""
        if short := self._short():
            self._run_out(*short)

    def spend(self, size: int) -> None:
        """Count *size* bytes more that were unpacked. Raises as :meth:`check` does; that this was told does not count."""
        self.unpacked -= size
        if short := self._short():
            raise BadEvidence(*short)

    def _short(self) -> tuple[Reason, str] | None:
        """What has run out."""
        if self._clock() > self._until:
            return Reason.TIMED_OUT, f"more than {self.allowance.seconds:.0f} seconds, the rest was not opened"
        if self.unpacked <= 0:
            return Reason.TOO_LARGE, f"more than {in_words(self.allowance.unpacked)} inside, the rest was not opened"
        return None

    def _run_out(self, reason: Reason, detail: str) -> None:
        self._told = True
        raise BadEvidence(reason, detail)

    def keep(self, stream: BinaryIO) -> Kept:
        """All of an unpacking *stream* as content that can be read again, what repeats in almost no memory.

        What does not fit is cut out of the middle: reading there raises ``BadEvidence`` too large. :func:`shortfalls` of what it
        returns must become gaps (archives do it with ``formats.archives.members.taken``). Raises ``BadEvidence`` where nothing
        may be unpacked any more.
        """
        self.check()
        most = min(self.allowance.member, self.unpacked)
        # Something is left for what may lie inside of it.
        kept = keep(stream, most, self.kept * 3 // 4, self.check, self._watch() if self._watch else None)
        self.unpacked -= kept.unpacked
        self.kept -= kept.held
        weakref.finalize(kept, self._give_back, kept.held)
        return kept

    def slice(self, whole: Content, offset: int, size: int) -> Slice:
        """*size* bytes of *whole* from *offset* on, which lie there as they are. Raises as :meth:`keep` does."""
        self.check()
        self.unpacked -= size
        return Slice(whole, offset, size)

    def _give_back(self, held: int) -> None:
        self.kept += held


def shortfalls(kept: Kept) -> list[tuple[Reason, str]]:
    """Reason and detail of all that *kept* lacks of what it should be; none where it is whole."""
    found = []
    if kept.cut:
        first, last = map(in_words, kept.ends)
        found.append(
            (
                Reason.TOO_LARGE,
                f"too large to be kept whole: {in_words(kept.size)}, looked at the first {first} and the last {last}",
            )
        )
    if kept.is_longer:
        found.append((Reason.TOO_LARGE, f"too large: looked at the first {in_words(kept.size)} only"))
    if kept.fault:
        found.append((kept.reason, f"only {in_words(kept.size)} could be unpacked: {kept.fault}"))
    return found


def in_words(size: int) -> str:
    """A number of bytes for people: ``550 MB`` (of 1024 kB each)."""
    for unit, width in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= width:
            return f"{size / width:.0f} {unit}" if size >= 10 * width else f"{size / width:.1f} {unit}"
    return f"{size} bytes"
