"""The fields of a delivery status (RFC 3464): one group about the message, then one for each recipient."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mimawari.formats.mail.headers import Headers, read
from mimawari.formats.mail.people import people

BOUNCE = "bounce"
"""What is lost with one that cannot be understood."""
MOST, GROUPS = 256 << 10, 200
"""How many bytes of it are read, and recipients of it."""
_EMPTY = re.compile(rb"\r?\n[ \t]{0,20}\r?\n|\r[ \t]{0,20}\r")
_START = re.compile(
    rb"^[ \t]{0,8}(?:reporting-mta|final-recipient|original-recipient|original-envelope-id|arrival-date):",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_INDENT = re.compile(rb"^[ \t]{1,8}(?=[A-Za-z\-]{3,40}:)", re.MULTILINE)
_ACTIONS = ("failed", "delayed", "relayed", "delivered", "expanded")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One group. ``original`` is the address as the sender knew it; ``action`` is empty where it is none of RFC 3464 2.3.3."""

    address: str
    original: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""
    remote: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """All of it. ``sender`` and ``queue_id`` are Postfix's own fields."""

    reporting: str = ""
    envelope_id: str = ""
    queue_id: str = ""
    sender: str = ""
    recipients: tuple[Recipient, ...] = ()
    odd: int = field(default=0)
    """Groups that name nobody."""

    @property
    def action(self) -> str:
        """What became of the message, the worst of its recipients first; empty where no group tells."""
        told = {one.action for one in self.recipients}
        return next((action for action in _ACTIONS if action in told), "")

    def worst(self) -> Recipient | None:
        """The first recipient that :attr:`action` is of."""
        action = self.action
        return next((one for one in self.recipients if one.action == action), None)


def status_of(data: bytes) -> Status | None:
    """The status in *data*; None where there are no such fields at all."""
    data = _INDENT.sub(b"", data[:MOST]).lstrip(b"\r\n\t ")
    groups = [read(one.lstrip(b"\r\n")) for one in _EMPTY.split(data)[: GROUPS + 1]]
    message = [one for one in groups if "final-recipient" not in one.fields and "original-recipient" not in one.fields]
    several = [one for group in groups for one in _apart(group)]
    found = [_recipient(one) for one in several]
    if not found and not any("reporting-mta" in one.fields for one in groups):
        return None
    return Status(
        reporting=server(_first(groups, "reporting-mta")),
        envelope_id=_first(groups, "original-envelope-id")[:300],
        queue_id=_first(groups, "x-postfix-queue-id", "x-queue-id")[:100],
        sender=address(_first(groups, "x-postfix-sender")),
        recipients=tuple(one for one in found if one.address),
        odd=sum(not one.address for one in found) + sum("action" in one.fields for one in message if len(one.fields) > 1),
    )


def in_text(text: str) -> Status | None:
    """The status whose fields stand in a text, as some servers send it; None where there is none."""
    data = text.encode("utf-8", "replace")
    start = _START.search(data)
    found = status_of(data[start.start() :]) if start else None
    return found if found and found.recipients else None


def address(raw: str) -> str:
    """The address behind a type (``rfc822; someone@example.jp``), or what stands in its place."""
    kind, mark, rest = raw.partition(";")
    value = rest if mark and "@" not in kind else raw
    found = people(value.strip().encode("utf-8", "replace"))
    named = next((one.address for one in found if one.address), "")
    return (named or value.strip().strip("<>").lower())[:320]


def server(raw: str) -> str:
    """The server behind a type (``dns; mx.example.jp``), in lower case and without what is in brackets behind it."""
    _, mark, rest = raw.partition(";")
    return (rest if mark else raw).split("(")[0].strip().strip("[]. ").lower()[:255]


def code(text: str) -> str:
    """The enhanced status code (RFC 3463) in a text."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def _apart(group: Headers) -> list[Headers]:
    """Groups between which the empty line is missing: a field that stands there twice begins the next."""
    fields = group.fields
    count = len(fields.get("final-recipient", ())) or len(fields.get("original-recipient", ()))
    if not count:
        return []
    if count == 1:
        return [group]
    even = {name: values for name, values in fields.items() if len(values) == count}
    return [Headers({name: [values[number]] for name, values in even.items()}) for number in range(min(count, GROUPS))]


def _recipient(group: Headers) -> Recipient:
    action = group.text("action").split("(")[0].strip().lower()
    original = address(group.text("original-recipient")) if "original-recipient" in group.fields else ""
    final = address(group.text("final-recipient"))
    diagnostic = group.text("diagnostic-code")
    status = code(group.text("status")) or code(diagnostic)
    known = action if action in _ACTIONS else "failed" if action in ("fail", "failure", "bounced") or status[:1] == "5" else ""
    return Recipient(
        address=final if "@" in final or not original else original,
        original=original,
        action=known,
        status=status,
        diagnostic=diagnostic[:500],
        remote=server(group.text("remote-mta")),
    )


def _first(groups: Iterable[Headers], *names: str) -> str:
    return next((text for group in groups for name in names if (text := group.text(name))), "")
