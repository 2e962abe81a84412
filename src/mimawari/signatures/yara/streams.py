"""What comes block by block, held against rules: as a whole where it is small, else in pieces that overlap, in flat memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mimawari.model import BadEvidence, Reason
from mimawari.signatures.yara.borders import border
from mimawari.signatures.yara.compiled import Key
from mimawari.signatures.yara.scanning import Hits, Piece, Scanning
from mimawari.signatures.yara.scope import START

WHOLE, WINDOW, OVERLAP = 32 << 20, 16 << 20, 1 << 20
"""What is matched as a whole in memory; of what is larger the pieces, and how much two of them have in common at least."""

IN_PIECES = f"some rules could be held against pieces of {WINDOW >> 20} MB only"


@dataclass(slots=True)
class Stream:
    """Rules over what comes block by block, in flat memory. What turns out to be small is matched as a whole.

    ``faults`` are reason and detail of all that was not matched, or in part only.
    """

    scanning: Scanning
    name: str = ""
    hits: Hits = field(default_factory=dict)
    faults: list[tuple[Reason, str]] = field(default_factory=list)
    is_done: bool = False
    _traced: frozenset[Key] = frozenset()
    _start: bytes = b""
    _blocks: list[bytes] = field(default_factory=list)
    _held: int = 0
    _size: int = 0
    _offset: int = 0
    _is_begun_well: bool = True
    _in_pieces: bool = False
    _is_stopped: bool = False

    def take(self, block: bytes) -> None:
        """The next bytes."""
        if self._is_stopped:
            return
        if len(self._start) < START:
            self._start = (self._start + block)[:START]
        self._size += len(block)
        self._blocks.append(block)
        self._held += len(block)
        if self._held > (WINDOW if self._in_pieces else WHOLE):
            self._in_pieces = True
            self._match_pieces()

    def end(self, *, is_kept: bool) -> None:
        """There is no more. What is small and *is_kept* elsewhere as a whole is left to be matched there."""
        if self._in_pieces:
            self._match(Piece(b"".join(self._blocks), self._offset, is_cut_well=self._is_begun_well))
            self.hits, is_undecided = self.scanning.settled(self.hits, self._traced, self._start, self._size)
            if is_undecided:
                self.faults.append((Reason.TOO_LARGE, IN_PIECES))
        elif not is_kept:
            self._whole(b"".join(self._blocks))
        self.is_done = self._in_pieces or not is_kept
        self._blocks, self._held = [], 0

    def _match_pieces(self) -> None:
        data = b"".join(self._blocks)
        start = 0
        while len(data) - start > WINDOW:
            end = border(data, start + WINDOW, OVERLAP // 2)
            is_cut_well = self._is_begun_well and end.is_between_words
            self._match(Piece(data[start : end.place], self._offset, is_cut_well))
            begin = border(data, end.place - OVERLAP - 1, OVERLAP // 2)
            self._offset += begin.place + 1 - start
            start, self._is_begun_well = begin.place + 1, begin.is_between_words
        self._blocks, self._held = [data[start:]], len(data) - start

    def _match(self, piece: Piece) -> None:
        if self._is_stopped:
            return
        try:
            found, traced = self.scanning.piece(piece)
        except BadEvidence as bad:
            self._stop(bad)
            return
        self._traced |= traced
        for key, hit in found.items():
            self.hits[key] = self.hits[key].joined(hit) if key in self.hits else hit

    def _whole(self, data: bytes) -> None:
        try:
            self.hits, faults = self.scanning.data(data, self.name)
        except BadEvidence as bad:
            self._stop(bad)
        else:
            self.faults += faults

    def _stop(self, bad: BadEvidence) -> None:
        self.faults.append((bad.reason, bad.detail))
        self._is_stopped = True


def streamed(scanning: Scanning, blocks: Iterable[bytes], name: str = "") -> Stream:
    """*blocks*, one behind the other, matched as of a file called *name*. What can no longer be read ends it, and is a fault."""
    stream = Stream(scanning, name)
    try:
        for block in blocks:
            stream.take(block)
    except BadEvidence as bad:
        stream.faults.append((bad.reason, bad.detail))
    stream.end(is_kept=False)
    return stream
