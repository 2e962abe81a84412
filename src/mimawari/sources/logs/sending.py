"""Profiles of who sends: per account and hour, and per network, from mails that are done with."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from mimawari.model import ClientNetwork, Firm, Origin, SendingHour, SendingProfile
from mimawari.sources.logs.events import LOCAL
from mimawari.sources.logs.near import LITERAL, near, network
from mimawari.sources.logs.programs import QMAIL
from mimawari.sources.logs.tables import Table
from mimawari.sources.tables.stamps import HOUR, iso

if TYPE_CHECKING:
    import polars as pl

KEYS = ("software", "way_", "account")
_MOST = 1_000_000
"""Rows of a table; 600,000 of the widest took 67 MiB."""
_PROFILES, _NETWORKS, _HOURS, _TOP = 5000, 2000, 2000, 20
_WIDTH = math.log(1.01)
"""Sizes are counted in steps of 1 %."""


def ways(mails: pl.DataFrame, software: str, firm: Firm) -> pl.DataFrame:
    """The mails with ``way_`` (as of a :class:`~mimawari.model.Passage`), ``account``, ``software`` and ``hour``.

    What a client without a login hands in is ``network`` where the client is the firm's and the mail goes out, else ``incoming``.
    """
    import polars as pl

    own = pl.Series("own", near(mails, "client", firm))
    null = pl.col("sender").fill_null("?") == ""
    local = (pl.col("way") == LOCAL).fill_null(value=False)
    way = (
        pl.when("alias").then(pl.lit("forwarded"))
        .when(pl.col("user").is_not_null()).then(pl.lit("login"))
        .when(pl.lit(software == QMAIL) & pl.col("out") & ~null).then(pl.lit("network"))
        .when(null & pl.col("client").is_null()).then(pl.lit("bounce"))
        .when(pl.lit(software == QMAIL)).then(pl.lit("incoming"))
        .when(local).then(pl.lit("local"))
        .when(pl.col("own") & pl.col("out")).then(pl.lit("network"))
        .when(pl.col("client").is_null() & pl.col("way").is_null()).then(pl.lit("forwarded"))
        .otherwise(pl.lit("incoming"))
    )  # fmt: skip
    named = mails.with_columns(own).with_columns(way.alias("way_"))
    account = pl.when(pl.col("way_") == "login").then("user").otherwise(pl.coalesce("sender", "uid", pl.lit("")))
    return named.with_columns(
        account.str.to_lowercase().alias("account"), pl.lit(software).alias("software"), (pl.col("t") // HOUR).alias("hour")
    )


class Sending:
    """Counts what :func:`ways` tells. ``cut`` is how many rows could not be kept, ``untold`` how many accounts got no profile."""

    def __init__(self) -> None:
        self.untold = 0
        hour = (*KEYS, "hour")
        counts = ("messages", "recipients", "missing", "turned", "late", "literals", "helos", "differing", "authors", "automatic")
        self._hours = Table(hour, {**dict.fromkeys(counts, "sum"), "place": "min"}, _MOST)
        self._sizes = Table((*hour, "step"), {"messages": "sum"}, _MOST)
        client = {"messages": "sum", "first": "min", "last": "max", "name": "first", "helo": "first", "method": "first"}
        self._clients = Table((*hour, "client"), client, _MOST)
        self._distinct = Table((*hour, "rcpts"), {"messages": "sum"}, 2 * _MOST)
        self._values = Table((*KEYS, "what", "value"), {"messages": "sum"}, 300_000)

    def add(self, mails: pl.DataFrame) -> None:
        """Mails with their ways; those that come in are passed over."""
        import polars as pl

        sent = mails.filter(pl.col("way_").is_in(["login", "local", "network"]))
        if not sent.height:
            return
        hour = (*KEYS, "hour")
        first = pl.col("again").is_null()
        sender, author = pl.col("sender").fill_null("").str.to_lowercase(), pl.col("author").str.to_lowercase()
        taken = sent.with_columns(
            first.cast(pl.Int64).alias("messages"),
            pl.when(first).then(pl.coalesce("nrcpt", pl.col("rcpts").list.len().cast(pl.Int64))).otherwise(0).alias("recipients"),
            (pl.col("helo").str.contains(LITERAL).fill_null(value=False) & first).cast(pl.Int64).alias("literals"),
            (pl.col("helo").is_not_null() & first).cast(pl.Int64).alias("helos"),
            ((author != sender).fill_null(value=False) & first).cast(pl.Int64).alias("differing"),
            (author.is_not_null() & first).cast(pl.Int64).alias("authors"),
            ((pl.col("sender") == "").fill_null(value=False) & first).cast(pl.Int64).alias("automatic"),
            sender.alias("sender"), author.alias("author"),
        )  # fmt: skip
        self._hours.add(taken)
        self._distinct.add(taken.select(*hour, "messages", "rcpts").explode("rcpts").filter(pl.col("rcpts").is_not_null()))
        new = taken.filter(first)
        step = (pl.col("size").clip(1).log() / _WIDTH).floor().cast(pl.Int64).alias("step")
        self._sizes.add(new.filter(pl.col("size") > 0).with_columns(step))
        self._clients.add(
            new.filter(pl.col("client").is_not_null()).with_columns(pl.col("t").alias("first"), pl.col("t").alias("last"))
        )
        for what in ("sender", "author", "subject"):
            value = new.filter(pl.col(what).str.len_bytes() > 0).with_columns(
                pl.lit(what).alias("what"), pl.col(what).str.head(300).alias("value")
            )
            self._values.add(value.group_by(*KEYS, "what", "value").agg(pl.col("messages").sum()))

    def refuse(self, rejects: pl.DataFrame, software: str) -> None:
        """Recipients that the server itself refused to somebody who was signed in: ``t``, ``user``, ``missing``, ``turned``."""
        import polars as pl

        zero = dict.fromkeys(("messages", "late", "literals", "helos", "differing", "authors", "automatic"), 0)
        self._hours.add(rejects.select(
            pl.lit(software).alias("software"), pl.lit("login").alias("way_"), pl.col("user").str.to_lowercase().alias("account"),
            (pl.col("t") // HOUR).alias("hour"), pl.lit(1, pl.Int64).alias("recipients"), "missing", "turned",
            *(pl.lit(value, pl.Int64).alias(name) for name, value in zero.items()), pl.lit(None, pl.Int64).alias("place"),
        ))  # fmt: skip

    @property
    def cut(self) -> int:
        """How many rows were dropped."""
        return sum(one.dropped for one in (self._hours, self._sizes, self._clients, self._distinct, self._values))

    def profiles(self, zone: int, firm: Firm, origin: Callable[[int | None], Origin]) -> Iterator[SendingProfile]:
        """One for each account and way, the firm's own first, then those that sent most. *origin* leads to a place."""
        import polars as pl

        hours = self._hours.all()
        if hours is None:
            return
        total = hours.group_by(*KEYS).agg(pl.col("messages").sum())
        own = pl.col("account").is_in(list({one.address for one in firm.accounts}))
        ordered = total.sort(own, "messages", *KEYS, descending=[True, True, False, False, False])
        kept = ordered.head(_PROFILES).select(*KEYS)
        self.untold = ordered.height - kept.height
        rows = _ByAccount(_counted(hours, self._distinct.all()), kept)
        parts = {"sizes": self._sizes, "clients": self._clients, "values": self._values}
        by = {name: _ByAccount(table.all(), kept) for name, table in parts.items()}
        for key in kept.sort(*KEYS).iter_rows():
            yield _profile(key, rows.of(key), {name: one.of(key) for name, one in by.items()}, zone, origin)


