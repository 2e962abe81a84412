"""What is told of servers in words: whether others use them too, and which networks they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_network

from mimawari.firm.checks import Wrong, network

_NOT_SHARED = re.compile(r"not shared|unshared|dedicated|専用|共用では|共有では")
_SHARED = re.compile(r"\bshared\b|共用|共有")
_HOSTED = re.compile(
    r"rental|レンタル|microsoft[ -]?365|office[ -]?365|exchange online|google workspace|g suite|gmail|\bcloud\b|クラウド|"
    r"さくらの|エックスサーバー|xserver|ロリポップ|lolipop|ヘテムル|muumuu|お名前|conoha|heteml|カラフルボックス|ヤフー|yahoo"
)
_OWN = re.compile(r"\bown\b|自社|自前|社内")
_NAMED = re.compile(
    r"(?<![\w.:])(?:ip[46]:)?((?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?|[0-9a-f]{1,4}:[0-9a-f:]{2,40}(?:/\d{1,3})?)(?![\w.:/])"
)
_LONGEST = 2000


def is_own(text: str) -> bool:
    """Whether words speak of a server of the firm's own."""
    return bool(_OWN.search(text[:_LONGEST].lower()))


def is_shared(text: str) -> bool:
    """Whether words say, or mean, that other customers' mail leaves by it too.

    So it is of every rented server that is not called dedicated, and of the sending pools of cloud mail services (Microsoft, "IP
    addresses of Exchange Online": the pools serve all tenants).
    """
    low = text[:_LONGEST].lower()
    if _NOT_SHARED.search(low):
        return False
    return bool(_SHARED.search(low)) or (bool(_HOSTED.search(low)) and not is_own(low))


def networks(text: str) -> tuple[str, ...]:
    """The addresses and blocks that are named in words, or in an SPF record (RFC 7208 5.6)."""
    found: dict[str, None] = {}
    for match in _NAMED.finditer(text[:_LONGEST].lower()):
        try:
            found.setdefault(network(match[1]))
        except Wrong:
            continue
    return tuple(found)


def without(found: Iterable[str], held: Iterable[str]) -> tuple[str, ...]:
    """Those of the networks that lie in none of those *held*."""
    blocks = tuple(held)
    return tuple(one for one in found if not any(_within(one, block) for block in blocks))


def _within(one: str, block: str) -> bool:
    inner, outer = ip_network(one), ip_network(block)
    if inner.version == 4:
        return outer.version == 4 and inner.subnet_of(outer)
    return outer.version == 6 and inner.subnet_of(outer)
