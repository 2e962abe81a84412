"""Postfix's lines as syslog writes them, and Exim's of its own file, cut where they always can be cut; all others are left to
:mod:`programs`.

What is cut here is what :mod:`programs` would say of the same line, for a third of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_TAG = r"^postfix[0-9A-Za-z_.-]*(?:/[0-9A-Za-z_.-]+)*\[[0-9]+\]$"
_EXIM = r"^[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:Completed$|(?:<=|=>|->|>>|\*\*|==) )"
COLUMNS = ("place", "t", "host", "tag", "qid", "body")
"""``tag`` is the program with its process, ``qid`` what stands before the first colon of the message, ``body`` what follows it."""


def exim(table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines of a mail in Exim's own file, with ``qid`` and ``body``, and the other lines of *table*."""
    import polars as pl

    rest = pl.col("rest")
    if not table.item(0, "spaced") and not table.get_column("spaced").any():
        return table.clear(), table
    mine = table.select(pl.col("spaced") & rest.str.contains(_EXIM)).to_series()
    empty = (pl.lit("").alias(name) for name in ("host", "prog", "pid"))
    two = rest.str.splitn(" ", 2).struct.rename_fields(["qid", "body"])
    found = table.filter(mine).select("place", "t", *empty, two.alias("two"), "spaced").unnest("two")
    return found, table.filter(~mine)


def postfix(table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines of Postfix with :data:`COLUMNS`, and the other lines of *table*: ``place``, ``t``, ``rest``."""
    import polars as pl

    hosted = _hosted(table)
    parts = pl.col("tail").str.splitn(": ", 3).struct.rename_fields(["tag", "qid", "body"])
    named = hosted.select("place", "t", "host", parts.alias("parts")).unnest("parts")
    tagged = pl.col("tag").str.contains(_TAG) & pl.col("qid").is_not_null() & ~pl.col("host").str.ends_with(":")
    mine = named.select(tagged.fill_null(value=False)).to_series()
    if mine.all():
        return named, table.clear()
    return named.filter(mine), table.filter(~mine)


def _hosted(table: pl.DataFrame) -> pl.DataFrame:
    """``host`` and ``tail``, what stands behind it. Mostly one server writes a log."""
    import polars as pl

    rest = pl.col("rest")
    host = str(table.item(0, "rest")).partition(" ")[0]
    if table.select(rest.str.starts_with(f"{host} ").all()).item():
        return table.select("place", "t", pl.lit(host).alias("host"), rest.str.slice(len(host) + 1).alias("tail"))
    two = rest.str.splitn(" ", 2).struct.rename_fields(["host", "tail"])
    return table.select("place", "t", two.alias("two")).unnest("two")


def of(part: pl.DataFrame) -> pl.DataFrame:
    """Lines that :mod:`programs` told to be Postfix's, with :data:`COLUMNS`."""
    import polars as pl

    parts = pl.col("msg").str.splitn(": ", 2).struct.rename_fields(["qid", "body"])
    return part.select("place", "t", "host", pl.col("prog").alias("tag"), parts.alias("parts")).unnest("parts")