def _counted(hours: pl.DataFrame, distinct: pl.DataFrame | None) -> pl.DataFrame:
    """The hours with ``distinct``, how many different recipients there are in each."""
    import polars as pl

    hour = (*KEYS, "hour")
    if distinct is None:
        return hours.with_columns(pl.lit(0).alias("distinct"))
    counts = distinct.group_by(*hour).agg(pl.len().alias("distinct"))
    return hours.join(counts, on=hour, how="left", maintain_order="left").with_columns(pl.col("distinct").fill_null(0))


class _ByAccount:
    """The rows of some accounts, which are looked up one by one: as objects they are far larger than in columns."""

    def __init__(self, frame: pl.DataFrame | None, accounts: pl.DataFrame) -> None:
        import polars as pl

        self._frame = frame
        self._where: dict[tuple[Any, ...], tuple[int, int]] = {}
        if frame is not None:
            self._frame = mine = frame.join(accounts, on=KEYS, how="semi", maintain_order="left")
            runs = mine.with_row_index("at").group_by(*KEYS).agg(pl.col("at").min(), pl.len())
            self._where = {row[:3]: row[3:] for row in runs.iter_rows()}

    def of(self, key: tuple[Any, ...]) -> list[dict[str, Any]]:
        """Those of one account and way, in the order of the table."""
        if self._frame is None or key not in self._where:
            return []
        return self._frame.slice(*self._where[key]).rows(named=True)


