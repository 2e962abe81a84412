"""Builds the sending profile of an account from a short table: what is usual, day by day, and what came on top."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from mimawari.cases.building import built
from mimawari.model import ClientNetwork, Origin, SendingHour, SendingProfile

_TOKYO, _MOST = 540, 800


def sending_profile(row: dict[str, Any], origin: Origin) -> SendingProfile:
    """A profile of ``usual`` and ``events`` (local hours, ``2026-11-10T01``), and ``networks`` by what is told of each.

    ``usual`` has ``first`` (a day), ``days``, ``begins`` and ``ends`` (hours of the day), ``messages`` an hour, ``weekends``
    (false), and the fields of a :class:`~mimawari.model.SendingHour`. Events of an hour are added to it. When a network was used
    and how much came from it is taken from the hours that name it. Raises ``ValueError`` for a wrong field.
    """
    told = dict(row)
    zone = told.setdefault("zone", _TOKYO)
    rows = [*_usual(told.pop("usual", {}), zone), *(_event(one, zone) for one in told.pop("events", []))]
    hours = _merged(rows)
    networks = tuple(filter(None, (_network(one, rows) for one in told.pop("networks", []))))
    fields = {"account": "sato@example.jp", "way": "login", "software": "postfix", "origin": origin, **told}
    return built(SendingProfile, {**fields, "hours": hours, "networks": networks})


def _usual(row: dict[str, Any], zone: int) -> Iterator[SendingHour]:
    told = dict(row)
    first, days = date.fromisoformat(told.pop("first", "2026-10-12")), min(int(told.pop("days", 0)), _MOST)
    begins, ends, weekends = told.pop("begins", 9), told.pop("ends", 18), told.pop("weekends", False)
    for day in (first + timedelta(days=number) for number in range(days)):
        if weekends or day.weekday() < 5:
            yield from (
                _event({"hour": f"{day.isoformat()}T{hour:02}", "messages": 4, **told}, zone) for hour in range(begins, ends)
            )


def _event(row: dict[str, Any], zone: int) -> SendingHour:
    at = datetime.fromisoformat(f"{row['hour'][:13]}:00:00") - timedelta(minutes=zone)
    messages = row["messages"]
    whole = {
        "recipients": messages,
        "distinct": row.get("recipients", messages),
        "clients": max(1, len(row.get("networks", ()))),
        **row,
    }
    return built(SendingHour, {**whole, "hour": f"{at.isoformat()}Z"})


def _merged(hours: list[SendingHour]) -> tuple[SendingHour, ...]:
    found: dict[str, SendingHour] = {}
    for one in hours:
        found[one.hour] = _both(found[one.hour], one) if one.hour in found else one
    return tuple(found[hour] for hour in sorted(found))


def _both(one: SendingHour, other: SendingHour) -> SendingHour:
    names = ("messages", "recipients", "distinct", "unknown", "refused", "clients", "literals", "differing", "alike", "delayed")
    summed = {name: _sum(getattr(one, name), getattr(other, name)) for name in names}
    return SendingHour(hour=one.hour, networks=tuple(sorted({*one.networks, *other.networks})), **summed)  # type: ignore[arg-type]


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _network(row: dict[str, Any], rows: list[SendingHour]) -> ClientNetwork | None:
    used = sorted((hour for hour in rows if row["network"] in hour.networks), key=lambda hour: hour.hour)
    if not used:
        return None
    sample = row["network"].partition("/")[0]
    told = {
        "sample": sample, "addresses": 1, "messages": sum(max(1, hour.messages // len(hour.networks)) for hour in used),
        "first": used[0].hour, "last": used[-1].hour, "hours": sorted({hour.hour for hour in used}), **row,
    }  # fmt: skip
    return built(ClientNetwork, told)
