"""The table of services: enough of them, none twice, and no page without a source."""

from __future__ import annotations

from typing import Any

import pytest

from mimawari import knowledge
from mimawari.knowledge import services
from mimawari.knowledge.services import service_of
from mimawari.model import Use

KNOWN = knowledge.load()
ROW: dict[str, Any] = {"id": "a", "use": "shop", "name": {"en": "A", "ja": "あ"}, "hosts": ["a.example.jp"]}
CITED = {"en": "A", "ja": "あ", "page": "https://a.example.jp/", "as_of": "2026-11-27", "certainty": "read"}


def test_what_a_small_shop_uses_is_there() -> None:
    assert len(KNOWN.services) >= 120
    uses = {one.use for one in KNOWN.services}
    assert uses == set(Use) - {Use.OTHER}


@pytest.mark.parametrize(
    ("host", "name", "use"),
    [
        ("glogin.rms.rakuten.co.jp", "rakuten-rms", Use.SHOP),
        ("www.rakuten.co.jp", "rakuten", Use.PURCHASE),
        ("fes.rakuten-bank.co.jp", "rakuten-bank", Use.BANK),
        ("pro.store.yahoo.co.jp", "yahoo-store", Use.SHOP),
        ("login.yahoo.co.jp", "yahoo-japan", Use.IDENTITY),
        ("sellercentral.amazon.co.jp", "amazon-seller", Use.SHOP),
        ("www.amazon.co.jp", "amazon", Use.PURCHASE),
        ("console.aws.amazon.com", "aws", Use.HOSTING),
        ("admin.shop-pro.jp", "color-me", Use.SHOP),
        ("www.e-tax.nta.go.jp", "e-tax", Use.ACCOUNTING),
        ("GMAIL.com.", "google", Use.IDENTITY),
    ],
)
def test_hosts_are_known_by_the_longest_name(host: str, name: str, use: Use) -> None:
    found = service_of(host, KNOWN.services)
    assert found is not None
    assert (found.id, found.use) == (name, use)


@pytest.mark.parametrize(
    "host", ["", "jp", "notgoogle.com", "google.com.evil.example", "rakuten.co.jp.example", "co.jp", "xn--ggle-0nda.com"]
)
def test_what_only_looks_like_one_is_none(host: str) -> None:
    assert service_of(host, KNOWN.services) is None


def test_pages_are_of_the_web_and_have_their_source() -> None:
    pages = [one for one in KNOWN.services if one.change]
    assert len(pages) >= 30
    for one in KNOWN.services:
        assert bool(one.cited) == bool(one.change)
    for one in pages:
        assert one.cited
        assert one.change.startswith("https://")
        assert one.cited.page == one.change or one.cited.certainty.to_check, "what was not read on the page itself is marked"


def test_a_page_leads_to_the_service_or_to_one_of_its_own_hosts() -> None:
    elsewhere = {
        "jreast.co.jp": "eki-net",
        "future-s.com": "future-spirits",
        "cybozu.help": "cybozu",
        "gl.rakuten.co.jp": "rakuten-rms",
    }
    for one in (one for one in KNOWN.services if one.change):
        host = one.change.split("/")[2]
        found = service_of(host, KNOWN.services)
        named = next((name for end, name in elsewhere.items() if host.endswith(f".{end}")), "")
        assert named == one.id or (found and found.id == one.id), (one.id, host)


@pytest.mark.parametrize(
    "rows",
    [
        [ROW, ROW | {"hosts": ["b.example.jp"]}],
        [ROW, ROW | {"id": "b"}],
        [ROW | {"hosts": []}],
        [ROW | {"hosts": ["A.example.jp"]}],
        [ROW | {"hosts": ["https://a.example.jp"]}],
        [ROW | {"hosts": ["jp"]}],
        [ROW | {"use": "nothing"}],
        [ROW | {"change": "https://a.example.jp/"}],
        [ROW | {"cited": CITED}],
        [ROW | {"page": "https://a.example.jp/"}],
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        services.read([{"service": rows}])


def test_a_row_with_a_page_and_its_source() -> None:
    (one,) = services.read([{"service": [ROW | {"change": "https://a.example.jp/", "cited": CITED}]}])
    assert one.cited
    assert (one.change, one.cited.as_of) == ("https://a.example.jp/", "2026-11-27")
