"""Addresses that are not the outside world: private, loopback, or the firm's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mimawari.model import Firm
from mimawari.model.firm import is_private, network_of, within

if TYPE_CHECKING:
    import polars as pl

LITERAL = r"^\[?(?:IPv6:)?(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)\]?$"
"""A HELO that is an IP address (RFC 5321 4.1.3), in brackets or bare."""


def network(address: str) -> str:
    """The /24 or /48 of an address; what is no address stands for itself."""
    return network_of(address) or address


_FILTER = r"^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])"


def returned() -> pl.Expr:
    """Whether a mail can be what a content filter gave back: handed in from a near address, without a login."""
    import polars as pl

    return pl.col("user").is_null() & pl.col("client").str.contains(_FILTER).fill_null(value=False)


def near(frame: pl.DataFrame, column: str, firm: Firm, plain: pl.Expr | None = None) -> pl.Series:
    """For each row whether its address is private or the firm's; False where there is none. *plain* makes an address of it."""
    import polars as pl

    inside = (*firm.wan, *firm.lan, *(net for relay in firm.relays if not relay.shared for net in relay.networks))
    values = frame.select(pl.col(column).unique().drop_nulls())
    plains = values.select(pl.col(column) if plain is None else plain).to_series()
    known = [text for text, one in zip(values.to_series(), plains, strict=True) if one and _is_near(one, inside)]
    return frame.select(pl.col(column).is_in(known).fill_null(value=False).alias("near")).to_series()


@lru_cache(maxsize=100_000)
def _is_near(address: str, inside: tuple[str, ...]) -> bool:
    return is_private(address) or within(address, inside)


def by_strangers(clients: pl.DataFrame, firm: Firm) -> pl.Series:
    """For each mail that was handed in whether a stranger did: from an address that is told and not near, without a login."""
    import polars as pl

    stranger = pl.col("user").is_null() & pl.col("client").is_not_null() & ~returned()
    said = clients.select(
        pl.lit(None, pl.String).alias(name) if name not in clients.columns else name for name in ("user", "client")
    )
    return said.select(stranger).to_series() & ~near(said, "client", firm)
