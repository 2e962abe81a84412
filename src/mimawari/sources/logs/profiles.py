"""What was counted of an account becomes its profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mimawari.model import ClientNetwork, Origin, SendingHour, SendingProfile
from mimawari.sources.logs.hours import KEYS, NETWORKS
from mimawari.sources.logs.near import network
from mimawari.sources.tables.stamps import HOUR, iso

if TYPE_CHECKING:
    import polars as pl

_HOURS, _TOP = 2000, 20


class ByAccount:
    """The rows of accounts, each one's together, which are looked up one by one: as objects they are far larger than in columns."""

    def __init__(self, frame: pl.DataFrame | None) -> None:
        import polars as pl

        self._frame = frame
        self._where: dict[tuple[Any, ...], tuple[int, int]] = {}
        if frame is not None:
            runs = frame.with_row_index("at").group_by(*KEYS).agg(pl.col("at").min(), pl.len())
            self._where = {row[:3]: row[3:] for row in runs.iter_rows()}

    def of(self, key: tuple[Any, ...]) -> list[dict[str, Any]]:
        """Those of one account and way, in the order of the table."""
        if self._frame is None or key not in self._where:
            return []
        return self._frame.slice(*self._where[key]).rows(named=True)


def profile(
    key: tuple[Any, ...], rows: list[dict[str, Any]], clients: list[dict[str, Any]], values: list[dict[str, Any]],
    *, zone: int, origin: Callable[[int | None], Origin],
) -> SendingProfile:  # fmt: skip
    """Of one account and way: its hours, its clients and what stood in its mails."""
    software, way, account = key
    places = [row["place"] for row in rows if row["place"] is not None]
    top = {what: _top(values, what) for what in ("sender", "author", "subject")}
    return SendingProfile(
        origin=origin(min(places, default=None)), account=account, way=way, software=software,
        hours=tuple(_hour(row) for row in rows),
        networks=_networks(clients), zone=zone, senders=top["sender"], authors=top["author"], subjects=top["subject"],
        automatic=sum(row["automatic"] for row in rows),
    )  # fmt: skip


def _hour(row: dict[str, Any]) -> SendingHour:
    return SendingHour(
        hour=_began(row["hour"]), messages=row["messages"], recipients=row["recipients"], distinct=row["distinct"],
        unknown=row["missing"], refused=row["turned"], delayed=row["late"],
        clients=row["clients"], networks=tuple(row["networks"] or ()),
        literals=row["literals"] if row["helos"] else None, differing=row["differing"] if row["authors"] else None,
        alike=row["alike"],
    )  # fmt: skip


@lru_cache(maxsize=10_000)
def _began(hour: int) -> str:
    return iso(hour * HOUR)


def _top(rows: list[dict[str, Any]], what: str) -> tuple[tuple[str, int], ...]:
    found = sorted(((row["value"], row["messages"]) for row in rows if row["what"] == what), key=lambda one: (-one[1], one[0]))
    return tuple(found[:_TOP])


def _networks(rows: list[dict[str, Any]]) -> tuple[ClientNetwork, ...]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[network(row["client"])].append(row)
    kept = sorted(found.items(), key=lambda one: (-sum(row["messages"] for row in one[1]), one[0]))[:NETWORKS]
    return tuple(_network(name, seen) for name, seen in sorted(kept))


def _network(name: str, rows: list[dict[str, Any]]) -> ClientNetwork:
    def some(column: str) -> tuple[str, ...]:
        return tuple(sorted({row[column] for row in rows if row[column] and row[column] != "unknown"})[:_TOP])

    return ClientNetwork(
        network=name, sample=min(row["client"] for row in rows), addresses=len({row["client"] for row in rows}),
        messages=sum(row["messages"] for row in rows), first=iso(min(row["first"] for row in rows)),
        last=iso(max(row["last"] for row in rows)), names=some("name"), helos=some("helo"), methods=some("method"),
        hours=tuple(_began(hour) for hour in sorted({row["hour"] for row in rows})[-_HOURS:]),
    )  # fmt: skip
