"""Services on the net that a small firm signs in to. Reads ``data/services`` and refuses what does not fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mimawari.knowledge.help_desks import cited
from mimawari.model import OnlineService, Use, Words

FILES = ("net", "money", "shop", "office")
"""The names of its files, without ``.toml``."""
_FIELDS = frozenset(("id", "use", "name", "hosts", "change", "way", "note", "cited"))
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
    return OnlineService(
        id=row["id"],
        name=Words(**row["name"]),
        use=Use(row["use"]),
        hosts=tuple(row["hosts"]),
        change=row.get("change", ""),
        way=Words(**row["way"]) if "way" in row else None,
        note=Words(**row["note"]) if "note" in row else None,
        cited=cited(row["cited"]) if "cited" in row else None,
    )


class Directory:
    """Services by their hosts."""

    def __init__(self, services: Iterable[OnlineService]) -> None:
        self._by_host = {host: (place, one) for place, one in enumerate(services) for host in one.hosts}

    def of(self, host: str) -> tuple[int, OnlineService] | None:
        """The service that a host belongs to, the one whose name fits the longest part of it, with its place in the table."""
        labels = host.lower().rstrip(".").split(".")
        names = (".".join(labels[at:]) for at in range(len(labels)))
        return next((found for name in names if (found := self._by_host.get(name))), None)


def service_of(host: str, services: Iterable[OnlineService]) -> OnlineService | None:
    """The service that a host belongs to; None where there is none."""
    found = Directory(services).of(host)
    return found[1] if found else None
