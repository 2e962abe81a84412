"""What is still to be done of a full scan, the earliest answer first, and what came of the rest: in the memory of the parent."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterator
from dataclasses import replace

from mimawari.engine import scanning
from mimawari.engine.ledger import Ledger
from mimawari.engine.scanning import Scanned
from mimawari.model import Part, Reason, digest
from mimawari.sources.scan import Folders, Stage

UNDER_WAY = max(8, 2 * (os.cpu_count() or 1))
"""So many pieces are given out at once: enough for all workers, and few, so that what is met meanwhile can come before the rest."""
_TRIES = 2
"""A piece whose workers were lost as often, nobody knows at which file, is given up."""
_WAITING = 300_000
"""Where so many folders wait to be read, no more are listed for the time being."""


class Frontier:
    """Gives pieces of the full scan of one source, and takes what they gave."""

    def __init__(self, pieces: tuple[Folders, ...]) -> None:
        self._number = self._waiting = self._listing = 0
        self._lists: list[tuple[int, int, Folders]] = []
        self._reads: list[tuple[int, int, Folders]] = []
        self._begun = {folder for piece in pieces for folder in piece.folders}
        self._ledgers: dict[Stage, Ledger] = {}
        self.files = self.size = 0
        self.trouble = ""
        for piece in pieces:
            self._put(piece)

    @property
    def is_listed(self) -> bool:
        """Whether all folders are known, and with them all files and bytes."""
        return not self._lists and not self._listing

    def more(self, under_way: int) -> Iterator[Folders]:
        """The next pieces, so that with those *under way* there are enough: one that lists, all others read."""
        for _ in range(UNDER_WAY - under_way):
            piece = self._next()
            if piece is None:
                return
            yield piece

    def _next(self) -> Folders | None:
        may_list = self._lists and self._waiting < _WAITING
        if may_list and (not self._listing or not self._reads):
            self._listing += 1
            return heapq.heappop(self._lists)[2]
        if not self._reads:
            return None
        piece = heapq.heappop(self._reads)[2]
        self._waiting -= len(piece.folders)
        return piece

    def _put(self, piece: Folders) -> None:
        self._number += 1
        piece = replace(piece, key=f"{piece.stage.word}-{self._number}")
        heap = self._lists if piece.is_listing else self._reads
        self._waiting += 0 if piece.is_listing else len(piece.folders)
        heapq.heappush(heap, (piece.stage, self._number, piece))

    def take(self, work: Folders, scanned: Scanned) -> None:
        """What *work* gave."""
        self._listing -= work.is_listing
        self.files, self.size = self.files + scanned.files, self.size + scanned.size
        self.trouble = self.trouble or scanned.trouble
        self.keep(work.stage, scanned.part)
        for piece in scanned.more:
            self._put(piece)
        for piece in scanned.begins:
            if piece.folders[0] not in self._begun:
                self._begun.update(piece.folders)
                self._put(piece)
        if scanned.rest:
            self._put(scanned.rest)

    def again(self, work: Folders, files: tuple[str, ...], reason: Reason, detail: str) -> bool:
        """*work*, whose worker was lost, without the *files* that it was at; false where it is given up."""
        self._listing -= work.is_listing
        met = {file for file, *_ in work.lost}
        new = [file for file in files if file not in met]
        if work.tries >= _TRIES and not new:
            return False
        self._put(scanning.lost(work, new, reason, detail))
        return True

    def keep(self, stage: Stage, part: Part) -> None:
        """Add a part to what is known of a stage."""
        self._ledgers.setdefault(stage, Ledger(is_scan=True)).merge(part)

    def parts(self, source: str, known: str) -> Iterator[Part]:
        """One part a stage, whatever pieces it was done in."""
        for stage, ledger in sorted(self._ledgers.items()):
            part = ledger.part(source, stage.word, known)
            said = (
                [one.id for one in part.findings],
                [one.id for one in part.gaps],
                part.hints,
                part.gap_counts,
                repr(part.looked),
            )
            yield replace(part, content=digest(*said))
