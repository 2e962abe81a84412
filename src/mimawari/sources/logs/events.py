"""What lines say of single mails and of sign-ins, in one form for every software: columns, one row an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

CLIENT, LOCAL, INFO, DELIVERY, END, CARRIED = range(1, 7)
"""A mail is handed in by a client, or by a program of the server; more of it; a delivery; its end; a mail of an earlier batch."""
SENT, DEFERRED, BOUNCED = 1, 2, 3
TEXTS = ("qid", "host", "client", "name", "user", "method", "helo", "mid", "sender", "author", "subject", "uid")
NUMBERS = ("size", "nrcpt")
DELIVERED = ("to", "orig", "relay", "reply")

_UNKNOWN = (
    r"(?i)user unknown|unknown user|unknown recipient|no such (?:user|recipient|mailbox|person)|recipient not found"
    r"|does not exist|invalid recipient|mailbox unavailable|no mailbox|unrouteable address|not a valid mailbox"
)
_REFUSED = r"(?i)spamhaus|blocked using|block list|blocklist|black ?list|\bspam\b|dnsbl|\brbl\b|reputation"
"""What servers write behind 550 5.1.1 and 554 5.7.1 (RFC 3463: 5.1.1 bad destination mailbox, x.7.1 not authorised, refused)."""


@dataclass(frozen=True, slots=True)
class Events:
    """Events of one kind. ``late`` reads off ``body`` what only mails that count need tell."""

    frame: pl.DataFrame
    late: Callable[[pl.DataFrame], pl.DataFrame] | None = None

    def whole(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Some of the events with all that their lines tell."""
        return frame if self.late is None else _typed(self.late(frame))


@dataclass(slots=True)
class Lines:
    """All that a batch of one software gave. ``unknown`` lines are its own, and no form knows them."""

    events: list[Events] = field(default_factory=list)
    signins: list[pl.DataFrame] = field(default_factory=list)
    links: list[pl.DataFrame] = field(default_factory=list)
    rejects: list[pl.DataFrame] = field(default_factory=list)
    unknown: int = 0


def schema() -> dict[str, Any]:
    """The columns of an event. ``place`` orders all lines; ``key`` is a digest of server and queue id; ``t`` seconds."""
    import polars as pl

    return {
        "place": pl.Int64,
        "t": pl.Int64,
        "key": pl.UInt64,
        "kind": pl.Int64,
        **dict.fromkeys(TEXTS, pl.String),
        **dict.fromkeys(NUMBERS, pl.Int64),
        **dict.fromkeys(DELIVERED, pl.String),
        "dsn": pl.String,
        "outcome": pl.Int64,
        "delay": pl.Float64,
        "outside": pl.Boolean,
    }


def uniform(frame: pl.DataFrame, kind: int, late: Callable[[pl.DataFrame], pl.DataFrame] | None = None) -> Events:
    """The columns of an event that a frame has, with their types; with *late*, its ``body`` too."""
    import polars as pl

    key = pl.col("qid").hash(1) ^ pl.col("host").hash(2)
    keyed = frame.with_columns(key.alias("key"), pl.lit(kind, pl.Int64).alias("kind"))
    return Events(_typed(keyed, "body") if late else _typed(keyed), late)


def _typed(frame: pl.DataFrame, *more: str) -> pl.DataFrame:
    import polars as pl

    has = frame.schema
    kinds = ((name, of) for name, of in schema().items() if name in has)
    more = (*more, *(name for name in ("mail", "strange") if name in has))
    return frame.select(*(name if has[name] == of else pl.col(name).cast(of, strict=False) for name, of in kinds), *more)


def unknown() -> pl.Expr:
    """Whether a delivery failed because there is no such recipient (RFC 3463 3.2: X.1.1, X.1.2, X.1.6, X.1.10)."""
    import polars as pl

    said = pl.col("dsn").str.contains(r"^5\.1\.(?:[126]|10)$").fill_null(value=False)
    bounced = pl.col("outcome") == BOUNCED
    reply = pl.when(bounced).then(pl.col("reply"))
    return bounced & (said | reply.str.contains(_UNKNOWN).fill_null(value=False))


def refused() -> pl.Expr:
    """Whether it was refused as spam or by a block list (RFC 3463 3.8: X.7.1), counted at the first try where it is put off.

    Postfix tries again after 300 s at the earliest (postconf(5), ``minimal_backoff_time``).
    """
    import polars as pl

    said = pl.col("dsn").str.contains(r"^[45]\.7\.").fill_null(value=False)
    first = (pl.col("outcome") == BOUNCED) | ((pl.col("outcome") == DEFERRED) & (pl.col("delay").fill_null(0) < 300))
    reply = pl.when(first).then(pl.col("reply"))
    return first & ~unknown() & (said | reply.str.contains(_REFUSED).fill_null(value=False))


def address(column: str) -> pl.Expr:
    """An IP address without the prefixes that servers write (``IPv6:``, ``::ffff:``), lower case; null where it is empty."""
    import polars as pl

    plain = pl.col(column).str.to_lowercase().str.strip_prefix("ipv6:").str.strip_prefix("::ffff:")
    return pl.when(plain.str.len_bytes() > 0).then(plain)
