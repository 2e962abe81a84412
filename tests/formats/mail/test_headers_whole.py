"""A header that is read in few steps is read as it is read line by line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.formats.mail import headers

PIECES = (
    b"From",
    b":",
    b" ",
    b"\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"X-a: ",
    b"Subject: x\n",
    b"\n\n",
    b"\n ",
    b"\0",
    b">From x\n",
    b"\r\r\n",
    b"From a 12:00 2020\n",
    b"Received: by x;\n\ty\n",
    b"\x1b$B",
    b"\xef\xbb\xbf",
    b"a" * 101,
    b"\x0b",
    b"\x0c",
    b"Date : y\r\n",
)


@settings(max_examples=3000, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map(b"".join))
def test_both_ways_give_the_same(data: bytes) -> None:
    at = headers.begins(data)
    whole = headers.Headers()
    if headers._read_whole(whole, data, at):
        assert whole == headers._read_lines(headers.Headers(), data, at)
    else:
        assert whole == headers.Headers(), "nothing was read"


def test_an_ordinary_header_is_read_in_few_steps() -> None:
    data = b"From: a@example.com\r\nReceived: by x;\r\n\ty\r\nSubject:\r\n \r\nTo : b\r\n\r\nbody"
    found = headers.Headers()
    assert headers._read_whole(found, data, 0)
    assert found.fields == {"from": [b"a@example.com"], "received": [b"by x;\ty"], "subject": [b""], "to": [b"b"]}
    assert data[found.length :] == b"body"
