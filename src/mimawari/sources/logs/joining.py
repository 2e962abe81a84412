"""Lines become mails: by their queue id, over batches, without gluing mails together that had the same id one after the other.

Postfix uses a short queue id again as soon as the mail is gone (postconf(5), ``enable_long_queue_ids``). A mail begins where a
client or a program hands it in, or where an id turns up behind its end or after :data:`IDLE`. Mails that end are kept
for :data:`HOLD`, for lines that syslog wrote late and for content filters, which hand a mail back under a new id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mimawari.sources.logs.events import (
    CARRIED,
    CLIENT,
    DELIVERY,
    END,
    INFO,
    LOCAL,
    NUMBERS,
    TEXTS,
    Events,
    refused,
    schema,
    unknown,
)
from mimawari.sources.logs.linking import linked

if TYPE_CHECKING:
    import polars as pl

HOLD, IDLE = 600, 2 * 86400
"""Seconds. A mail that waits is tried again at least every 4000 s (postconf(5), ``maximal_backoff_time``)."""
OPEN = 400_000
"""Mails at most whose end is waited for; beyond them the oldest are taken as ended."""
_STRANGER, _OTHERS = 1, 2
_SUMS = ("tries", "missing", "turned", "late")


def _mail_schema() -> dict[str, Any]:
    import polars as pl

    return {
        "place": pl.Int64, "t": pl.Int64, "key": pl.UInt64, "seen": pl.Int64, "ends": pl.Boolean, "way": pl.Int64,
        "out": pl.Boolean,
        **dict.fromkeys(TEXTS, pl.String), **dict.fromkeys(NUMBERS, pl.Int64), **dict.fromkeys(_SUMS, pl.Int64),
        "wait": pl.Float64, "rcpts": pl.List(pl.UInt64), "again": pl.Int64, "alias": pl.Boolean, "strange": pl.Boolean,
    }  # fmt: skip


@dataclass(slots=True)
class Joined:
    """``mails`` are done with, ``waiting`` are not; ``deliveries`` are all of this batch, with ``begun``, where their mail
    began."""

    mails: pl.DataFrame
    deliveries: pl.DataFrame
    waiting: pl.DataFrame


class Joiner:
    """The mails of one log. ``forced`` counts those that were taken as ended because too many were open.

    Most of a log is mail that strangers hand in, and none of it was sent by the firm: of it no more is kept than who handed it in,
    for as long as it waits or a content filter could still give it back. With *whole* all of it is kept, because it is asked for.

    Where the id of a mail whose end was never logged is used again and the Message-ID is written before who hands it in, the two
    are taken as one; what the stranger's part told is then not in it.
    """

    def __init__(self, *, whole: bool) -> None:
        import polars as pl

        self._whole = whole
        self._open = pl.DataFrame(schema=_mail_schema())
        self._links: pl.DataFrame | None = None
        self.forced = 0

    def add(self, events: list[Events], links: list[pl.DataFrame]) -> Joined:
        """One batch, in the order of the log. Where a mail is handed in, ``strange`` says whether a stranger did."""
        import polars as pl

        if links or self._links is not None:
            self._links = pl.concat([*([self._links] if self._links is not None else []), *links])
        slim = _slim([one.frame for one in events])
        now = max(int(slim.item(-1, "t")), int(slim.select(pl.col("t").quantile(0.9)).item()))
        done = (pl.col("ends") & (pl.col("seen") < now - HOLD)) | (pl.col("seen") < now - IDLE)
        mails, deliveries = self._mails(events, slim, done)
        mails = linked(mails, self._links, IDLE)
        self._links = self._links.filter(pl.col("t") > now - HOLD) if self._links is not None else None
        gone, self._open = mails.filter(done), mails.filter(~done)
        if (many := self._open.height - OPEN) > 0:
            self.forced += many
            rest = self._open.sort("seen")
            gone, self._open = pl.concat([gone, rest.head(many)]), rest.tail(OPEN)
        return Joined(gone.filter(~pl.col("strange")), deliveries, self._open)

    def end(self) -> Joined:
        """What is left at the end of the log."""
        import polars as pl

        rest, self._open = self._open, self._open.clear()
        return Joined(rest.filter(~pl.col("strange")), pl.DataFrame(schema={"begun": pl.Int64}), self._open)

    def _mails(self, events: list[Events], slim: pl.DataFrame, done: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The mails of this batch and of those before it, and, with *whole*, this one's deliveries."""
        import polars as pl

        rows = _numbered(slim, self._open)
        base = _bases(rows).with_columns(
            (pl.col("by") == _STRANGER).alias("strange") if not self._whole else pl.lit(False).alias("strange")
        )
        # Without a link nobody asks for what a stranger handed in and what is done with.
        base = base.with_columns((pl.col("strange") & done & (self._links is None)).alias("dropped"))
        strange, dropped = base.get_column("strange"), base.get_column("dropped")
        old = rows.filter(pl.col("kind") == CARRIED).sort("at").select("mail").with_columns(self._open)
        old = old.filter(~dropped.gather(old.get_column("mail")))
        parts = _with_mails(events, rows)
        kept = [one.whole(one.frame.filter(~strange.gather(one.frame.get_column("mail")))) for one in parts]
        new = _grouped(pl.concat([_empty(), *kept], how="diagonal"))
        if strange.any():
            handed = [
                one.whole(one.frame.filter(~dropped.gather(one.frame.get_column("mail"))))
                for one in parts if one.frame.item(0, "kind") == CLIENT
            ]  # fmt: skip
            stubs = _stubs(base.filter(pl.col("strange") & ~pl.col("dropped")), handed)
            new = pl.concat([new, stubs], how="diagonal")
        mails = _merged(old, new) if old.height else new
        mails = mails.select("mail", *(pl.col(name).cast(of) for name, of in _mail_schema().items()))
        return mails.drop("mail"), self._deliveries(kept, mails)

    def _deliveries(self, parts: list[pl.DataFrame], mails: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        if not self._whole:
            return pl.DataFrame(schema={"begun": pl.Int64})
        tried = pl.concat([_empty(), *(part for part in parts if part.height and part.item(0, "kind") == DELIVERY)], how="diagonal")
        return tried.join(mails.select("mail", begun="place"), on="mail", how="left").drop("mail")


def _empty() -> pl.DataFrame:
    """No event, with all columns that one may have and its mail."""
    import polars as pl

    return pl.DataFrame(schema={**schema(), "mail": pl.UInt32})


def _slim(events: list[pl.DataFrame]) -> pl.DataFrame:
    """What tells where a mail begins. ``by`` is who handed it in."""
    import polars as pl

    handed = {CLIENT: pl.when("strange").then(_STRANGER).otherwise(_OTHERS), LOCAL: pl.lit(_OTHERS)}
    found = []
    for event in events:
        kind = event.item(0, "kind")
        by = handed.get(kind, pl.lit(0)).cast(pl.Int8).alias("by")
        found.append(
            event.select("key", "place", "t", "kind", pl.col("t").alias("seen"), (pl.col("kind") == END).alias("ends"), by)
        )
    return pl.concat(found)


def _numbered(slim: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """All rows in the order of their keys, with ``mail``, the number of theirs, and ``at``, where they stood before."""
    import polars as pl

    by = pl.when("strange").then(_STRANGER).when(pl.col("way").is_not_null()).then(_OTHERS).otherwise(0).cast(pl.Int8).alias("by")
    carried = waiting.select("key", "place", "t", pl.lit(CARRIED, pl.Int64).alias("kind"), "seen", "ends", by)
    rows = pl.concat([slim.with_row_index("at"), carried.with_row_index("at")]).sort("key", "place", maintain_order=True)
    return rows.with_columns((_begins().cum_sum() - 1).set_sorted().alias("mail"))


def _bases(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a mail, in the order of their numbers."""
    import polars as pl

    return rows.group_by("mail", maintain_order=True).agg(
        pl.col("place", "t").min(), pl.col("key").first(), pl.col("seen", "by").max(), pl.col("ends").any()
    )


def _with_mails(events: list[Events], rows: pl.DataFrame) -> list[Events]:
    import polars as pl

    fresh = rows.filter(pl.col("kind") != CARRIED)
    mails = pl.zeros(fresh.height, pl.UInt32, eager=True).alias("mail").scatter(fresh.get_column("at"), fresh.get_column("mail"))
    parts, at = [], 0
    for event in events:
        parts.append(replace(event, frame=event.frame.with_columns(mails.slice(at, event.frame.height))))
        at += event.frame.height
    return parts


def _stubs(base: pl.DataFrame, handed: list[pl.DataFrame]) -> pl.DataFrame:
    """What is kept of mails that strangers handed in."""
    import polars as pl

    who = [pl.concat([_empty(), *handed], how="diagonal").sort("place").unique("mail", keep="first", maintain_order=True)]
    first = who[0].select("mail", "qid", "host", "client", "name", "method", way="kind")
    zero = {name: pl.lit(0, pl.Int64).alias(name) for name in _SUMS}
    none = (pl.lit(None, pl.Int64).alias("again"), pl.lit(value=False).alias("alias"), pl.lit(value=False).alias("out"))
    texts = [
        pl.lit(None, of).alias(name)
        for name, of in _mail_schema().items()
        if name not in {*base.columns, *first.columns, *zero, "again", "alias", "out", "rcpts"}
    ]
    return (
        base.drop("by", "dropped")
        .join(first, on="mail", how="left")
        .with_columns(*zero.values(), *none, *texts, pl.lit([], pl.List(pl.UInt64)).alias("rcpts"))
    )


def _begins() -> pl.Expr:
    import polars as pl

    kind, before = pl.col("kind"), pl.col("kind").shift(1)
    late = pl.col("t") - pl.col("seen").shift(1)
    handed = kind.is_in([CLIENT, LOCAL]) & ~((before == INFO) & (late <= 2))
    ended = pl.col("ends").shift(1) & ~kind.is_in([DELIVERY, END])
    new = (pl.col("key") != pl.col("key").shift(1)) | (kind == CARRIED) | handed | ended | (late > IDLE)
    return new.fill_null(value=True).cast(pl.UInt32)


def _grouped(events: pl.DataFrame) -> pl.DataFrame:
    """One row a mail of this batch. A text is the first one that was said."""
    import polars as pl

    events = events.with_columns(unknown().alias("_unknown"), refused().alias("_refused"))
    said = [name for name in (*TEXTS, *NUMBERS) if events.get_column(name).null_count() < events.height]
    tried = pl.col("kind") == DELIVERY
    rcpt = pl.col("to").str.to_lowercase().hash(3)
    # Texts stay where they are: only the order of their rows is sorted.
    order = events.get_column("place").arg_sort()
    ranks = pl.DataFrame({"row": order}).with_row_index("i").sort("row").get_column("i")
    marked = events.with_columns(ranks).with_columns(
        *(pl.when(pl.col(name).is_not_null()).then("i").alias(f"_{name}") for name in said),
        pl.when(tried).then(rcpt).alias("rcpt"),
    )  # fmt: skip
    found = marked.group_by("mail").agg(
        pl.col("place").min(), pl.col("t").min(), pl.col("key").first(), pl.col("t").max().alias("seen"),
        (pl.col("kind") == END).any().alias("ends"),
        pl.when(pl.col("kind").is_in([CLIENT, LOCAL])).then("kind").min().alias("way"),
        (tried & pl.col("outside")).any().alias("out"),
        tried.sum().cast(pl.Int64).alias("tries"),
        pl.col("_unknown").sum().cast(pl.Int64).alias("missing"), pl.col("_refused").sum().cast(pl.Int64).alias("turned"),
        (pl.col("delay") > 3600).sum().cast(pl.Int64).alias("late"), pl.col("delay").max().alias("wait"),
        pl.col("rcpt").drop_nulls().alias("rcpts"),
        *(pl.col(f"_{name}").min() for name in said),
    ).sort("place")  # fmt: skip
    texts = [events.get_column(name).gather(order.gather(found.get_column(f"_{name}"))).alias(name) for name in said]
    silent = [
        pl.lit(None, of).alias(name) for name, of in _mail_schema().items() if name in (*TEXTS, *NUMBERS) and name not in said
    ]
    rest = (pl.lit(None, pl.Int64).alias("again"), *(pl.lit(value=False).alias(name) for name in ("alias", "strange")))
    return found.drop(*(f"_{name}" for name in said)).with_columns(*texts, *silent, *rest)


def _merged(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Mails of earlier batches with what this one adds."""
    import polars as pl

    both = old.join(new, on="mail", how="full", suffix="_new", coalesce=True, maintain_order="left_right")

    def one(name: str) -> pl.Expr:
        fresh = pl.col(f"{name}_new")
        if name in _SUMS:
            return pl.col(name).fill_null(0) + fresh.fill_null(0)
        if name in ("ends", "out", "alias"):
            return pl.col(name).fill_null(value=False) | fresh.fill_null(value=False)
        if name in ("seen", "wait"):
            return pl.max_horizontal(name, fresh)
        if name in ("place", "t", "way"):
            return pl.min_horizontal(name, fresh)
        if name == "strange":
            return pl.coalesce(fresh, name)
        if name == "rcpts":
            empty = pl.lit([], pl.List(pl.UInt64))
            return pl.col(name).fill_null(empty).list.concat(fresh.fill_null(empty)).list.unique()
        return pl.coalesce(name, fresh)

    return both.select("mail", *(one(name).alias(name) for name in _mail_schema()))
