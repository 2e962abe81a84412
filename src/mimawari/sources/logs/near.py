"""Addresses that are not the outside world: private, loopback, or the firm's."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from mimawari.model import Firm
from mimawari.model.firm import network_of, within

if TYPE_CHECKING:
    import polars as pl

_PRIVATE = tuple(
    ip_network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""RFC 1918, 6598, 1122 3.2.1.3, 3927, 4291 2.5, 4193; not the networks for documentation."""
LITERAL = r"^\[?(?:IPv6:)?(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)\]?$"
"""A HELO that is an IP address (RFC 5321 4.1.3), in brackets or bare."""


def network(address: str) -> str:
    """The /24 or /48 of an address; what is no address stands for itself."""
    return network_of(address) or address


@lru_cache(maxsize=200_000)
def is_private(address: str) -> bool:
    """Whether an address is of a network of its own: nobody outside can have it."""
    try:
        one = ip_address(address)
    except ValueError:
        return False
    return any(one.version == net.version and one in net for net in _PRIVATE)


def near(frame: pl.DataFrame, column: str, firm: Firm) -> pl.Series:
    """For each row whether its address is private or the firm's; False where there is none."""
    import polars as pl

    values = frame.get_column(column)
    inside = (*firm.wan, *firm.lan, *(net for relay in firm.relays if not relay.shared for net in relay.networks))
    known = {one: is_private(one) or within(one, inside) for one in values.unique().drop_nulls().to_list()}
    return values.replace_strict(known, default=False, return_dtype=pl.Boolean).fill_null(value=False)
