"""Accounts' exports, Sent folders and PCs of an incident as testimony and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from support.incidents.dossier_sending import JST, synthesised, utc

from mimawari.model import (
    AccountUse,
    Asked,
    Door,
    Gap,
    HeldMail,
    Looked,
    MailboxSpan,
    Origin,
    Part,
    ReadFinding,
    Reason,
    SendingHour,
    SentHabit,
    Source,
    Strength,
    Testimony,
    Words,
    digest,
)
from mimawari.model.firm import network_of


def doors(one: dict[str, Any]) -> Iterator[Testimony]:
    """Rules, forwardings, grants, app passwords, sign-ins and the audit log."""
    at = Origin(one["id"], one["id"])
    for rule in one.get("inbox_rules", ()):
        hides = any(word in rule["actions"] for word in ("delete", "RSS", "read"))
        yield Door(
            origin=at,
            account=rule["account"],
            form="inbox-rule",
            name=rule["name"],
            made=utc(rule["created"]),
            hides=hides,
            words=rule["conditions"],
        )
    for way in one.get("forwarding", ()):
        yield Door(origin=at, account=way["account"], form="forwarding", target=way["to"], made=utc(way["created"]))
    for grant in one.get("oauth_grants", ()):
        yield Door(
            origin=at,
            account=grant["account"],
            form="oauth-grant",
            name=grant["app"],
            made=utc(grant["consented"]),
            address=grant["ip"],
            words=grant["scopes"],
        )
    for own in one.get("app_passwords", ()):
        yield Door(
            origin=at, account=own["account"], form="app-password", name=own["name"], made=utc(own["created"]), address=own["ip"]
        )
    for sign in one.get("sign_ins", ()):
        yield _use(at, sign["account"], "cloud", sign["ip"], 1, utc(sign["time"]), utc(sign["time"]), sign["country"])
    for audit in one.get("audit", ()):
        yield _use(at, audit["account"], "mail-read", audit["from_ip"], audit["count"], utc(audit["first"]), utc(audit["last"]), "")


def _use(at: Origin, account: str, service: str, address: str, times: int, first: str, last: str, country: str) -> AccountUse:
    return AccountUse(
        origin=at,
        account=account,
        service=service,
        network=network_of(address),
        sample=address,
        successes=times,
        failures=0,
        first=first,
        last=last,
        days=1,
        country=country,
    )


def sent_folder(one: dict[str, Any], every: list[dict[str, Any]], asked: Asked) -> Iterator[Testimony]:
    """The folder: its habits, its span, and the mails of it that were asked for."""
    at, account = Origin(one["id"], one["id"]), one["account"]
    zones = re.findall(r"[+-]\d{4}", one["zone"])
    begins, ends = (f"{day}T00:00:00+09:00" for day in one["period"])
    sent = sum(hour.messages for hour, when in _sent(account, every) if begins <= when <= ends)
    yield SentHabit(
        origin=at,
        mailbox=account,
        mails=max(sent, 300),
        mailers=((one.get("x_mailer", ""), 300),) if one.get("x_mailer") else (),
        zones=tuple((zone, 48 if zone != "+0900" else 252) for zone in zones),
        hours=tuple((hour, 30) for hour in range(8, 19)),
    )
    whole = "every mail of the log" in one.get("note", "")
    yield MailboxSpan(origin=at, mailbox=account, begins=begins, ends=ends, mails=300, sent=sent if whole else 30)
    for mail in one.get("contains", ()):
        if mail["message_id"] in asked.message_ids:
            yield HeldMail(
                origin=at,
                mailbox=account,
                key=mail["message_id"],
                how="message-id",
                message_id=mail["message_id"],
                date=mail["date"],
                subject=mail["subject"],
                sent=True,
            )


def _sent(account: str, every: list[dict[str, Any]]) -> Iterator[tuple[SendingHour, str]]:
    for one in every:
        if one["kind"] == "mail-log":
            for profile in synthesised(one):
                if profile.account == account:
                    for hour in profile.hours:
                        when = datetime.fromisoformat(hour.hour).astimezone(JST)
                        yield hour, when.isoformat()


def host(one: dict[str, Any]) -> Source:
    """A PC of the report, with findings, gaps and coverage that come to the level that is given."""
    at = Origin(one["id"], one["id"])
    emocheck = any(finding["kind"] == "emocheck" for finding in one["findings"])
    findings = tuple(_finding(at, finding) for finding in one["findings"] if finding["kind"] != "emocheck")
    gaps = tuple(Gap(at, Reason(gap["reason"]), gap["wanted"]) for gap in one["gaps"])
    if emocheck:
        gaps = (Gap(at, Reason.MISSING, "registry-value"),)
    ought = ("process", "registry-value")
    part = Part(
        source=one["id"],
        key="all",
        knowledge="test",
        findings=findings,
        gaps=gaps,
        looked=tuple(Looked(kind, 10) for kind in ought),
    )
    return Source(
        id=one["id"],
        locator=one["id"],
        kind="emocheck-report" if emocheck else "live",
        host=one["host"],
        machine=digest(one["host"]),
        seen_at=utc(one["run_at"]),
        ought=ought,
        parts=(part,),
    )


def _finding(at: Origin, one: dict[str, Any]) -> ReadFinding:
    words = Words(en=one["kind"], ja=one["kind"])
    return ReadFinding(
        origin=at,
        name=one["kind"],
        strength=Strength[one["strength"].upper()],
        words=words,
        family=one.get("family"),
        seen_at=utc(one["seen_at"]),
    )
