"""Several trees that show the same volume, laid over one another: an extracted ``$MFT`` over the files collected."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees import Entry, Tree
from mimawari.trees.side import side_stream

_Ranked = tuple[str, int, Entry]


class Layered:
    """What the first tree has wins; times come from the first tree that keeps exact ones."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._trees = tuple(trees)
        self.exact = any(tree.exact for tree in self._trees)

    @property
    def defects(self) -> tuple[tuple[Reason, str], ...]:
        """The defects of every layer."""
        return tuple(defect for tree in self._trees for defect in getattr(tree, "defects", ()))

    def list(self, path: str) -> Iterator[Entry]:
        """The entries of all layers, each name once. Raises ``BadEvidence`` where no layer could list it."""
        rows: list[Iterator[_Ranked]] = []
        worst: BadEvidence | None = None
        for rank, tree in enumerate(self._trees):
            try:
                rows.append(_ranked(rank, tree.list(path)))
            except BadEvidence as bad:
                worst = _graver(worst, bad)
        if not rows:
            raise worst or BadEvidence(Reason.MISSING, "no such folder")
        return self._merged(rows)

    def _merged(self, rows: Sequence[Iterator[_Ranked]]) -> Iterator[Entry]:
        """All that the layers give; then the first fault of one that broke off."""
        faults: list[BadEvidence] = []
        whole = [_until_fault(row, faults) for row in rows]
        for _, same in groupby(heapq.merge(*whole, key=itemgetter(0, 1)), key=itemgetter(0)):
            yield from self._named([(rank, entry) for _, rank, entry in same])
        if faults:
            raise faults[0]

    def entry(self, path: str) -> Entry | None:
        """The entry at *path*, or None. Raises ``BadEvidence`` where no layer has it and one could not be asked."""
        found: list[tuple[int, Entry]] = []
        worst: BadEvidence | None = None
        for rank, tree in enumerate(self._trees):
            try:
                entry = tree.entry(path)
            except BadEvidence as bad:
                worst = _graver(worst, bad)
            else:
                found += [(rank, entry)] if entry else []
        if not found and worst:
            raise worst
        return self._joined(found) if found else None

    def open(self, path: str) -> BinaryIO:
        """The content from the first layer that has it. Raises the gravest ``BadEvidence`` of all layers."""
        worst: BadEvidence | None = None
        for tree in self._trees:
            try:
                return tree.open(path)
            except BadEvidence as bad:
                worst = _graver(worst, bad)
        raise worst or BadEvidence(Reason.MISSING, "no such file")

    def side(self, path: str, name: str) -> bytes:
        """The first bytes of a file's stream from the first layer that has it."""
        return next((data for tree in self._trees if (data := side_stream(tree, path, name))), b"")

    def _named(self, found: Sequence[tuple[int, Entry]]) -> Iterator[Entry]:
        """One entry, or those that one layer tells apart by letter case."""
        first = found[0][0]
        others = [pair for pair in found if pair[0] != first]
        return (self._joined([pair, *others]) for pair in found if pair[0] == first)

    def _joined(self, found: Sequence[tuple[int, Entry]]) -> Entry:
        entry = found[0][1]
        exact = next((other for rank, other in found if self._trees[rank].exact), entry)
        return replace(entry, created=exact.created, modified=exact.modified)


def _ranked(rank: int, entries: Iterator[Entry]) -> Iterator[_Ranked]:
    return ((entry.name.lower(), rank, entry) for entry in entries)


def _until_fault(row: Iterator[_Ranked], faults: list[BadEvidence]) -> Iterator[_Ranked]:
    try:
        yield from row
    except BadEvidence as bad:
        faults.append(bad)


def _graver(one: BadEvidence | None, other: BadEvidence) -> BadEvidence:
    return other if one is None or one.reason is Reason.MISSING else one
