"""Logs of an incident as testimony."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from support.incidents.dossier_post import returned
from support.incidents.dossier_sending import as_read, clients, synthesised, utc

from mimawari.model import (
    AccountUse,
    Asked,
    LogSpan,
    Origin,
    Passage,
    Testimony,
)
from mimawari.model.firm import network_of


def log(one: dict[str, Any], incident: dict[str, Any], asked: Asked) -> Iterator[Testimony]:
    """A log: its span, its profiles or sign-ins, and the mails in it that were asked for."""
    at = Origin(one["id"], one["id"])
    reads = one["software"] == "dovecot"
    begins, ends = (as_read(datetime.fromisoformat(time), one) for time in one["period"])
    yield LogSpan(
        origin=at,
        software=one["software"],
        begins=begins,
        ends=ends,
        lines=9999,
        host=one["host"],
        tells=("reading",) if reads else ("sending", "delivery"),
        zone=540,
        zone_told="csv" in one["software"],
    )
    if reads:
        yield from _reading(one, at)
        return
    yield from synthesised(one)
    yield from _failed(one, at)
    yield from (passage for passage in _passages(one, incident, at) if passage.key in asked.message_ids | asked.queue_ids)


def _reading(one: dict[str, Any], at: Origin) -> Iterator[Testimony]:
    first, last = (utc(time) for time in one["period"])
    for base in one["baseline"]:
        address = base["clients"][0]
        yield AccountUse(
            origin=at,
            account=base["account"],
            service="imap",
            network=network_of(address),
            sample=address,
            successes=300,
            failures=0,
            first=first,
            last=last,
            days=16,
        )
    for event in one["events"]:
        times = [utc(hour["hour"] + ":00:00+09:00") for hour in event["hours"]]
        nights = sum(int(hour["hour"][-2:]) in (22, 23, 0, 1, 2, 3, 4, 5) for hour in event["hours"])
        yield AccountUse(
            origin=at,
            account=event["account"],
            service="imap",
            network=network_of(event["clients"][0]),
            sample=event["clients"][0],
            successes=sum(hour["messages"] for hour in event["hours"]),
            failures=0,
            first=min(times),
            last=max(times),
            nights=nights,
            days=len(times),
        )


def _failed(one: dict[str, Any], at: Origin) -> Iterator[Testimony]:
    for failed in one["auth_failures"]:
        addresses = int(re.findall(r"(\d+) distinct", failed["clients"])[0])
        name = failed["account"] if failed["account"].endswith("example.jp") else "tanaka@sakura.example.jp"
        yield AccountUse(
            origin=at,
            account=name,
            service="smtp",
            network="203.0.113.0/24",
            sample="203.0.113.5",
            successes=failed["successes"],
            failures=failed["count"],
            first=utc(failed["first"]),
            last=utc(failed["last"]),
            addresses=addresses,
        )


def _passages(one: dict[str, Any], incident: dict[str, Any], at: Origin) -> Iterator[Passage]:
    mails = {
        mail["headers"].get("Message-ID", ""): mail
        for mail in incident["evidence"]
        if mail["kind"] == "reported-mail" and mail.get("headers")
    }
    threads = {thread["message_id"]: thread for box in incident["evidence"] for thread in box.get("threads", ())}
    for text in one["contains_message_ids"]:
        found = re.match(r"<[^>]+>", text)
        if found and " ... " not in text:
            yield _passage(found[0], text, one, mails.get(found[0]), threads.get(found[0]), at)
    for bounce in incident["evidence"]:
        for made, group in returned(bounce) if bounce["kind"] == "bounce" else ():
            if group["in_our_log"]:
                yield Passage(
                    origin=at,
                    key=made.message_id,
                    how="message-id",
                    time=utc("2026-11-09T15:00:00+09:00"),
                    way="login",
                    software=one["software"],
                    message_id=made.message_id,
                    queue_id=made.queue_id,
                    account=made.author.address if made.author else made.to,
                    client=re.findall(r"\d+\.\d+\.\d+\.\d+", group["returned_received"] + " 203.0.113.77")[0],
                    recipients=made.recipients,
                )


def _passage(
    key: str, text: str, one: dict[str, Any], mail: dict[str, Any] | None, thread: dict[str, Any] | None, at: Origin
) -> Passage:
    lines = " ".join(one["sample_lines"])
    hop = (
        mail["received"][-1]
        if mail
        else {"ip": "192.0.2.72", "time": thread["date"] if thread else "2026-11-10T09:00:00+09:00", "id": ""}
    )
    event = _event(one, mail)
    when = as_read(datetime.fromisoformat(hop["time"]), one)
    if "incoming" in text:
        return _incoming(key, lines, hop, when, at)
    account = "".join(re.findall(r"sasl_username=([^,)]+)", text)) or (thread or {}).get("from", "") or hop.get("auth", "")
    local = bool(event and "local" in str(event["clients"]))
    client = "".join(re.findall(r"client ([\d.]+)", text)) or hop["ip"]
    if event and not local and not re.search(r"client ", text):
        account, client = (
            event["account"],
            client if client in str(event["clients"]) or "distinct" in str(event["clients"]) else clients(event["clients"])[0],
        )
    if local and event:
        account = "" if event.get("envelope") else "www-data@sakura.example.jp"
    return Passage(
        origin=at,
        key=key,
        how="message-id",
        time=when,
        way="local" if local else "login",
        software=one["software"],
        message_id=key,
        queue_id=hop["id"],
        account="" if local else account,
        sender=account,
        client="" if local else client,
        recipients=tuple((thread or {}).get("to", ()) if not mail else mail["headers"]["To"]),
    )


def _incoming(key: str, lines: str, hop: dict[str, Any], when: str, at: Origin) -> Passage:
    alias = tuple(re.findall(r"orig_to=<([^>]+)>", lines))
    return Passage(
        origin=at,
        key=key,
        how="message-id",
        time=when,
        way="forwarded" if alias else "incoming",
        software="postfix",
        message_id=key,
        client=hop["ip"],
        original_to=alias,
    )


def _event(one: dict[str, Any], mail: dict[str, Any] | None) -> dict[str, Any] | None:
    """The event of the log that a mail is of."""
    for event in one["events"]:
        if "envelope" in event or event["account"] in str(mail) or "www-data" in event["account"]:
            return dict(event)
    return None
