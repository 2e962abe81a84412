"""Exchange's message tracking log, and the extended report of Exchange Online, which has the same columns.

Columns, events and sources: learn.microsoft.com, "Message tracking" (Exchange Server; the older "Description of Message Tracking
Log Fields", cc539064); "Message trace in the new Exchange admin center in Exchange Online" for the extended report, where ``-``
is ``_`` and the time is UTC. ``RECEIVE`` from ``STOREDRIVER`` and ``SUBMIT`` are mails that a mailbox handed in; ``RECEIVE`` from
``SMTP`` is anything that came by SMTP. The connectors "Client Frontend" and "Client Proxy" take mail of clients that sign in
("Receive connectors"). The log has no login name: the sender's address stands for the account.
"""

from __future__ import annotations

from mimawari.model import Firm
from mimawari.sources.tables.cells import address, ip, message_id, number, parted
from mimawari.sources.traces.event import BOUNCE, FORWARDED, INCOMING, LOGIN, NETWORK, UNTOLD, Event, Status
from mimawari.sources.traces.layout import Cells, Layout

_SENT = frozenset({"SEND", "SENDEXTERNAL", "DELIVER"})
_FAILED = frozenset({"FAIL", "BADMAIL"})
_ORIGINATING = frozenset({"originating", "outbound", "2"})
_INCOMING = frozenset({"incoming", "inbound", "1"})
_SYSTEM = "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@"
"""The Microsoft Exchange recipient, which writes system messages ("Recipients" in the documentation of Exchange Server)."""
_SUBJECT = 256


def direction(text: str) -> str:
    """``out``, ``in``, or empty where it is not told: as words, or 1 (inbound) and 2 (outbound)."""
    word = text.strip().lower()
    return "out" if word in _ORIGINATING else "in" if word in _INCOMING else ""


def owned(way: str, sender: str, firm: Firm) -> str:
    """*way*, unless the sender is somebody else's address: then a mail that came in is passed on."""
    return FORWARDED if way == LOGIN and sender and firm.domains and not firm.owns(sender) else way


def event(cells: Cells, time: int, line: int, firm: Firm) -> Event | None:
    """A row. Raises ``ValueError`` where it names no event."""
    kind, source = cells["event-id"].upper(), cells["source"].upper()
    if not kind:
        raise ValueError
    identity = message_id(cells["message-id"])
    key = cells.get("network-message-id", "") or identity or cells.get("internal-message-id", "")
    if not key:
        return None
    author, sender = address(cells["sender-address"]), address(cells.get("return-path", ""))
    is_empty = cells.get("return-path", "").strip() == "<>" or cells["sender-address"].strip() == "<>" or author.startswith(_SYSTEM)
    way = owned(_way(kind, source, cells), sender or author, firm)
    return Event(
        line,
        time,
        key=key,
        way=BOUNCE if is_empty and way == LOGIN else way,
        account=author if way in (LOGIN, NETWORK) else "",
        sender=sender or author,
        author=author if sender else "",
        client=_client(cells) if way in (LOGIN, NETWORK, INCOMING, FORWARDED) else "",
        client_name=cells.get("client-hostname", "")[:255] if kind == "RECEIVE" and source == "SMTP" else "",
        method=_client_type(cells) if kind == "SUBMIT" else "",
        message_id=identity,
        queue_id=cells.get("internal-message-id", ""),
        recipients=_recipients(cells, kind) if kind in _SENT | _FAILED | {"RECEIVE", "DEFER"} else (),
        original_to=tuple(parted(cells.get("related-recipient-address", ""))) if kind in ("EXPAND", "REDIRECT") else (),
        size=number(cells["total-bytes"]),
        subject=cells["message-subject"][:_SUBJECT],
        host=cells.get("server-hostname", "") if kind in ("RECEIVE", "SUBMIT", "DELIVER") else "",
        ended=kind in _SENT | _FAILED,
        automatic=is_empty,
    )


def _way(kind: str, source: str, cells: Cells) -> str:
    if kind == "SUBMIT" or (kind == "RECEIVE" and source == "STOREDRIVER"):
        return LOGIN
    if kind == "REDIRECT":
        return FORWARDED
    if kind != "RECEIVE" or source != "SMTP":
        return UNTOLD
    if cells.get("connector-id", "").rpartition("\\")[2].lower().startswith("client "):
        return LOGIN
    told = direction(cells.get("directionality", ""))
    return NETWORK if told == "out" else INCOMING if told == "in" else UNTOLD


def _client(cells: Cells) -> str:
    """Behind other servers of the firm, ``client-ip`` is theirs and ``original-client-ip`` the client's."""
    return ip(cells.get("original-client-ip", "")) or ip(cells.get("client-ip", ""))


def _client_type(cells: Cells) -> str:
    """``OWA``, ``ActiveSync`` ... of a SUBMIT: the part ClientType of source-context."""
    found = [part for part in parted(cells.get("source-context", "")[:2000], ",;") if part.startswith("ClientType:")]
    return found[0].removeprefix("ClientType:")[:40] if found else ""


def _recipients(cells: Cells, kind: str) -> tuple[Status, ...]:
    addresses = [address(one) for one in parted(cells["recipient-address"])]
    status = cells.get("recipient-status", "") if kind in _FAILED | _SENT else ""
    parts = parted(status)
    statuses = parts if len(parts) == len(addresses) else [status] * len(addresses)
    failed = "FAIL " if kind in _FAILED else ""
    return tuple((one, (failed + said)[:300]) for one, said in zip(addresses, statuses, strict=True))


def _online(cells: Cells, time: int, line: int, firm: Firm) -> Event | None:
    """The extended report: the same columns with ``_``. What leaves by SMTP was handed in by a mailbox of the tenant."""
    found = event({name.replace("_", "-"): value for name, value in cells.items()}, time, line, firm)
    if found is not None and found.way == NETWORK:
        found.way = owned(LOGIN, found.sender, firm)
    return found


_COLUMNS = (
    "client-ip",
    "source",
    "event-id",
    "message-id",
    "recipient-address",
    "total-bytes",
    "message-subject",
    "sender-address",
)
_HAS = frozenset({"client", "status", "failures", "author", "delay"})
TRACKING = Layout("exchange", frozenset(_COLUMNS), ("date-time",), event, has=_HAS)
EXTENDED = Layout(
    "microsoft-365",
    frozenset(name.replace("-", "_") for name in _COLUMNS),
    ("date_time_utc", "date_time"),
    _online,
    has=_HAS,
)
