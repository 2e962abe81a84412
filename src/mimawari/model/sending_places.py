"""Where an account is used from, told apart as places: a provider by the reverse names of its addresses, else a block of addresses.

A phone changes its /24 all day and stays at its carrier; a botnet has a line at every provider of the world. So places are
counted, not networks: those whose names end alike are one, and so are nameless ones of one /16 (IPv4) or /32 (IPv6, what a
provider gets: RIPE-738 5.1, APNIC policy 5.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network

from mimawari.model.firm import ip_of, is_private
from mimawari.model.mail_log import ClientNetwork

_SECOND = frozenset(("ac", "ad", "co", "com", "ed", "edu", "go", "gob", "gov", "gr", "lg", "mil", "ne", "net", "or", "org"))
"""Labels below a country under which names are given out (JPRS: ac, ad, co, ed, go, gr, lg, ne, or)."""
_NAMELESS = frozenset(("", "unknown", "localhost"))
_HOME = {540: "jp"}


@dataclass(frozen=True, slots=True)
class Place:
    """One place: what it is called, the networks of it, and the countries that are told, in lower case."""

    name: str
    networks: tuple[ClientNetwork, ...]
    countries: frozenset[str] = frozenset()


def places(networks: Iterable[ClientNetwork]) -> tuple[Place, ...]:
    """The places of *networks*, in the order of their names."""
    found: dict[str, list[ClientNetwork]] = {}
    for network in networks:
        found.setdefault(min(providers(network), default="") or block(network.network), []).append(network)
    return tuple(
        Place(name, tuple(own), frozenset().union(*(countries(one) for one in own))) for name, own in sorted(found.items())
    )


def unfamiliar(networks: Iterable[ClientNetwork], known: Iterable[ClientNetwork]) -> tuple[ClientNetwork, ...]:
    """Those of *networks* that share neither provider nor block with any that is known."""
    own = list(known)
    names = {name for network in own for name in providers(network)}
    blocks = {block(network.network) for network in own}
    return tuple(one for one in networks if block(one.network) not in blocks and not providers(one) & names)


def new_ones(networks: Iterable[ClientNetwork]) -> tuple[ClientNetwork, ...]:
    """Those that were in a new place when they were first used, in the order of time."""
    names: set[str] = set()
    blocks: set[str] = set()
    found = []
    for one in sorted(networks, key=lambda network: (network.first, network.network)):
        own = providers(one)
        if block(one.network) not in blocks and not own & names:
            found.append(one)
        names |= own
        blocks.add(block(one.network))
    return tuple(found)


def providers(network: ClientNetwork) -> frozenset[str]:
    """The domains that were registered for its reverse names: ``spmode.ne.jp`` of ``sp1-75-1-2.msb.spmode.ne.jp``."""
    return frozenset(registered(name) for name in network.names if name.strip(".").lower() not in _NAMELESS and "." in name)


def registered(name: str) -> str:
    """The end of a name that somebody registered: two labels, three below a country's second level."""
    labels = name.strip(".").lower().split(".")
    below = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND
    return ".".join(labels[-3:] if below else labels[-2:])


@lru_cache(maxsize=4096)
def block(network: str) -> str:
    """The /16 or /32 around a network; the text itself where it is none."""
    try:
        one = ip_address(network.partition("/")[0])
        return str(ip_network((one, 16 if one.version == 4 else 32), strict=False))
    except ValueError:
        return network


def countries(network: ClientNetwork) -> frozenset[str]:
    """The country that the log tells, else those that its reverse names end in."""
    if network.country:
        return frozenset((network.country.strip().lower(),))
    ends = (name.strip(".").lower().rpartition(".")[2] for name in network.names if "." in name)
    return frozenset(end for end in ends if len(end) == 2 and end.isalpha())


def home(networks: Iterable[ClientNetwork], zone: int) -> frozenset[str]:
    """The countries that an account is used from; where none is told, that of its time zone (minutes), if only one lives in it."""
    told = frozenset(country for network in networks for country in countries(network))
    return told or frozenset(filter(None, (_HOME.get(zone, ""),)))


def literal_names(network: ClientNetwork) -> bool | None:
    """Whether most of its clients called themselves by public addresses (RFC 5321 4.1.3); None where no name is told.

    By those of private networks every mail program behind a router calls itself.
    """
    helos = [helo.strip() for helo in network.helos if helo.strip()]
    return None if not helos else sum(_is_public_literal(helo) for helo in helos) * 2 > len(helos)


def _is_public_literal(helo: str) -> bool:
    return ip_of(helo) is not None and not is_private(helo)
