"""Authentication-Results as RFC 8601 has them and as servers write them; what stands above each; and what is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.formats.mail.headers import read
from mimawari.formats.mail.results import FIELDS, authentication, received_spf, results
from mimawari.model import Method


def method(name: str, result: str, **properties: str) -> Method:
    return Method(name, result, tuple((key.replace("__", ".").replace("_", "-"), value) for key, value in properties.items()))


# Appendix B of RFC 8601, with its names and addresses.
@pytest.mark.parametrize(
    ("field", "server", "methods"),
    [
        ("example.org 1; none", "example.org", ()),
        ("example.com; spf=pass smtp.mailfrom=example.net", "example.com", (method("spf", "pass", smtp__mailfrom="example.net"),)),
        ("example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net", "example.com",
         (method("auth", "pass", smtp__auth="sender@example.net"), method("spf", "pass", smtp__mailfrom="example.net"))),
        ("example.com; dkim=pass (good signature) header.d=example.com", "example.com",
         (method("dkim", "pass", header__d="example.com"),)),
        (('foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy'
         ' (A dot can go here) . (like that)'
         ' expired (this surprised me) = (as I wasn\'t expecting it) 1362471462'), "foo.example.net",
         (method("dkim", "fail", policy__expired="1362471462"),)),
    ],
)  # fmt: skip
def test_the_examples_of_the_standard(field: str, server: str, methods: tuple[Method, ...]) -> None:
    found = authentication(field)
    assert (found.server, found.methods) == (server, methods)


@pytest.mark.parametrize(
    ("field", "server", "methods"),
    [
        # Microsoft names no server.
        (("spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=sakura.example.jp; dkim=none (message not signed)"
         " header.d=none;dmarc=pass action=none header.from=sakura.example.jp;compauth=pass reason=100"), "",
         (method("spf", "pass", smtp__mailfrom="sakura.example.jp"), method("dkim", "none", header__d="none"),
          method("dmarc", "pass", action="none", header__from="sakura.example.jp"), method("compauth", "pass", reason="100"))),
        # Gmail; the signature's beginning holds equal signs.
        (("mx.google.com; dkim=pass header.i=@example.jp header.s=s1 header.b=ab/D+x==; spf=pass (google.com: domain of"
         " a@example.jp designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@example.jp"), "mx.google.com",
         (method("dkim", "pass", header__i="@example.jp", header__s="s1", header__b="ab/D+x=="),
          method("spf", "pass", smtp__mailfrom="a@example.jp"))),
        # A forwarder's address (SRS), quoted values, a comment in a comment, upper case.
        (('MX.Example.NET; SPF=Pass smtp.mailfrom=SRS0=ab=C=example.jp=taro@fwd.example.net; dkim=fail reason="bad; (or worse)"'
         " (one (two) three; spf=pass) header.d=example.jp"), "mx.example.net",
         (method("spf", "pass", smtp__mailfrom="SRS0=ab=C=example.jp=taro@fwd.example.net"),
          method("dkim", "fail", reason="bad; (or worse)", header__d="example.jp"))),
        # What the sender chose stays one value.
        ('mx.example.net; spf=fail smtp.mailfrom="x; dkim=pass header.d=sakura.example.jp"@example.com', "mx.example.net",
         (method("spf", "fail", smtp__mailfrom="x; dkim=pass header.d=sakura.example.jp@example.com"),)),
        # Yahoo in former years.
        ("mta1.example.net  from=example.com; domainkeys=neutral (no sig);  from=example.com; dkim=pass (ok)", "mta1.example.net",
         (method("domainkeys", "neutral"), method("dkim", "pass"))),
        ("", "", ()),
        (";;;===", "", ()),
        ("mx.example.net; spf=pass " + "(" * 3000, "mx.example.net", (method("spf", "pass"),)),
    ],
)  # fmt: skip
def test_as_servers_write_them(field: str, server: str, methods: tuple[Method, ...]) -> None:
    found = authentication(field)
    assert (found.server, found.methods) == (server, methods)


def test_received_spf() -> None:
    # The example of RFC 7208 9.1.
    found = received_spf(
        "pass (mybox.example.org: domain of myname@example.com designates 192.0.2.1 as permitted sender)"
        ' receiver=mybox.example.org; client-ip=192.0.2.1; envelope-from="myname@example.com"; helo=foo.example.com;'
    )
    assert (found.server, found.methods[0].name, found.methods[0].result) == ("mybox.example.org", "spf", "pass")
    told = dict(found.methods[0].properties)
    assert told["client-ip"] == "192.0.2.1"
    assert (told["smtp.mailfrom"], told["smtp.helo"]) == ("myname@example.com", "foo.example.com")


def test_received_spf_that_names_the_sender_in_its_comment_only() -> None:
    found = received_spf(
        "fail (google.com: domain of a@example.jp does not designate 2001:db8::1 as permitted sender) client-ip=2001:db8::1;"
    )
    assert (found.server, found.methods[0].result) == ("google.com", "fail")
    assert dict(found.methods[0].properties) == {"client-ip": "2001:db8::1", "smtp.mailfrom": "a@example.jp"}


HEADER = b"""Authentication-Results: mx.nori.example.net;\r
\tspf=pass\r
 smtp.mailfrom=bakery.example.net\r
Received: from a.example.net (a.example.net [192.0.2.1]) by mx.nori.example.net; Tue, 10 Nov 2026 09:11:00 +0900\r
ARC-Authentication-Results: i=1; relay.example.net; dkim=pass header.d=sakura.example.jp\r
Received: (qmail 1 invoked by uid 89); 10 Nov 2026 00:11:00 -0000\r
Received: from b.example.net by a.example.net; Tue, 10 Nov 2026 09:10:00 +0900\r
Authentication-Results: mx.nori.example.net; dkim=pass header.d=sakura.example.jp\r
Received-SPF: pass (forged) receiver=mx.nori.example.net\r
Subject: x\r
\r
Authentication-Results: mx.nori.example.net; spf=pass smtp.mailfrom=sakura.example.jp\r
"""


def test_each_tells_what_stands_above_it() -> None:
    """Folded ones are read; what ARC tells, what only a process of the server did, and the body are not."""
    found = results(read(HEADER))
    assert [(one.server, one.above) for one in found] == [
        ("mx.nori.example.net", 0),
        ("mx.nori.example.net", 2),
        ("mx.nori.example.net", 2),
    ]
    assert dict(found[0].methods[0].properties) == {"smtp.mailfrom": "bakery.example.net"}


def test_ten_thousand_received_fields() -> None:
    field = b"Received: from a.example.net (a [192.0.2.1]) by b.example.net; Tue, 10 Nov 2026 09:11:00 +0900\r\n"
    many = b"Authentication-Results: x; spf=pass\r\n" * 500
    began = time.process_time()
    found = results(read(field * 10_000 + b"\r\n")), results(read(many + field * 4000 + many))
    assert time.process_time() - began < 5
    assert (len(found[0]), len(found[1])) == (0, FIELDS)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(alphabet='ab=;. "\\()/@\0日', max_size=200))
def test_anything_is_read(field: str) -> None:
    assert all(one.result.isalpha() for one in authentication(field).methods)
    received_spf(field)
