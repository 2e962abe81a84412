"""Writes exports of mail systems as their vendors' documentation describes them, and reads them with the two sources."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from mimawari.model import Asked, Firm, Gap
from mimawari.sources import Evidence, Seen, account_export, mail_trace

T = TypeVar("T")
FIRM = Firm(domains=("example.jp",))
SUMMARY = [
    "origin_timestamp_utc",
    "sender_address",
    "recipient_status",
    "message_subject",
    "total_bytes",
    "message_id",
    "network_message_id",
    "original_client_ip",
    "directionality",
    "connector_id",
    "delivery_priority",
]
TRACKING = [
    "date-time",
    "client-ip",
    "client-hostname",
    "server-ip",
    "server-hostname",
    "source-context",
    "connector-id",
    "source",
    "event-id",
    "internal-message-id",
    "message-id",
    "network-message-id",
    "recipient-address",
    "recipient-status",
    "total-bytes",
    "recipient-count",
    "related-recipient-address",
    "reference",
    "message-subject",
    "sender-address",
    "return-path",
    "message-info",
    "directionality",
    "tenant-id",
    "original-client-ip",
    "original-server-ip",
    "custom-data",
    "transport-traffic-type",
    "log-id",
    "schema-version",
]
SEARCH = [
    "Message ID",
    "Start date",
    "End date",
    "Sender",
    "Message size",
    "Subject",
    "Direction",
    "Attachments",
    "Recipient address",
    "Event target",
    "Event date",
    "Event status",
    "Event target IP address",
    "Has encryption",
    "Event SMTP reply code",
    "Event description",
    "Client Type",
    "Device User Session ID",
]


def table(columns: Sequence[str], rows: Iterable[dict[str, str]], separator: str = ",") -> str:
    """Separated values as RFC 4180 has them; what a row does not have is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def summary(**cells: str) -> dict[str, str]:
    """A row of the enhanced summary report: one mail of tanaka's to yamada."""
    return {
        "origin_timestamp_utc": "2026-11-09T07:40:10.1234567Z",
        "sender_address": "tanaka@example.jp",
        "recipient_status": "yamada@example.com##Receive, Send",
        "message_subject": "Re: お見積り",
        "total_bytes": "20480",
        "message_id": "<a1@example.jp>",
        "network_message_id": "aaaa-1",
        "original_client_ip": "203.0.113.61",
        "directionality": "Originating",
    } | cells


def tracking(event: str, source: str = "SMTP", **cells: str) -> dict[str, str]:
    """A row of a message tracking log; names may have ``_`` for ``-``."""
    return {
        "date-time": "2026-11-10T02:14:08.123Z",
        "source": source,
        "event-id": event,
        "message-id": "<b1@example.jp>",
        "network-message-id": "net-1",
        "internal-message-id": "4711",
        "recipient-address": "yamada@example.com",
        "total-bytes": "5000",
        "message-subject": "見積",
        "sender-address": "tanaka@example.jp",
        "return-path": "tanaka@example.jp",
        "server-hostname": "EX01",
    } | {name.replace("_", "-"): value for name, value in cells.items()}


def msgtrk(rows: Iterable[dict[str, str]]) -> str:
    """A whole MSGTRK log."""
    head = "#Software: Microsoft Exchange Server\r\n#Version: 15.02.1118.026\r\n#Log-type: Message Tracking Log\r\n"
    return head + "#Date: 2026-11-10T00:00:00.000Z\r\n#Fields: " + table(TRACKING, rows)


def search(**cells: str) -> dict[str, str]:
    """A row of Email Log Search: suzuki's mail, handed in by SMTP. Names may have ``_`` for a blank."""
    return {
        "Message ID": "gw1@example.net",
        "Start date": "2026-11-10T03:10:00Z",
        "Sender": "suzuki@example.jp",
        "Message size": "3000",
        "Direction": "Sent",
        "Recipient address": "hayashi@example.com",
        "Event target": "SMTP_IN",
        "Event date": "2026-11-10T03:10:00Z",
        "Event status": "RECEIVED",
        "Event target IP address": "203.0.113.155",
    } | {name.replace("_", " "): value for name, value in cells.items()}


def audit(operation: str, **more: object) -> dict[str, object]:
    """A record of the unified audit log."""
    return {
        "CreationTime": "2026-11-05T13:13:00",
        "Operation": operation,
        "ResultStatus": "Succeeded",
        "UserId": "tanaka@example.jp",
        "ClientIP": "203.0.113.61:50000",
        "Workload": "Exchange",
    } | more


def parameters(**values: str) -> list[dict[str, str]]:
    """Names and values as Microsoft writes them."""
    return [{"Name": name, "Value": value} for name, value in values.items()]


def purview(records: Iterable[dict[str, object]]) -> str:
    """The portal's CSV of the audit log."""
    rows = ({"RecordId": "1", "CreationDate": "2026-11-05", "RecordType": "1", "AuditData": json.dumps(one)} for one in records)
    return table(("RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData", "AssociatedAdminUnits"), rows)


def traced(
    folder: Path, content: str | bytes, *, firm: Firm = FIRM, asked: Asked | None = None, name: str = "log.csv"
) -> list[Seen]:
    """What the source of logs says of a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    evidence = Evidence(str(path), firm=firm, asked=asked or Asked())
    assert mail_trace.recognises(evidence)
    return list(mail_trace.look(evidence, mail_trace.survey(evidence), "log"))


def exported(folder: Path, content: str | bytes, *, firm: Firm = FIRM, name: str = "export") -> list[Seen]:
    """What the source of exports says of a file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    evidence = Evidence(str(path), firm=firm)
    assert account_export.recognises(evidence)
    return list(account_export.look(evidence, account_export.survey(evidence), "records"))


def every(kind: type[T], seen: Iterable[object]) -> list[T]:
    """All of one class."""
    return [one for one in seen if isinstance(one, kind)]


def only(kind: type[T], seen: Iterable[object]) -> T:
    """The only one of a class."""
    (one,) = every(kind, seen)
    return one


def gaps(seen: Iterable[object]) -> dict[str, str]:
    """Each gap's detail, and what was wanted."""
    return {one.detail: one.wanted for one in seen if isinstance(one, Gap)}
