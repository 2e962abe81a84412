"""A piece of work on a source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work that can be done, and can fail, on its own.

    ``wants`` is what is lost with it. ``past`` says that it holds an older state of the machine (a shadow copy). ``again`` are
    the items (the paths of their origins) that are to be opened once more, now that the others are known; empty: a piece of
    the source. ``keep`` is how many hints and gaps of a kind it keeps one by one. ``order``: its items come behind those of all
    pieces with a smaller one; the engine sets it. ``size``: so many bytes it has to read from end to end, where that may take long.
    """

    key: str
    wants: tuple[str, ...]
    past: bool = False
    again: tuple[tuple[str, ...], ...] = ()
    keep: int = 100
    order: int = 0
    size: int = 0
