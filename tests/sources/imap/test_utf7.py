"""Folder names on the wire (RFC 3501 5.1.3): its own examples, what people write, and what is no modified UTF-7."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.sources.imap_account import utf7


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        (b"~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),  # RFC 3501 5.1.3
        (b"&Jjo-!", "\u263a!"),  # the same
        (b"INBOX.&kAFP4W4IMH8-", "INBOX.送信済み"),
        (b"A&-B", "A&B"),
        (b"&2D3eCg-", "\U0001f60a"),
        (b"plain", "plain"),
    ],
)
def test_names(wire: bytes, name: str) -> None:
    assert utf7.decoded(wire) == name
    assert utf7.encoded(name) == wire


@pytest.mark.parametrize("wire", [b"&U,BTF-", b"&2D0-", b"a&b", b"&!-"])
def test_what_is_none_stays_as_it_stands(wire: bytes) -> None:
    assert utf7.decoded(wire) == wire.decode("ascii")


def test_raw_bytes_are_read_as_utf8_and_go_back() -> None:
    assert utf7.decoded("送信".encode()) == "送信"
    assert utf7.encoded(utf7.decoded(b"\x91\x97")) == b"\x91\x97"


@given(st.text(max_size=40))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_any_name_comes_back(name: str) -> None:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return
    assert utf7.decoded(utf7.encoded(name)) == name


@given(st.binary(max_size=40))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_name_breaks_it(wire: bytes) -> None:
    assert isinstance(utf7.decoded(wire), str)
