"""What the DNS says of the firm's domains, asked of a server of the tests' own."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from support.dns_server import BROKEN, REFUSED, SILENT, DnsServer

from mimawari.model import Gap, Reason, Setting
from mimawari.sources import dns_records
from mimawari.sources.dns_records import Asking, records

OURS = "sakura.example"


@pytest.fixture
def server() -> Iterator[DnsServer]:
    with DnsServer(texts={OURS: [], f"_dmarc.{OURS}": []}) as one:
        yield one


def asked(server: DnsServer, *domains: str, selectors: tuple[tuple[str, str], ...] = ()) -> list[Setting | Gap]:
    return list(records(Asking(domains or (OURS,), selectors, "127.0.0.1", server.port, seconds=0.5)))


def values(found: list[Setting | Gap], row: str) -> list[str]:
    return [one.value for one in found if isinstance(one, Setting) and one.id == row]


def reasons(found: list[Setting | Gap]) -> set[tuple[str, Reason]]:
    return {(one.origin.locator, one.reason) for one in found if isinstance(one, Gap)}


def test_records_are_told_as_they_stand(server: DnsServer) -> None:
    server.texts |= {OURS: ["google-site-verification=x", "v=spf1 ip4:192.0.2.1 -all"], f"_dmarc.{OURS}": ["v=DMARC1; p=reject"]}
    server.servers[OURS] = ["10 mx.sakura.example."]
    server.texts["s1._domainkey.sakura.example"] = ["v=DKIM1; k=rsa; p=MIGf"]
    found = asked(server, selectors=((OURS, "s1"), ("other.example", "s2")))
    assert values(found, "spf") == ["v=spf1 ip4:192.0.2.1 -all"]
    assert values(found, "spf-lookups") == ["0"]
    assert values(found, "dmarc") == ["v=DMARC1; p=reject"]
    assert values(found, "mail-servers") == ["10 mx.sakura.example."]
    assert [(one.program, one.value) for one in found if isinstance(one, Setting) and one.id == "dkim"] == [
        ("s1._domainkey.sakura.example", "v=DKIM1; k=rsa; p=MIGf")
    ]
    assert not reasons(found)


def test_a_domain_without_dmarc_has_that_of_the_domain_above(server: DnsServer) -> None:
    server.texts |= {f"mail.shop.{OURS}": [], f"_dmarc.{OURS}": ["v=DMARC1; p=reject; sp=none"]}
    found = asked(server, f"mail.shop.{OURS}")
    assert (values(found, "dmarc"), values(found, "dmarc-above")) == ([], ["v=DMARC1; p=reject; sp=none"])


def test_where_nobody_answers_for_the_domain_above_nothing_is_known(server: DnsServer) -> None:
    server.odd[f"_dmarc.{OURS}"] = SILENT
    server.texts[f"shop.{OURS}"] = []
    found = asked(server, f"shop.{OURS}")
    assert not values(found, "dmarc")
    assert reasons(found) == {(f"_dmarc.{OURS}", Reason.TIMED_OUT)}


def test_nothing_but_the_firm_s_names_is_asked_for(server: DnsServer) -> None:
    asked(server)
    assert {(name, kind) for name, kind, _ in server.asked} == {(OURS, "TXT"), (OURS, "MX"), (f"_dmarc.{OURS}", "TXT")}


def test_an_empty_answer_is_none_and_no_gap(server: DnsServer) -> None:
    del server.texts[f"_dmarc.{OURS}"]
    found = asked(server)
    assert (values(found, "spf"), values(found, "dmarc"), values(found, "mail-servers")) == ([""], [""], [""])
    assert not reasons(found)


def test_a_domain_that_there_is_not_is_a_gap_and_says_nothing_of_its_records(server: DnsServer) -> None:
    found = asked(server, "no-such.example")
    assert not [one for one in found if isinstance(one, Setting)]
    assert reasons(found) == {("no-such.example", Reason.MISSING)}


@pytest.mark.parametrize(("odd", "reason"), [(SILENT, Reason.TIMED_OUT), (REFUSED, Reason.FAILED)])
def test_no_answer_is_a_gap_and_never_none(server: DnsServer, odd: str, reason: Reason) -> None:
    server.odd[OURS] = odd
    found = asked(server)
    assert not values(found, "spf")
    assert not values(found, "mail-servers")
    assert values(found, "dmarc") == [""]
    assert reasons(found) == {(OURS, reason)}


def test_an_answer_that_is_no_dns_is_a_gap(server: DnsServer) -> None:
    server.odd[OURS] = BROKEN
    found = asked(server)
    assert not values(found, "spf")
    assert {where for where, _ in reasons(found)} == {OURS}


def test_what_is_cut_short_is_asked_for_again_whole(server: DnsServer) -> None:
    long = "v=spf1 " + "ip4:192.0.2.1 " * 60 + "-all"
    server.texts[OURS] = [long]
    server.long.add(OURS)
    assert values(asked(server), "spf") == [long]
    assert (OURS, "TXT", "tcp") in server.asked


def test_lookups_are_counted_through_includes_and_circles_end(server: DnsServer) -> None:
    server.texts |= {
        OURS: ["v=spf1 a mx:other.example include:one.example exists:%{i}.x.example ip4:192.0.2.0/24 redirect=two.example"],
        "one.example": ["v=spf1 include:one.example ptr a/24 -all"],
        "two.example": ["v=spf1 ~all"],
    }
    # a, mx, include, exists, redirect; then include, ptr and a of one.example.
    assert values(asked(server), "spf-lookups") == ["8"]


def test_counting_of_an_endless_chain_ends(server: DnsServer) -> None:
    server.texts |= {f"n{at}.example": [f"v=spf1 include:n{at + 1}.example -all"] for at in range(100)}
    server.texts[OURS] = ["v=spf1 include:n0.example -all"]
    (count,) = values(asked(server), "spf-lookups")
    assert 10 < int(count) < 30
    assert len(server.asked) < 40


def test_an_include_that_does_not_answer_is_a_gap(server: DnsServer) -> None:
    server.texts[OURS] = ["v=spf1 include:mute.example -all"]
    server.odd["mute.example"] = SILENT
    found = asked(server)
    assert values(found, "spf") == ["v=spf1 include:mute.example -all"]
    assert not values(found, "spf-lookups")
    assert reasons(found) == {(OURS, Reason.TIMED_OUT)}


def test_hostile_texts_are_cut_and_kept_as_texts(server: DnsServer) -> None:
    hostile = "v=spf1 \x1b[2J\x00\u202e" + "include: " * 300 + "a" * 9_000
    server.texts[OURS] = [hostile]
    (value,) = values(asked(server), "spf")
    assert value == hostile.encode()[:2_000].decode("utf-8", "replace")


def test_names_that_cannot_be_asked_for_are_gaps(server: DnsServer) -> None:
    found = asked(server, "a" * 64 + ".example", "..example")
    assert {reason for _, reason in reasons(found)} == {Reason.CORRUPT}
    assert not server.asked


def test_more_domains_than_are_asked_for_are_gaps(server: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dns_records, "MOST_DOMAINS", 1)
    assert reasons(asked(server, OURS, "b.example")) == {("b.example", Reason.TOO_LARGE)}


def test_without_the_library_everything_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dns.resolver", None)
    found = list(records(Asking((OURS,))))
    assert reasons(found) == {(OURS, Reason.UNSUPPORTED)}
    assert len(found) == 1
