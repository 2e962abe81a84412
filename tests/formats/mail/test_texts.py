"""Where the text of a mail leads."""

from __future__ import annotations

import pytest

from mimawari.formats.mail.texts import links_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.com/a, and (http://example.jp/b).", ["https://example.com/a", "http://example.jp/b"]),
        ("HTTPS://EXAMPLE.COM/x", ["HTTPS://EXAMPLE.COM/x"]),
        ("「ftp://example.com/a」から", ["ftp://example.com/a"]),
        ("file:\\\\192.0.2.1\\share\\a.lnk", ["file:\\\\192.0.2.1\\share\\a.lnk"]),
        ("ms-appinstaller:?source=a.appinstaller", ["ms-appinstaller:?source=a.appinstaller"]),
        ("search-ms:query=a&crumb=location:\\\\192.0.2.1@80\\b", ["search-ms:query=a&crumb=location:\\\\192.0.2.1@80\\b"]),
        ("a profile: none, 12://34, items-all:", []),
        ("", []),
    ],
)
def test_links(text: str, found: list[str]) -> None:
    assert list(links_in(text)) == found
