"""Exports of a tenant's accounts: Microsoft 365 (unified audit log, Get-InboxRule, sign-ins) and Google Workspace (Reports API)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from support.incidents.reading import Piece, iso, moment
from support.incidents.world import World

Json = dict[str, Any]
_RULE = (
    "Name",
    "Identity",
    "Enabled",
    "MailboxOwnerId",
    "SubjectOrBodyContainsWords",
    "From",
    "MoveToFolder",
    "MarkAsRead",
    "DeleteMessage",
    "StopProcessingRules",
    "ForwardTo",
    "RedirectTo",
    "Description",
)
_SIGN_IN = (
    "Date (UTC)",
    "Request ID",
    "User",
    "Username",
    "Application",
    "IP address",
    "Location",
    "Status",
    "Client app",
    "Multifactor authentication result",
)
_TENANT = "00000000-0000-4000-8000-000000000001"
_AUDIT = ("CreationDate", "UserIds", "Operations", "AuditData")


def write(world: World, piece: Piece, folder: Path) -> Path:
    """A folder with the tenant's files."""
    place = folder / str(piece["id"])
    place.mkdir()
    rng = world.rng(piece["id"])
    (_microsoft if piece["product"] == "microsoft-365" else _google)(piece, place, rng)
    return place


def _microsoft(piece: Piece, place: Path, rng: Random) -> None:
    _csv(
        place / "AuditLog.csv",
        _AUDIT,
        (
            [one["CreationTime"], one["UserId"], one["Operation"], json.dumps(one, ensure_ascii=False)]
            for one in sorted(_audited(piece, rng), key=lambda one: one["CreationTime"])
        ),
    )
    _csv(place / "InboxRules.csv", _RULE, (_rule(one, number) for number, one in enumerate(piece["inbox_rules"], 1)))
    _csv(
        place / "InteractiveSignIns.csv",
        _SIGN_IN,
        (
            [
                iso(moment(one["time"])),
                _guid(rng),
                one["account"].partition("@")[0],
                one["account"],
                "Office 365 Exchange Online",
                one["ip"],
                one["country"],
                "Success" if one["result"] == "success" else "Failure",
                "Browser",
                one["mfa"],
            ]
            for one in piece["sign_ins"]
        ),
    )


def _rule(told: Piece, number: int) -> list[object]:
    """One line of ``Get-InboxRule | Export-Csv``."""
    words = told["conditions"].partition("contains ")[2].replace(" or ", ";")
    folder = told["actions"].partition("move to ")[2].partition(",")[0]
    return [
        told["name"],
        f"{told['account'].partition('@')[0]}\\{number}",
        True,
        told["account"],
        words,
        "",
        folder,
        "mark as read" in told["actions"],
        "delete" in told["actions"],
        "stop" in told["actions"],
        "",
        "",
        f"If the message: {told['conditions']} Take the following actions: {told['actions']}",
    ]


def _audited(piece: Piece, rng: Random) -> Iterator[Json]:
    """The records of the unified audit log."""
    for one in piece["sign_ins"]:
        yield _record(
            rng,
            one["time"],
            "UserLoggedIn",
            one["account"],
            15,
            "AzureActiveDirectory",
            {"ClientIP": one["ip"], "ActorIpAddress": one["ip"], "ResultStatus": "Success"},
        )
    for one in piece["oauth_grants"]:
        more = {
            "ClientIP": one["ip"],
            "ObjectId": one["app"],
            "ResultStatus": "Success",
            "Target": [{"ID": one["app"], "Type": 1}],
            "ModifiedProperties": [{"Name": "ConsentAction.Permissions", "OldValue": "", "NewValue": f"Scope: {one['scopes']}"}],
        }
        yield _record(rng, one["consented"], "Consent to application.", one["account"], 8, "AzureActiveDirectory", more)
    for one in piece["inbox_rules"]:
        values = {
            "Name": one["name"],
            "SubjectOrBodyContainsWords": one["conditions"].partition("contains ")[2].replace(" or ", ";"),
            "MoveToFolder": "RSS Feeds",
            "MarkAsRead": "True",
            "StopProcessingRules": "True",
        }
        parameters = [{"Name": name, "Value": value} for name, value in values.items()]
        more = {"ClientIP": piece["sign_ins"][0]["ip"], "Parameters": parameters, "ResultStatus": "True"}
        yield _record(rng, one["created"], "New-InboxRule", one["account"], 1, "Exchange", more)
    for one in piece["audit"]:
        yield from _accesses(one, rng)


