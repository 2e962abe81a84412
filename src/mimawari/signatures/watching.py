"""Signatures that look at content while it is unpacked: what is too large to be kept is gone afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

from mimawari.model import Content, Watcher
from mimawari.signatures import Signatures


@runtime_checkable
class Watching(Protocol):
    """Signatures of a kind that can do so."""

    def watch(self) -> Watcher:
        """Somebody new, who is shown all of one content as it comes."""


@dataclass(frozen=True, slots=True)
class Watched:
    """All who look at one content, by whose they are."""

    by: dict[int, Watcher]

    def take(self, block: bytes) -> None:
        """Show them the next bytes."""
        for one in self.by.values():
            one.take(block)

    def end(self, *, is_kept: bool) -> None:
        """Tell them that there are no more, and whether all of them can be read again."""
        for one in self.by.values():
            one.end(is_kept=is_kept)


def watch(ready: Iterable[Signatures]) -> Callable[[], Watcher] | None:
    """What a budget calls for each content that it unpacks; None where none of *ready* looks at it then."""
    from mimawari.signatures.known_good import bare

    watching: list[Watching] = [one for one in map(bare, ready) if isinstance(one, Watching)]
    return partial(_begun, watching) if watching else None


def _begun(watching: list[Watching]) -> Watched:
    return Watched({id(one): one.watch() for one in watching})


def seen(content: Content, by: object) -> Watcher | None:
    """Who looked for *by* at *content* while it was unpacked; None where nobody did."""
    watched = getattr(content, "watched", None)
    return watched.by.get(id(by)) if isinstance(watched, Watched) else None
