"""Addresses that are not the outside world: private, loopback, or the firm's."""

from __future__ import annotations

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


def near(frame: pl.DataFrame, column: str, firm: Firm) -> pl.Series:
    """For each row whether its address is private or the firm's; False where there is none."""
    import polars as pl

    values = frame.get_column(column)
    inside = (*firm.wan, *firm.lan, *(net for relay in firm.relays if not relay.shared for net in relay.networks))
    known = {one: is_private(one) or within(one, inside) for one in values.unique().drop_nulls().to_list()}
    return values.replace_strict(known, default=False, return_dtype=pl.Boolean).fill_null(value=False)