def _profile(
    key: tuple[Any, ...], rows: list[dict[str, Any]], parts: dict[str, list[dict[str, Any]]],
    zone: int, origin: Callable[[int | None], Origin],
) -> SendingProfile:  # fmt: skip
    software, way, account = key
    steps: dict[int, Counter[int]] = defaultdict(Counter)
    for row in parts["sizes"]:
        steps[row["hour"]][row["step"]] += row["messages"]
    clients: dict[int, set[str]] = defaultdict(set)
    for row in parts["clients"]:
        clients[row["hour"]].add(row["client"])
    hours = tuple(_hour(row, steps.get(row["hour"]), clients.get(row["hour"])) for row in rows)
    values = {what: _top(parts["values"], what) for what in ("sender", "author", "subject")}
    places = [row["place"] for row in rows if row["place"] is not None]
    return SendingProfile(
        origin=origin(min(places, default=None)), account=account, way=way, software=software, hours=hours,
        networks=_networks(parts["clients"]), zone=zone, senders=values["sender"], authors=values["author"],
        subjects=values["subject"],
        automatic=sum(row["automatic"] for row in rows),
    )  # fmt: skip


def _hour(row: dict[str, Any], steps: Counter[int] | None, clients: set[str] | None) -> SendingHour:
    return SendingHour(
        hour=iso(row["hour"] * HOUR), messages=row["messages"], recipients=row["recipients"], distinct=row["distinct"],
        unknown=row["missing"], refused=row["turned"], delayed=row["late"],
        clients=len(clients) if clients else None, networks=tuple(sorted({network(one) for one in clients or ()})[:_NETWORKS]),
        literals=row["literals"] if row["helos"] else None, differing=row["differing"] if row["authors"] else None,
        alike=_alike(steps) if steps else None,
    )  # fmt: skip


def _alike(steps: Counter[int]) -> int:
    """The mails within 2 % of the most frequent size: two steps up and down."""
    return max(sum(steps.get(one + by, 0) for by in range(-2, 3)) for one in steps)


def _top(rows: list[dict[str, Any]], what: str) -> tuple[tuple[str, int], ...]:
    found = sorted(((row["value"], row["messages"]) for row in rows if row["what"] == what), key=lambda one: (-one[1], one[0]))
    return tuple(found[:_TOP])


def _networks(rows: list[dict[str, Any]]) -> tuple[ClientNetwork, ...]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[network(row["client"])].append(row)
    kept = sorted(found.items(), key=lambda one: (-sum(row["messages"] for row in one[1]), one[0]))[:_NETWORKS]
    return tuple(_network(name, seen) for name, seen in sorted(kept))


def _network(name: str, rows: list[dict[str, Any]]) -> ClientNetwork:
    def some(column: str) -> tuple[str, ...]:
        return tuple(sorted({row[column] for row in rows if row[column] and row[column] != "unknown"})[:_TOP])

    return ClientNetwork(
        network=name, sample=min(row["client"] for row in rows), addresses=len({row["client"] for row in rows}),
        messages=sum(row["messages"] for row in rows), first=iso(min(row["first"] for row in rows)),
        last=iso(max(row["last"] for row in rows)), names=some("name"), helos=some("helo"), methods=some("method"),
        hours=tuple(iso(hour * HOUR) for hour in sorted({row["hour"] for row in rows})[-_HOURS:]),
    )  # fmt: skip
