"""A log whose columns the firm named: the export of a rental server, of a gateway, of anything that writes tables."""

from __future__ import annotations

from fnmatch import fnmatchcase

from mimawari.model import Firm, LogColumns
from mimawari.sources.tables.cells import address, ip, message_id, number, parted
from mimawari.sources.traces.event import LOGIN, Event
from mimawari.sources.traces.layout import Cells, Layout

_SENDING = frozenset(
    "time account client helo message_id queue_id sender author recipient size subject status".split()  # noqa: SIM905
)
_SIGN_IN = frozenset(("time", "account", "client", "status", "service"))


def layout(columns: LogColumns) -> Layout | None:
    """How such a log is read; None where the profile names no time, or a meaning that there is not."""
    named = {meaning: name.strip().lower() for meaning, name in columns.columns}
    meanings = _SIGN_IN if columns.tells == "sign-in" else _SENDING
    if not {"time", "account"} <= named.keys() <= meanings:
        return None

    def read(cells: Cells, time: int, line: int, firm: Firm) -> Event | None:  # noqa: ARG001  # as the others
        return _event({meaning: cells[name] for meaning, name in named.items()}, time, line, columns)

    return Layout(
        columns.name or "log",
        frozenset(named.values()),
        (named["time"],),
        read,
        zone=columns.zone,
        told=columns.zone is not None,
        has=frozenset({*named.keys() & {"client", "status", "author", "helo"}, *(("failures",) if "status" in named else ())}),
        tells=("sign-in",) if columns.tells == "sign-in" else ("sending", "delivery") if "status" in named else ("sending",),
        form=columns.time_format,
        encoding=columns.encoding,
    )


def of_file(firm: Firm, name: str) -> list[LogColumns]:
    """Those logs of the firm that a file of this name may be, the case of the name aside."""
    return [one for one in firm.columns if not one.match or fnmatchcase(name.lower(), one.match.lower())]


def _event(told: Cells, time: int, line: int, columns: LogColumns) -> Event | None:
    account = address(told["account"])
    failed = told.get("status", "") in columns.failed
    if columns.tells == "sign-in":
        service = told.get("service", "").lower()
        return Event(line, time, way=LOGIN, account=account, client=ip(told.get("client", "")), method=service[:40], ended=failed)
    if not account:
        return None
    identity = message_id(told.get("message_id", ""))
    status = ("FAIL " if failed else "") + told.get("status", "")
    return Event(
        line,
        time,
        key=identity or told.get("queue_id", "") or f"line {line}",
        way=LOGIN,
        account=account,
        sender=address(told.get("sender", "")),
        author=address(told.get("author", "")),
        client=ip(told.get("client", "")),
        helo=told.get("helo", "")[:255],
        message_id=identity,
        queue_id=told.get("queue_id", ""),
        recipients=tuple((address(one), status[:300]) for one in parted(told.get("recipient", ""), ";,")),
        size=number(told.get("size", "")),
        subject=told.get("subject", "")[:256],
        automatic="sender" in told and told["sender"].strip() in ("", "<>"),
    )
