"""The export of Google Workspace's Email Log Search: one row for each event of a mail and recipient.

support.google.com/a/answer/13828463, "Email log search export fields": ``Direction`` is Sent, Received or Mixed (within the
domain); ``Event target`` SMTP_IN is a message that was received by SMTP, with ``Event target IP address``. The
log has no login name: the sender's address stands for the account. Times are of the zone that the search was made in
(answer/2618876): where a stamp does not tell it, the firm's own is taken, and the log's span says that it was not told.
"""

from __future__ import annotations

from mimawari.model import Firm
from mimawari.sources.tables.cells import address, ip, message_id, number, parted
from mimawari.sources.traces.event import BOUNCE, INCOMING, LOGIN, Event
from mimawari.sources.traces.exchange import owned
from mimawari.sources.traces.layout import Cells, Layout

_WAYS = {"sent": LOGIN, "mixed": LOGIN, "received": INCOMING}
_ENDED = ("DELIVERED", "BOUNCED", "REJECTED")


def _event(cells: Cells, time: int, line: int, firm: Firm) -> Event | None:
    identity = message_id(cells["message id"])
    if not identity:
        return None
    told = _WAYS.get(cells["direction"].lower())
    if told is None:
        raise ValueError
    sender = address(parted(cells["sender"], ";,")[0]) if cells["sender"].strip() else ""
    is_empty = sender in ("", "n/a")
    way = BOUNCE if is_empty and told == LOGIN else owned(told, sender, firm)
    target, status = cells["event target"].upper(), cells["event status"]
    said = " ".join(filter(None, (status, cells.get("event smtp reply code", ""), cells.get("event description", ""))))
    return Event(
        line,
        time,
        key=identity,
        way=way,
        account=sender if way == LOGIN else "",
        sender="" if is_empty else sender,
        client=ip(cells.get("event target ip address", "")) if target == "SMTP_IN" else "",
        method=cells.get("client type", "")[:40],
        message_id=identity,
        recipients=tuple(
            (address(one), said[:300] if target != "SMTP_IN" else "") for one in parted(cells["recipient address"], ";,")
        ),
        size=number(cells.get("message size", "")),
        subject=cells.get("subject", "")[:256],
        ended=target != "SMTP_IN" and status.upper().startswith(_ENDED),
        automatic=is_empty,
    )


SEARCH = Layout(
    "google-workspace",
    frozenset(("message id", "sender", "direction", "recipient address", "event target", "event status")),
    ("event date", "start date"),
    _event,
    zone=None,
    told=False,
    has=frozenset({"client", "status", "failures", "delay"}),
)
