"""Bounces and DMARC reports of an incident as testimony."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from support.incidents.dossier_sending import clients, utc

from mimawari.model import (
    DmarcRow,
    Hop,
    Mailbox,
    Origin,
    Returned,
)


def bounces(one: dict[str, Any]) -> Iterator[Returned]:
    """Each bounce of each group."""
    yield from (made for made, _ in returned(one))


def returned(one: dict[str, Any]) -> Iterator[tuple[Returned, dict[str, Any]]]:
    """Each bounce with its group."""
    local = re.findall(r"(\w+)@", one["to"])
    begin, end = (datetime.fromisoformat(time) for time in one["period"])
    for place, told in enumerate(one["groups"]):
        above = "as above" in told["returned_received"] and not re.search(r"\d+\.\d+", told["returned_received"])
        group = {**told, "returned_received": one["groups"][place - 1]["returned_received"]} if above else told
        for number in range(group["count"]):
            name = re.findall(r"(\w+)@sakura", group["returned_from"]) or [local[number % len(local)]]
            domain = "nori.example.net" if "mx.nori.example.net[" in str(one["groups"]) else f"p{number}.example.net"
            queue = f"B{place}{number:08X}" if group["in_our_log"] else ""
            key = group["returned_message_id"].replace("{n}", str(number))
            ours = "our" in group["returned_received"] or "by mail.sakura" in group["returned_received"]
            own = ours and "no hop of" not in group["returned_received"]
            when = begin + (end - begin) * number / group["count"]
            yield (
                Returned(
                    origin=Origin(one["id"], one["id"], (f"{place}-{number}",)),
                    id=f"{one['id']}-{place}-{number}",
                    form="rfc3464",
                    to=f"{name[0]}@sakura.example.jp" if own else f"{local[-1]}@sakura.example.jp",
                    time=utc(when.isoformat()),
                    action=group.get("action", "failed"),
                    recipients=(f"x{number}@{domain}",),
                    reporting=group["reporting_mta"] if "." in group["reporting_mta"] else f"mx.p{number}.example.net",
                    status=group["status"] if "." in group["status"] else "",
                    diagnostic=group["diagnostic"],
                    message_id=key if key.startswith("<") else f"<{number:012x}${place:08x}$00000000$@sakura.example.jp>",
                    author=Mailbox("", f"{name[0]}@sakura.example.jp"),
                    received=(_hop(group, own),),
                    queue_id=queue,
                    returned="mail" if group["returned"] == "full" else "header",
                ),
                group,
            )


def _hop(group: dict[str, Any], own: bool) -> Hop:
    address = (re.findall(r"\d+\.\d+\.\d+\.\d+", group["returned_received"]) or ["203.0.113.77"])[0]
    account = "".join(re.findall(r"Authenticated sender: (\S+?),", group["returned_received"]))
    return Hop(
        address=address, by="mail.sakura.example.jp" if own else "relay.bakery.example.net", account=account, authenticated=own
    )


def dmarc(one: dict[str, Any]) -> Iterator[DmarcRow]:
    """The rows of every day."""
    random = Random(one["id"])
    begin, end = (datetime.fromisoformat(time).date() for time in one["period"])
    days = [begin + timedelta(days=number) for number in range((end - begin).days)]
    for row in one["rows"]:
        said = row.get("day", "")
        those = [
            day
            for day in days
            if ("Tuesday" not in said or day.weekday() == 1) and ("each" in said or not said or day.isoformat() == said)
        ]
        if " to 20" in said:
            those = those[:-1]
        for day in those:
            for address in clients(row["source_ip"]):
                count = row["count"] if len(those) == 1 else max(1, round(row["count"] * random.uniform(0.85, 1.15)))
                yield _row(one, row, day, address, count)


def _row(one: dict[str, Any], row: dict[str, Any], day: date, address: str, count: int) -> DmarcRow:
    def passed(text: str) -> tuple[str, ...]:
        return (text.split()[0],) if text.endswith("pass") else ()

    return DmarcRow(
        origin=Origin(one["id"], one["id"], (day.isoformat(), address)),
        reporter=one["reporter"].split()[0],
        report=f"{one['id']}-{day}",
        begins=f"{day}T00:00:00Z",
        ends=f"{day + timedelta(days=1)}T00:00:00Z",
        address=address,
        count=count,
        author_domain=row["header_from"],
        envelope_domain=row["envelope_from"],
        disposition=row["disposition"],
        dkim=row["dkim"],
        spf=row["spf"],
        dkim_domains=passed(row["auth_dkim"]),
        spf_domains=passed(row["auth_spf"]),
        reasons=(row["reason"],) if row.get("reason") else (),
    )
