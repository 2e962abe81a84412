"""Counts that grow with a log: rows are added batch by batch and put together as soon as they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Table:
    """Rows with *keys*, whose other columns are put together by *rules* (``sum``, ``min``, ``max``, ``first``)."""

    def __init__(self, keys: tuple[str, ...], rules: dict[str, str], most: int) -> None:
        self.keys, self.rules, self.most = keys, rules, most
        self._parts: list[pl.DataFrame] = []
        self._rows = self._kept = 0
        self.dropped = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Some more rows."""
        if frame.height:
            self._parts.append(frame.select(*self.keys, *self.rules))
            self._rows += frame.height
            if self._rows > 200_000 and self._rows > 2 * self._kept:
                self._shrink()

    def _shrink(self) -> None:
        import polars as pl

        whole = pl.concat(self._parts, how="vertical_relaxed")
        together = [getattr(pl.col(name), rule)() for name, rule in self.rules.items()]
        whole = whole.group_by(*self.keys).agg(*together) if together else whole.unique(self.keys)
        if whole.height > self.most:
            # Those that were seen most stay.
            self.dropped += whole.height - self.most
            by = next((name for name, rule in self.rules.items() if rule == "sum"), self.keys[0])
            whole = whole.sort(by, *self.keys).tail(self.most)
        self._parts, self._rows, self._kept = [whole], whole.height, whole.height

    def all(self) -> pl.DataFrame | None:
        """Every row, in a fixed order; None where there is none."""
        if not self._parts:
            return None
        self._shrink()
        return self._parts[0].sort(*self.keys)
