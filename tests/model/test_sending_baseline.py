"""The statistics of an account's sending, on counts that were made up."""

from __future__ import annotations

import pytest

from mimawari.model import ClientNetwork
from mimawari.model.sending_days import usual
from mimawari.model.sending_places import block, literal_names, places, registered, unfamiliar


def network(address: str, *names: str, helos: tuple[str, ...] = ()) -> ClientNetwork:
    return ClientNetwork(network=address, sample="", addresses=1, messages=1, first="", last="", names=names, helos=helos)


def test_one_wild_day_moves_neither_median_nor_spread() -> None:
    quiet, wild = usual([4] * 20), usual([4] * 20 + [900])
    assert quiet and wild
    assert (quiet.median, quiet.spread) == (wild.median, wild.spread)
    assert wild.excess(30, 6) == 26
    assert wild.excess(5, 6) == 0


def test_of_nothing_nothing_is_usual() -> None:
    assert usual([]) is None


@pytest.mark.parametrize(
    ("name", "end"),
    [("sp1-75-1-2.msb.spmode.ne.jp", "spmode.ne.jp"), ("a.b.example.com", "example.com"), ("x.co.example", "co.example")],
)
def test_who_registered_a_name(name: str, end: str) -> None:
    assert registered(name) == end


def test_networks_of_a_carrier_are_one_place() -> None:
    assert len(places([network("198.51.100.0/24", "a.isp.example"), network("203.0.113.0/24", "b.isp.example")])) == 1
    assert len(places([network("198.51.100.0/24"), network("203.0.113.0/24", "unknown")])) == 2


def test_neighbours_and_the_same_provider_are_known() -> None:
    known = [network("198.51.100.0/24", "a.isp.example")]
    assert unfamiliar([network("198.51.7.0/24"), network("203.0.113.0/24", "c.isp.example")], known) == ()
    assert len(unfamiliar([network("203.0.113.0/24", "c.other.example")], known)) == 1


def test_what_is_no_address_is_its_own_block() -> None:
    assert block("2001:db8:7::/48") == "2001:db8::/32"
    assert block("what") == "what"


def test_addresses_behind_a_router_are_no_sign() -> None:
    assert literal_names(network("n", helos=("[198.51.100.7]",))) is True
    assert literal_names(network("n", helos=("[192.168.1.5]",))) is False
    assert literal_names(network("n")) is None
