"""What is told of each hour in which an account sent, worked out in columns: there may be a million of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimawari.sources.logs.near import network

if TYPE_CHECKING:
    import polars as pl

KEYS = ("software", "way_", "account")
_HOUR = (*KEYS, "hour")
NETWORKS = 2000


def told(
    hours: pl.DataFrame, distinct: pl.DataFrame | None, sizes: pl.DataFrame | None, clients: pl.DataFrame | None
) -> pl.DataFrame:
    """*hours*, in their order, with ``distinct`` (how many different recipients), ``alike`` (how many mails of about one size),
    ``clients`` (how many) and ``networks`` (which); null where no size or no client is known.

    *sizes* are in the order of account, hour and step.
    """
    import polars as pl

    counts = distinct.group_by(*_HOUR).agg(pl.len().cast(pl.Int64).alias("distinct")) if distinct is not None else None
    found = _joined(hours, counts, {"distinct": pl.Int64()}).with_columns(pl.col("distinct").fill_null(0))
    found = _joined(found, _alike(sizes) if sizes is not None else None, {"alike": pl.Int64()})
    return _joined(found, _seen(clients) if clients is not None else None, {"clients": pl.Int64(), "networks": pl.List(pl.String)})


def _joined(hours: pl.DataFrame, more: pl.DataFrame | None, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    import polars as pl

    if more is None:
        return hours.with_columns(pl.lit(None, of).alias(name) for name, of in columns.items())
    return hours.join(more, on=_HOUR, how="left", maintain_order="left")


def _alike(sizes: pl.DataFrame) -> pl.DataFrame:
    """The mails within 2 % of the most frequent size: two steps up and down. No step stands there twice."""
    import polars as pl

    near = pl.col("messages")
    for by in (-2, -1, 1, 2):
        same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(by) for name in _HOUR)
        close = same & ((pl.col("step") - pl.col("step").shift(by)).abs() <= 2)
        near = near + pl.when(close).then(pl.col("messages").shift(by)).otherwise(0)
    return sizes.with_columns(near.alias("alike")).group_by(*_HOUR).agg(pl.col("alike").max())


def _seen(clients: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    names = clients.select(pl.col("client").unique()).to_series()
    networks = pl.Series([network(one) for one in names], dtype=pl.String)
    within = clients.select(*_HOUR, pl.col("client").replace_strict(names, networks, return_dtype=pl.String).alias("network"))
    return within.group_by(*_HOUR).agg(
        pl.len().cast(pl.Int64).alias("clients"), pl.col("network").unique().sort().head(NETWORKS).alias("networks")
    )
