"""What of a field may be shown: an address or a server, and nothing that may be a password."""

from __future__ import annotations

import pytest

from mimawari.sources.windows.holdings.sites import address_of, server_of

PASSWORDS = (
    "P@ssw0rd!", "p@ss w0rd", "my p@ssw0rd", "P@ss", "P@ss.w0rd", "a@b.c", "1@2.3", "x@192.0.2.1", "a@b..jp", "a@.jp", "a@-b.jp",
    "@b.jp", "a!b@c.jp", "a b@c.jp", "a@b@c.jp", "a@b.jp!", "a@b.jp/x", "",
)  # fmt: skip


@pytest.mark.parametrize("text", PASSWORDS)
def test_what_is_no_address_is_not_shown(text: str) -> None:
    assert address_of(text) == ""


@pytest.mark.parametrize(
    "text", ["a@example.jp", "Taro.Yamada+x@mail.example.co.jp", "a.@docomo.ne.jp", "a@例え.みんな", "a@xn--r8jz45g.jp"]
)
def test_an_address_is_shown_as_it_stands(text: str) -> None:
    assert address_of(f" {text} ") == text


@pytest.mark.parametrize("text", [
    *PASSWORDS, "hunter2", "Secret", "server01", "imap://hunter2", "pass.w0rd", "1.2.3", "a@example.jp", "my.secret/9!", "a.jp#2",
    "a.jp?x", "a..jp", "[dead]", "a.jp\\x",
])  # fmt: skip
def test_what_may_be_no_server_is_not_shown(text: str) -> None:
    assert server_of(text) == ""


@pytest.mark.parametrize(("text", "host"), [
    ("POP.example.jp", "pop.example.jp"), ("imaps://imap.example.jp:993/", "imap.example.jp"), ("192.0.2.1", "192.0.2.1"),
    ("[2001:db8::1]", "[2001:db8::1]"), ("localhost", "localhost"), ("mail.lan", "mail.lan"), ("例え.jp", "xn--r8jz45g.jp"),
])  # fmt: skip
def test_a_server_is_shown(text: str, host: str) -> None:
    assert server_of(text) == host
