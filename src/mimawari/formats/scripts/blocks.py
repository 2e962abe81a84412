"""The script elements of a ``.wsf``, ``.wsc`` or ``.sct``: in any quoting, closed or not, with or without CDATA."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats.scripts.languages import language

MOST = 500
_OPEN = re.compile(r"<(?:[A-Za-z][\w-]{0,20}:)?script(?=[\s>/])", re.IGNORECASE)
_CLOSE = re.compile(r"</(?:[A-Za-z][\w-]{0,20}:)?script\s{0,50}>", re.IGNORECASE)
_LANGUAGE = re.compile(r"\b(?:language|type)\s{0,20}=\s{0,20}(?:\"([^\"]{0,100})|'([^']{0,100})|([^\s\"'>]{1,100}))", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>|^\s{0,100}<!--|-->\s{0,100}$")


def blocks(text: str, fallback: str) -> Iterator[tuple[str, str]]:
    """Language and text of each script element of *text*, up to :data:`MOST` of them; *fallback*: where none is named."""
    at = 0
    for _ in range(MOST):
        start = _OPEN.search(text, at)
        if start is None:
            return
        opened = text.find(">", start.end())
        if opened < 0:
            return
        named = text[start.end() : opened]
        at = opened + 1
        if named.endswith("/"):
            continue
        end = _CLOSE.search(text, at)
        inside = text[at : end.start() if end else len(text)]
        yield _language(named, fallback), plain(inside)
        at = end.end() if end else len(text)


def plain(inside: str) -> str:
    """The text of a script element without the marks that only hide it from readers of markup."""
    return _CDATA.sub("", inside).strip()


def _language(attributes: str, fallback: str) -> str:
    named = [next(filter(None, found.groups()), "") for found in _LANGUAGE.finditer(attributes[:2000])]
    return next(filter(None, (language(one, "") for one in named)), fallback)
