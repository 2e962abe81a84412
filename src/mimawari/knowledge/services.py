"""Services on the net that a small firm signs in to. Reads ``data/services`` and refuses what does not fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mimawari.knowledge.help_desks import cited
from mimawari.model import OnlineService, Use, Words

FILES = ("net", "money", "shop", "office")
"""The names of its files, without ``.toml``."""
_FIELDS = frozenset(("id", "use", "name", "hosts", "change", "way", "note", "tenants", "cited"))
_OWN = frozenset(("www", "admin", "login", "signin", "id", "account", "accounts", "auth", "sso", "my", "secure", "dashboard",
                  "manage", "app", "user", "help", "support", "mail", "smtp", "pop", "imap", "ftp"))  # fmt: skip
"""First labels that services keep for themselves among the sites of their customers."""
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def read(tables: Iterable[Mapping[str, Any]]) -> tuple[OnlineService, ...]:
    """The services of all tables, in their order.

    ``ValueError`` where two bear the same id or host, a host is no name of the DNS, or a page or way has no source.
    """
    found = tuple(_service(row) for table in tables for row in table["service"])
    for what, names in (("id", [one.id for one in found]), ("host", [host for one in found for host in one.hosts])):
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"services: {what} twice: {', '.join(twice)}")
    return found


def _service(row: Mapping[str, Any]) -> OnlineService:
    if unknown := sorted({*row} - _FIELDS):
        raise ValueError(f"services: {row.get('id')}: unknown {unknown}")
    if bad := [host for host in row["hosts"] if not _HOST.fullmatch(host)]:
        raise ValueError(f"services: {row['id']}: no host: {bad}")
    if not row["hosts"] or bool(row.get("change") or row.get("way")) != ("cited" in row):
        raise ValueError(f"services: {row['id']}: a page or a way wants its source, and a service a host")
    if astray := sorted({*row.get("tenants", ())} - {*row["hosts"]}):
        raise ValueError(f"services: {row['id']}: tenants below no host: {astray}")
    return OnlineService(
        id=row["id"],
        name=Words(**row["name"]),
        use=Use(row["use"]),
        hosts=tuple(row["hosts"]),
        change=row.get("change", ""),
        way=Words(**row["way"]) if "way" in row else None,
        note=Words(**row["note"]) if "note" in row else None,
        tenants=tuple(row.get("tenants", ())),
        cited=cited(row["cited"]) if "cited" in row else None,
    )


class Directory:
    """Services by their hosts."""

    def __init__(self, services: Iterable[OnlineService]) -> None:
        self._by_host = {host: (place, one) for place, one in enumerate(services) for host in one.hosts}

    def of(self, host: str) -> tuple[int, OnlineService] | None:
        """The service that a host belongs to, the one whose name fits the longest part of it, with its place in the table."""
        return next((found for name in _names(host) if (found := self._by_host.get(name))), None)

    def is_tenant(self, host: str) -> bool:
        """Whether the host is a site of one of the service's customers: this firm's own, or another's."""
        known = next((name for name in _names(host) if name in self._by_host), "")
        first = host.lower().split(".")[0]
        return bool(known) and known != host.lower().rstrip(".") and known in self._by_host[known][1].tenants and first not in _OWN


def _names(host: str) -> Iterator[str]:
    """The host and all names above it, the longest first."""
    labels = host.lower().rstrip(".").split(".")
    return (".".join(labels[at:]) for at in range(len(labels)))


def service_of(host: str, services: Iterable[OnlineService]) -> OnlineService | None:
    """The service that a host belongs to; None where there is none."""
    found = Directory(services).of(host)
    return found[1] if found else None
