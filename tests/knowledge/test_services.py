"""The table of services: enough of them, none twice, and no page without a source."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from mimawari import knowledge
from mimawari.knowledge import services
from mimawari.knowledge.services import service_of
from mimawari.model import OnlineService, Use

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
        assert bool(one.cited) == bool(one.change or one.way)
    for one in pages:
        assert one.cited
        assert one.change.startswith("https://")
        assert one.cited.page.startswith("https://")
        own = is_own(one, one.cited.page)
        assert own or one.cited.certainty.to_check, "what was not read on a page of the service itself is marked"


def test_a_page_leads_to_the_service_or_to_one_of_its_own_hosts() -> None:
    for one in (one for one in KNOWN.services if one.change):
        assert is_own(one, one.change), (one.id, one.change)


def is_own(one: OnlineService, page: str) -> bool:
    """Whether the page lies on a host of the service, or on one of those that are known to be its maker's."""
    elsewhere = {
        "jreast.co.jp": "eki-net",
        "future-s.com": "future-spirits",
        "cybozu.help": "cybozu",
        "gl.rakuten.co.jp": "rakuten-rms",
    }
    host = urlsplit(page).hostname or ""
    found = service_of(host, KNOWN.services)
    named = next((name for end, name in elsewhere.items() if host.endswith(f".{end}")), "")
    return named == one.id or bool(found and found.id == one.id)


def test_a_page_that_only_looks_like_the_services_own_is_none() -> None:
    paypal = next(one for one in KNOWN.services if one.id == "paypal")
    assert is_own(paypal, "https://www.paypal.com/au/smarthelp/article/faq1440")
    for page in (
        "https://www.paypal.com.example/",
        "https://notpaypal.com/",
        "https://example.com/www.paypal.com/",
        "https://paypal.com@example.com/",
    ):
        assert not is_own(paypal, page), page


def test_menus_are_told_in_both_languages() -> None:
    ways = [one for one in KNOWN.services if one.way]
    assert len(ways) >= 12
    for one in ways:
        assert one.way
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", one.way.ja), one.id
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", one.way.en), one.id
        assert not one.way.en.startswith("http"), one.id


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
        [ROW | {"way": {"en": "Settings", "ja": "設定"}}],
        [ROW | {"page": "https://a.example.jp/"}],
        [ROW | {"tenants": ["other.example.jp"]}],
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        services.read([{"service": rows}])


def test_a_row_with_a_page_and_its_source() -> None:
    (one,) = services.read([{"service": [ROW | {"change": "https://a.example.jp/", "cited": CITED}]}])
    assert one.cited
    assert (one.change, one.cited.as_of) == ("https://a.example.jp/", "2026-11-27")


def test_a_way_without_a_page_has_its_source_too() -> None:
    (one,) = services.read([{"service": [ROW | {"way": {"en": "Settings", "ja": "設定"}, "cited": CITED}]}])
    assert one.way
    assert (one.change, one.way.ja) == ("", "設定")


@pytest.mark.parametrize(
    ("host", "tenant"),
    [
        ("somebody.stores.jp", True),
        ("SomeBody.Stores.JP.", True),
        ("shop.somebody.myshopify.com", True),
        ("board.sakura.ne.jp", True),
        ("stores.jp", False),
        ("www.stores.jp", False),
        ("dashboard.stores.jp", False),
        ("admin.shopify.com", False),
        ("secure.sakura.ad.jp", False),
        ("notstores.jp", False),
        ("nothing.example.jp", False),
    ],
)
def test_a_customers_site_below_a_service_is_no_sign_in_of_the_service(host: str, tenant: bool) -> None:
    assert services.Directory(KNOWN.services).is_tenant(host) is tenant
