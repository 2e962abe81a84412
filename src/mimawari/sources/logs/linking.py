"""Mails that a content filter gave back, or an alias passed on, under a new queue id: with who handed the first one in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimawari.sources.logs.near import returned

if TYPE_CHECKING:
    import polars as pl


def linked(mails: pl.DataFrame, links: pl.DataFrame | None, idle: int) -> pl.DataFrame:
    """Who handed a mail in that a content filter gave back, or an alias passed on: ``again`` is where the first one began.

    *idle* are the seconds after which a mail is another one.
    """
    import polars as pl

    if links is None or not links.height:
        return mails
    parents = mails.select(
        "key", *(pl.col(name).alias(f"p_{name}") for name in ("place", "t", "way", "client", "name", "user", "method", "uid"))
    )
    pairs = links.join(parents, left_on="parent", right_on="key").filter((pl.col("t") - pl.col("p_t")).is_between(-60, idle))
    pairs = pairs.sort("p_place").unique("child", keep="last").drop("place", "t", "parent").rename({"child": "key"})
    with_parent = mails.join(pairs, on="key", how="left", maintain_order="left")
    fits = pl.col("p_place").is_not_null() & pl.col("again").is_null() & (pl.col("p_place") != pl.col("place"))
    # Only what a near address handed in without a login can be what a content filter gave back.
    fits = fits & (pl.col("forwarded") | returned())
    filtered = fits & ~pl.col("forwarded")
    return with_parent.with_columns(
        pl.when(fits).then("p_place").otherwise("again").alias("again"),
        pl.when(fits & pl.col("forwarded")).then(True).otherwise("alias").alias("alias"),
        *(pl.when(filtered).then(pl.col(f"p_{name}")).otherwise(name).alias(name) for name in ("t", "way", "client", "name",
        "user", "method", "uid")),
    ).select(mails.columns)  # fmt: skip
