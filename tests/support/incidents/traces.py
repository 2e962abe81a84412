"""Lists of mails that a provider lets one download: Microsoft's message trace and Google's email log search."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from support.incidents.mail import Mail
from support.incidents.people import People

_MICROSOFT = (
    "origin_timestamp_utc", "sender_address", "recipient_status", "message_subject", "total_bytes", "message_id",
    "network_message_id", "original_client_ip", "directionality", "connector_id", "delivery_priority",
)  # fmt: skip
_GOOGLE = (
    "Message ID", "Start date", "End date", "Sender", "Message size", "Subject", "Direction", "Attachments", "Recipient address",
    "Event target", "Event date", "Event status", "Event target IP address", "Has encryption", "Event SMTP reply code",
    "Event description", "Client Type", "Device User Session ID",
)  # fmt: skip


def microsoft(mails: list[Mail], rng: Random) -> bytes:
    """The CSV of Start-HistoricalSearch, report type MessageTrace: UTF-16, one line a mail; recipients joined by semicolons."""
    return _table(_MICROSOFT, (_row(mail, rng) for mail in mails)).encode("utf-16")


def _row(mail: Mail, rng: Random) -> list[object]:
    number = f"{rng.getrandbits(128):032x}"
    out = mail.way == "login"
    status = "##Receive, Send" if out else "##Receive, Deliver"
    whom = ";".join(f"{one}{'##Receive, Fail' if mail.result(n) == 'unknown' else status}" for n, one in enumerate(mail.recipients))
    return [
        datetime.fromtimestamp(mail.time, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{rng.randrange(10**7):07d}Z",
        mail.sender or "<>", whom, mail.subject, mail.size, mail.message_id,
        f"{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:]}", mail.client,
        "Originating" if out else "Incoming", "", "Normal",
    ]  # fmt: skip


def google(mails: list[Mail], people: People) -> bytes:
    """The CSV of the Admin console's email log search: a line for each event of a mail and recipient."""
    return _table(_GOOGLE, (row for mail in mails for row in _events(mail, people))).encode("utf-8-sig")


def _events(mail: Mail, people: People) -> Iterator[list[object]]:
    out = mail.way == "login"
    for place, whom in enumerate(mail.recipients):
        kept = [
            mail.message_id, _stamp(mail.time), _stamp(mail.time + 4), mail.sender, mail.size, mail.subject,
            "Sent" if out else "Received", 0, whom,
        ]  # fmt: skip
        yield [*kept, "SMTP_INBOUND", _stamp(mail.time), "INSERTED", mail.client, "Encrypted", 250, "No Error", "", ""]
        if not out:
            yield [*kept, "GMAIL_INBOX", _stamp(mail.time + 2), "DELIVERED", "", "Encrypted", "", "No Error", "", ""]
        elif mail.result(place) == "unknown":
            there = people.server(whom).mx_ip
            yield [*kept, "SMTP_OUTBOUND", _stamp(mail.time + 3), "BOUNCED", there, "Encrypted", 550, "User unknown", "", ""]
        else:
            there = people.server(whom).mx_ip
            yield [*kept, "SMTP_OUTBOUND", _stamp(mail.time + 3), "DELIVERED", there, "Encrypted", 250, "No Error", "", ""]


def _stamp(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y/%m/%d %H:%M:%S UTC")


def _table(head: tuple[str, ...], rows: Iterator[list[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
