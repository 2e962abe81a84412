"""Single values of a firm's own file: addresses, networks, domains, offsets. Each is given back in one form, or refused."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address, ip_network

from mimawari import knowledge
from mimawari.model import Words

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}")
_WIDEST = {4: 8, 6: 19}
"""Blocks wider than these belong to no one firm or provider: a registry gives an ISP no more than a /8, or an IPv6 /19 (RIPE NCC
ripe-738, APNIC's delegated lists)."""

_RENTED = frozenset({"coreserver.jp", "lolipop.jp", "onmicrosoft.com", "sakura.ne.jp", "xsrv.jp"})
"""Servers for rent that give each customer a name below theirs: that one is the customer's own. Source: the services' own pages."""

_ENDINGS = frozenset({
    "co.jp", "or.jp", "ne.jp", "ac.jp", "go.jp", "ed.jp", "lg.jp", "gr.jp", "ad.jp", "co.uk", "com.au",
})  # fmt: skip
"""Public endings in two parts. Source: JPRS, "JPドメイン名の種類と対象"; Nominet; auDA."""

_IP = Words(
    en="“{value}” is no IP address. Expected: an address (192.0.2.10) or a block of them (192.0.2.0/24).",
    ja="「{value}」はIPアドレスではありません。192.0.2.10 や 192.0.2.0/24 の形式で指定してください。",
)
_WIDE = Words(
    en="“{value}” is too wide: half the internet would count as yours. Name the addresses that are yours.",
    ja="「{value}」は範囲が広すぎます（ほかの会社のアドレスまで自社とみなされます）。自社のアドレスだけを指定してください。",
)
_MAIL = Words(
    en="“{value}” is no mail address. Expected: hanako@sakura.example.jp",
    ja="「{value}」はメールアドレスではありません。hanako@sakura.example.jp の形式で指定してください。",
)
_DOMAIN = Words(
    en="“{value}” is no domain. Expected: what stands behind the @ of your addresses (sakura.example.jp).",
    ja="「{value}」はドメインではありません。メールアドレスの@より後ろ（sakura.example.jp など）を指定してください。",
)
_PUBLIC = Words(
    en="“{value}” is not yours alone: everybody can have an address there. Write your own addresses under accounts instead.",
    ja="「{value}」は自社だけのドメインではありません（だれでも取得できます）。自社のアドレスを accounts に書いてください。",
)
_ZONE = Words(
    en="“{value}” is no offset from UTC. Expected: +0900 (Japan).",
    ja="「{value}」は時差の表記ではありません。+0900（日本）の形式で指定してください。",
)


class Wrong(ValueError):
    """A value that cannot be; the words say what is expected."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def _wrong(words: Words, value: str) -> Wrong:
    return Wrong(words.fill({"value": value if len(value) <= 80 else value[:79] + "…"}))


def network(value: str) -> str:
    """An address, or a block in CIDR form with the bits behind it cleared. Raises :class:`Wrong`."""
    text = value.strip().strip("[]").removeprefix("IPv6:")
    try:
        if "/" not in text:
            return str(ip_address(text))
        block = ip_network(text, strict=False)
    except ValueError:
        raise _wrong(_IP, value) from None
    if block.prefixlen < _WIDEST[block.version]:
        raise _wrong(_WIDE, value)
    return str(block)


def is_address(value: str) -> bool:
    """Whether it is one IP address."""
    try:
        return bool(ip_address(value))
    except ValueError:
        return False


def domain(value: str) -> str:
    """A domain in lower case and its ASCII form (RFC 5890). Raises :class:`Wrong`."""
    try:
        text = value.strip().lstrip("@").rstrip(".").encode("idna").decode("ascii").lower() if len(value) < 1000 else ""
    except UnicodeError:
        text = ""
    labels = text.split(".")
    if len(labels) < 2 or len(text) > 253 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise _wrong(_DOMAIN, value)
    return text


def own_domain(value: str) -> str:
    """A domain that can be one firm's. Raises :class:`Wrong`."""
    text = domain(value)
    if is_shared(text):
        raise _wrong(_PUBLIC, value)
    return text


def is_shared(name: str) -> bool:
    """Whether everybody may have an address in that domain (in lower case), so that it is no firm's own."""
    shared, labels = _shared(), name.split(".")
    above = {".".join(labels[place:]) for place in range(1, len(labels) - 1)}
    return name in _ENDINGS or name in shared or not (above - _RENTED).isdisjoint(shared)


@cache
def _shared() -> frozenset[str]:
    """Free mail, carriers and providers who give their customers addresses in their own domain."""
    return frozenset(knowledge.load().marks["mail-shared-hosts"])


def address(value: str) -> str:
    """A mail address in lower case. Raises :class:`Wrong`."""
    local, at, host = value.strip().removeprefix("<").removesuffix(">").rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise _wrong(_MAIL, value)
    try:
        return f"{local.lower()}@{domain(host)}"
    except Wrong:
        raise _wrong(_MAIL, value) from None


def minutes(value: str) -> int:
    """The minutes that an offset from UTC means (``+0900``, ``+09:00``, ``JST``). Raises :class:`Wrong`."""
    text = value.strip().upper().replace(":", "")
    text = {"JST": "+0900", "UTC": "+0000", "Z": "+0000", "GMT": "+0000"}.get(text, text)
    found = re.fullmatch(r"([+-])([01]\d)([0-5]\d)", text)
    if not found or int(found[2]) > 14:
        raise _wrong(_ZONE, value)
    total = int(found[2]) * 60 + int(found[3])
    return -total if found[1] == "-" else total


def offset(total: int) -> str:
    """Minutes as mails write them: ``+0900``."""
    return f"{'-' if total < 0 else '+'}{abs(total) // 60:02d}{abs(total) % 60:02d}"
