"""Mail addresses: as they are compared, whether one can be written to, and whether it is an office's."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from fnmatch import translate
from functools import lru_cache

from mimawari.knowledge import Knowledge

_LOCAL, _DOMAIN = 64, 253
_VALID = re.compile(
    r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}@(?:[a-z0-9\u0080-\U0010ffff](?:[a-z0-9\-\u0080-\U0010ffff]{0,61}"
    r"[a-z0-9\u0080-\U0010ffff])?\.){1,20}[a-z\u0080-\U0010ffff][a-z0-9\-\u0080-\U0010ffff]{1,62}"
)
_SIGNS = re.compile(r"[\s._\-+]+")
_DIGITS = re.compile(r"[\d]+$")
_BETWEEN = re.compile(r"[._\-+]")


def plain(address: str) -> str:
    """An address as it is compared: in one width, in lower case, without what stands around it. Dots and ``+`` stay."""
    if address.isascii() and address == address.strip():
        return address.lower()
    local, at, domain = (
        unicodedata.normalize("NFKC", address).strip(" \t\r\n<>\"',;").removeprefix("mailto:").lower().rpartition("@")
    )
    with suppress(UnicodeError):
        # 日本語.jp and xn--wgv71a119e.jp are one (RFC 3490); every program can write to the second.
        narrow = domain.encode("idna") if at else b""
        # straße.de would become another's strasse.de.
        domain = narrow.decode() if at and narrow.decode("idna") == domain else domain
    return f"{local}{at}{domain}"


def is_hidden(address: str) -> bool:
    """Whether signs of it were made unreadable (``t***@gmail.com``): it is no address, and many have the same."""
    return "**" in address


def domain_of(address: str) -> str:
    """What stands behind the ``@``."""
    return address.rpartition("@")[2] if "@" in address else ""


def is_valid(address: str, known: Knowledge) -> bool:
    """Whether a mail can be sent to it, by its form (RFC 5321 4.1.2, with the dots that Japanese carriers allowed)."""
    if len(address) > _LOCAL + 1 + _DOMAIN or not _VALID.fullmatch(address):
        return False
    domain = domain_of(address)
    return not any(domain == end or domain.endswith(f".{end}") for end in known.exposure.unreachable)


def is_no_reply(address: str, known: Knowledge) -> bool:
    """Whether nobody reads what is sent to it."""
    return _matches(address.rpartition("@")[0], known.exposure.no_reply)


def is_machine(address: str, known: Knowledge) -> bool:
    """Whether a mail system has it: it sends bounces, or manages a list."""
    return _matches(address.rpartition("@")[0], known.exposure.machine)


def _matches(local: str, patterns: tuple[str, ...]) -> bool:
    form = _compiled(patterns)
    return form.fullmatch(local) is not None or form.fullmatch(_SIGNS.sub("", local)) is not None


@lru_cache(maxsize=8)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))


def is_role(address: str, known: Knowledge) -> bool:
    """Whether it is an office's and no person's: ``info@``, ``order2@``, ``sales-jp@``."""
    local = address.rpartition("@")[0]
    words = [_DIGITS.sub("", word) for word in _BETWEEN.split(local)]
    return bool(words) and (words[0] in known.exposure.roles or words[0] in known.marks["mail-role-names"])


def is_masked(address: str, known: Knowledge) -> bool:
    """Whether a mall gave it to its customer: it may lead nowhere by now, and the mall must be asked."""
    return bool(known.exposure.masked) and _compiled(known.exposure.masked).fullmatch(domain_of(address)) is not None


def is_shared(domain: str, known: Knowledge) -> bool:
    """Whether anybody can have an address there, so that it says nothing of a firm."""
    hosts = _set(known.marks["mail-shared-hosts"])
    return any(name in hosts for name in _above(domain))


@lru_cache(maxsize=8)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


def _above(domain: str) -> list[str]:
    labels = domain.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]


def without_tag(address: str) -> str:
    """``a+tag@b`` as ``a@b``; any other as it is."""
    local, _, domain = address.rpartition("@")
    base, plus, tag = local.partition("+")
    return f"{base}@{domain}" if plus and base and tag else address
