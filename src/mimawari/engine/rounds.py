"""The second round of a mailbox: which mails are opened once more, when all others are known, and what is known of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from mimawari.engine.correspondence import Note, Post
from mimawari.engine.items import Path, Worked
from mimawari.engine.trails import Trail
from mimawari.model import Finding, Gap, Origin, Reason
from mimawari.sources import Piece

AGAIN = "again"
"""How the key of a piece of the second round begins."""
AT_ONCE, UNDER_WAY = 50, 16
"""So many mails a piece, and so many pieces at once: what is known of the others waits on the disk."""
Notes = Mapping[Path, Note]


class Rounds:
    """Takes what the pieces of one mailbox gave, and gives the pieces of the second round.

    *folder* is the place of the folder's name in a path. Where the disk has no room for what mails tell of each other, those
    that were put off cannot be opened again: :meth:`unopened` tells it.
    """

    def __init__(self, folder: int, keep: int) -> None:
        self._folder, self._keep = folder, keep
        self._post: Post | None = None
        self._before: dict[Path, tuple[Finding, ...]] = {}
        self._second: Iterator[list[Trail]] | None = None
        self._put_off = 0
        self._is_full = False

    def take(self, worked: Worked) -> None:
        """What a piece of the first round gave."""
        self._before |= {path: found for path, found in worked.again if found}
        self._put_off += len(worked.again)
        if worked.trails:
            self._try(lambda: self._keep_trails(worked))

    def _keep_trails(self, worked: Worked) -> None:
        self._post = self._post or Post()
        self._post.add(worked.trails)
        wanted = {path for path, _ in worked.again}
        for trail in worked.trails:
            if trail.path in wanted:
                self._post.put_off(trail)

    def _try(self, act: Callable[[], None]) -> None:
        if self._is_full:
            return
        try:
            act()
        except sqlite3.OperationalError:
            self._is_full = True
            self.close()

    @property
    def has_begun(self) -> bool:
        """Whether pieces of the second round were given."""
        return self._second is not None

    def more(self, under_way: int) -> list[tuple[Piece, Notes]]:
        """The next pieces of the second round, so that with those *under way* there are enough; none: all were given."""
        found: list[tuple[Piece, Notes]] = []
        self._try(lambda: self._fill(found, UNDER_WAY - under_way))
        return found

    def _fill(self, found: list[tuple[Piece, Notes]], count: int) -> None:
        if self._post is None:
            return
        self._second = self._second or self._post.waiting(AT_ONCE)
        while len(found) < count:
            trails = next(self._second, None)
            if trails is None:
                self.close()
                return
            found.append(self._piece(self._post, trails))
            self._put_off -= len(trails)

    def _piece(self, post: Post, trails: list[Trail]) -> tuple[Piece, Notes]:
        paths = tuple(trail.path for trail in trails)
        notes = {one.path: replace(post.note(one), before=self._before.pop(one.path, ())) for one in trails}
        key = f"{AGAIN};{paths[0][self._folder]};" + ",".join(path[self._folder + 1] for path in paths)
        return Piece(key, ("content", "message"), again=paths, keep=self._keep), notes

    def close(self) -> None:
        """Forget what mails tell of each other."""
        if self._post is not None:
            self._post.close()
        self._post = None

    def unopened(self, at: Origin) -> list[Finding | Gap]:
        """What was found already in mails that could not be opened again for want of room, and a gap for all of them."""
        if not (self._is_full and self._put_off):
            return []
        gap = Gap(at, Reason.TOO_LARGE, "message", f"no room on the disk: {self._put_off} mails were not looked at to the end")
        return [*(finding for found in self._before.values() for finding in found), gap]