def _accesses(told: Piece, rng: Random) -> Iterator[Json]:
    """Bind accesses, which the log sums up over two minutes in ``OperationCount``."""
    first, last, left = moment(told["first"]), moment(told["last"]), int(told["count"])
    times = [first, *sorted(rng.randrange(first, last) for _ in range(182)), last]
    for place, time in enumerate(times):
        count = left // (len(times) - place)
        left -= count
        more = {
            "ClientIPAddress": told["from_ip"],
            "OperationCount": count,
            "MailboxOwnerUPN": told["account"],
            "LogonType": 0,
            "OperationProperties": [{"Name": "MailAccessType", "Value": "Bind"}, {"Name": "IsThrottled", "Value": "False"}],
            "ClientInfoString": "Client=REST;Client=RESTSystem;;",
        }
        yield _record(rng, iso(time), told["operation"], told["account"], 50, "Exchange", more)


def _record(rng: Random, time: str, operation: str, account: str, kind: int, load: str, more: Json) -> Json:
    return {
        "CreationTime": iso(moment(time)).rstrip("Z"),
        "Id": _guid(rng),
        "Operation": operation,
        "OrganizationId": _TENANT,
        "RecordType": kind,
        "UserKey": account,
        "UserType": 0,
        "Version": 1,
        "Workload": load,
        "UserId": account,
        **more,
    }


def _google(piece: Piece, place: Path, rng: Random) -> None:
    """The Reports API's activities, and below them what each account has set up."""
    logins = [
        _activity(
            one["time"],
            "login",
            one["account"],
            one["ip"],
            "login",
            "login_success",
            {"login_type": "google_password", "login_challenge_method": one["mfa"], "is_suspicious": False},
            rng,
        )
        for one in piece["sign_ins"]
    ]
    forwards = [
        _activity(
            one["created"],
            "user_accounts",
            one["account"],
            "",
            "email_forwarding_change",
            "email_forwarding_out_of_domain",
            {"email_forwarding_destination_address": one["to"]},
            rng,
        )
        for one in piece["forwarding"]
    ]
    _json(place / "activities-login.json", {"kind": "admin#reports#activities", "items": logins})
    _json(place / "activities-user_accounts.json", {"kind": "admin#reports#activities", "items": forwards})
    _google_settings(piece, place, rng)


def _google_settings(piece: Piece, place: Path, rng: Random) -> None:
    """App passwords (Directory API), filters and forwarding (Gmail API); an app password's address no API tells."""
    for account in sorted({one["account"] for one in piece["app_passwords"]}):
        asps = [
            {
                "kind": "admin#directory#asp",
                "userKey": account,
                "codeId": number,
                "name": one["name"],
                "creationTime": str(moment(one["created"]) * 1000),
                "lastTimeUsed": "0",
            }
            for number, one in enumerate(piece["app_passwords"])
        ]
        _json(place / f"asps-{account}.json", {"kind": "admin#directory#aspList", "items": asps})
    for one in piece["inbox_rules"]:
        rule = {
            "id": f"{rng.getrandbits(60):x}",
            "criteria": {"from": one["conditions"].partition("from:")[2]},
            "action": {"addLabelIds": ["TRASH"]},
        }
        _json(place / f"filters-{one['account']}.json", {"filter": [rule]})
    for one in piece["forwarding"]:
        disposition = "leaveInInbox" if one["keep_copy"] else "trash"
        forward = {"enabled": True, "emailAddress": one["to"], "disposition": disposition}
        _json(place / f"autoForwarding-{one['account']}.json", forward)


def _activity(time: str, application: str, account: str, ip: str, kind: str, name: str, told: Json, rng: Random) -> Json:
    parameters = [{"name": key, "boolValue" if isinstance(value, bool) else "value": value} for key, value in told.items()]
    return {
        "kind": "admin#reports#activity",
        "id": {
            "time": iso(moment(time)).replace("Z", ".000Z"),
            "uniqueQualifier": str(rng.getrandbits(62)),
            "applicationName": application,
        },
        "actor": {"email": account, "profileId": "100000000000000000001"},
        **({"ipAddress": ip} if ip else {}),
        "events": [{"type": kind, "name": name, "parameters": parameters}],
    }


def _json(path: Path, value: Json) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _csv(path: Path, head: tuple[str, ...], rows: Iterable[list[object]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def _guid(rng: Random) -> str:
    number = f"{rng.getrandbits(128):032x}"
    return f"{number[:8]}-{number[8:12]}-4{number[13:16]}-8{number[17:20]}-{number[20:]}"
