"""Exchange Online's enhanced summary report, and what ``Get-MessageTrace`` gives as CSV.

learn.microsoft.com, "Message trace in the new Exchange admin center in Exchange Online" (enhanced summary reports:
``origin_timestamp``, UTC; ``recipient_status`` is ``address##status``, several apart by ``;``; ``directionality`` is inbound 1 or
outbound 2) and "Get-MessageTrace", "Get-MessageTraceV2" (stamps in UTC; one row a recipient). The column with its zone,
``origin_timestamp_utc``, is that of the files that the portal gives today. The log has no login name: the sender's address stands
for the account.
"""

from __future__ import annotations

from mimawari.model import Firm
from mimawari.sources.tables.cells import address, ip, message_id, number, parted
from mimawari.sources.traces.event import BOUNCE, INCOMING, LOGIN, UNTOLD, Event, Status
from mimawari.sources.traces.exchange import direction, owned
from mimawari.sources.traces.layout import Cells, Layout

_SUBJECT = 256


def _summary(cells: Cells, time: int, line: int, firm: Firm) -> Event | None:
    identity = message_id(cells["message_id"])
    key = cells.get("network_message_id", "") or identity
    if not key:
        raise ValueError
    sender = address(cells["sender_address"])
    told = direction(cells["directionality"])
    is_empty = not sender
    way = owned(LOGIN, sender, firm) if told == "out" else INCOMING if told == "in" else UNTOLD
    return Event(
        line,
        time,
        key=key,
        way=BOUNCE if is_empty and way == LOGIN else way,
        account=sender if way == LOGIN else "",
        sender=sender,
        client=ip(cells.get("original_client_ip", "")),
        message_id=identity,
        queue_id=cells.get("network_message_id", ""),
        recipients=tuple(_status(one) for one in parted(cells["recipient_status"])),
        size=number(cells["total_bytes"]),
        subject=cells["message_subject"][:_SUBJECT],
        automatic=is_empty,
    )


def _status(text: str) -> Status:
    """``yamada@example.com##Receive, Send``."""
    who, _, status = text.partition("##")
    return address(who), status[:300]


def _traced(cells: Cells, time: int, line: int, firm: Firm) -> Event | None:
    """It does not tell the direction. A mail from the firm to somebody else went out; one to the firm may be a forged sender's."""
    key = cells.get("messagetraceid", "") or cells["messageid"]
    if not key:
        raise ValueError
    sender, recipient = address(cells["senderaddress"]), address(cells["recipientaddress"])
    way = UNTOLD
    if firm.domains and not firm.owns(sender):
        way = INCOMING
    elif firm.domains and not firm.owns(recipient):
        way = LOGIN
    return Event(
        line,
        time,
        key=key,
        way=way,
        account=sender if way == LOGIN else "",
        sender=sender,
        client=ip(cells.get("fromip", "")),
        message_id=message_id(cells["messageid"]),
        queue_id=cells.get("messagetraceid", ""),
        recipients=((recipient, cells["status"][:300]),),
        size=number(cells.get("size", "")),
        subject=cells.get("subject", "")[:_SUBJECT],
        automatic=not sender,
    )


SUMMARY = Layout(
    "microsoft-365",
    frozenset(("sender_address", "recipient_status", "message_subject", "total_bytes", "message_id", "directionality")),
    ("origin_timestamp_utc", "origin_timestamp"),
    _summary,
    has=frozenset({"client", "status"}),
)
TRACED = Layout(
    "microsoft-365",
    frozenset(("senderaddress", "recipientaddress", "status", "messageid")),
    ("received",),
    _traced,
    has=frozenset({"client", "status"}),
)
