"""Profiles of who sends: per account and hour, and per network, from mails that are done with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mimawari.model import Firm, Origin, SendingProfile
from mimawari.sources.logs.events import LOCAL
from mimawari.sources.logs.hours import KEYS, told
from mimawari.sources.logs.near import LITERAL, near
from mimawari.sources.logs.profiles import ByAccount, profile
from mimawari.sources.logs.programs import QMAIL
from mimawari.sources.logs.tables import Table
from mimawari.sources.tables.stamps import HOUR

if TYPE_CHECKING:
    import polars as pl

_MOST = 1_000_000
"""Rows of a table; 600,000 of the widest took 67 MiB."""
_PROFILES = 5000
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

        def mine(frame: pl.DataFrame | None) -> pl.DataFrame | None:
            return frame if frame is None else frame.join(kept, on=KEYS, how="semi", maintain_order="left")

        hours, clients = hours.join(kept, on=KEYS, how="semi", maintain_order="left"), mine(self._clients.all())
        rows = ByAccount(told(hours, mine(self._distinct.all()), mine(self._sizes.all()), clients))
        seen, values = ByAccount(clients), ByAccount(mine(self._values.all()))
        for key in kept.sort(*KEYS).iter_rows():
            yield profile(key, rows.of(key), seen.of(key), values.of(key), zone=zone, origin=origin)
