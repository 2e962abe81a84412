"""What a kind of log is: by which columns it is known, and how a row of it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address

from mimawari.model import Firm
from mimawari.model.firm import network_of
from mimawari.sources.traces.event import Event

Cells = dict[str, str]
"""A row by the names of its columns, in lower case."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of log.

    ``needs`` are the columns that it is known by, ``clocks`` those of which one has the time, the first that is there. ``zone``
    is the offset in minutes of stamps that do not tell theirs, None for the firm's own; ``told``: the columns' name or the vendor
    says it. ``read`` makes an event of a row, None where the row is about no mail; it raises ``ValueError`` for one that is not
    understood. ``has`` are the facts that such a log tells of a mail: ``client``, ``status``, ``failures`` (why one failed),
    ``author``, ``delay``.
    """

    software: str
    needs: frozenset[str]
    clocks: tuple[str, ...]
    read: Callable[[Cells, int, int, Firm], Event | None]
    zone: int | None = 0
    told: bool = True
    has: frozenset[str] = field(default=frozenset())
    tells: tuple[str, ...] = ("sending", "delivery")
    form: str = ""
    encoding: str = ""
    host: str = ""

    def fits(self, fields: tuple[str, ...]) -> bool:
        """Whether a table with these columns is such a log."""
        return self.needs <= set(fields) and any(clock in fields for clock in self.clocks)


def address(text: str) -> str:
    """A mail address in lower case, without brackets and ``smtp:``."""
    text = text.strip().strip("<>").lower()
    return text.removeprefix("smtp:")[:320]


def parted(text: str, marks: str = ";") -> list[str]:
    """The parts of a list, whatever of *marks* stands between them."""
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return [part for one in text.split(marks[0]) if (part := one.strip())]


def message_id(text: str) -> str:
    """A Message-ID with its brackets, which some exports leave out; empty for none."""
    text = text.strip().strip('"')
    if not text or text.upper() in ("N/A", "<>") or "SMTPIN_ADDED" in text:
        return ""
    return text if text.startswith("<") else f"<{text}>"


@lru_cache(maxsize=1 << 14)
def network(client: str) -> str:
    """The network of an address (:func:`~mimawari.model.firm.network_of`), remembered: a log has few of them."""
    return network_of(client)


@lru_cache(maxsize=1 << 14)
def ip(text: str) -> str:
    """An IP address out of ``203.0.113.5:4711``, ``[2001:db8::1]:25`` or itself; empty where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.removeprefix("IPv6:").partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def number(text: str) -> int | None:
    """A count or a size; None where there is none."""
    text = text.strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
