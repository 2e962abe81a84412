"""Which export a file is, by the names in it, and the way through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mimawari.model import Gap, Looked, Origin, Reason
from mimawari.sources import Evidence, Seen
from mimawari.sources.accounts import audit, entra, exchange, filters, objects, workspace
from mimawari.sources.accounts.collected import Collected
from mimawari.sources.accounts.values import Record
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.stamps import Ambiguous, Clock
from mimawari.sources.tables.table import Table, head_of, start_of
from mimawari.sources.tables.text import encoding_of

WANTED = "account-record"
_STRANGE = "records that are not understood"
_UNDATED = "records whose day and month cannot be told apart"
_EMPTY = "no record of the export could be used"

_Read = Callable[[Record, int, Collected], None]


@dataclass(frozen=True, slots=True)
class _Form:
    """A kind of record: the names that it is known by, in lower case for tables and cmdlets, and how one is read."""

    needs: frozenset[str]
    read: _Read
    some: frozenset[str] = frozenset()

    def fits(self, names: frozenset[str]) -> bool:
        """Whether a record with these names is one."""
        return self.needs <= names and (not self.some or bool(self.some & names))


def _form(needs: str, read: _Read, some: str = "") -> _Form:
    return _Form(frozenset(needs.split()), read, frozenset(some.split()))


_SET = (
    _form("name enabled movetofolder", exchange.inbox_rule, "deletemessage forwardto redirectto"),
    _form("forwardingsmtpaddress delivertomailboxandforward", exchange.mailbox),
    _form("identity accessrights", exchange.permission, "user trustee"),
)
"""What cmdlets give, as CSV and as JSON."""
_TABLES = (_form("creationdate auditdata", audit.exported), *_SET)
_SIGN_INS = frozenset(("date (utc)", "username", "ip address", "status"))
_RECORDS = (
    _form("CreationTime Operation", audit.record),
    _form("activityDateTime activityDisplayName", audit.directory),
    _form("createdDateTime userPrincipalName ipAddress", entra.record),
    _form("codeId creationTime userKey", workspace.app_password),
)


def is_export(path: Path) -> bool:
    """Whether a file is one of those known here. Never raises."""
    start = start_of(path)
    text = start.decode(encoding_of(start), "replace")
    if objects.begins(text):
        return _is_records(text)
    if filters.begins(text[:4096]):
        return True
    head = head_of(start)
    names = frozenset(head.fields) if head else frozenset()
    return names >= _SIGN_INS or any(form.fits(names) for form in _TABLES)


def _is_records(text: str) -> bool:
    """By the names in the first bytes: a record may be longer than these."""

    def has(name: str) -> bool:
        return f'"{name}"' in text

    lower = text.lower()
    if '"admin#reports#activity"' in text or (has("applicationName") and has("events") and has("actor")):
        return True
    if any(all(has(name) for name in form.needs) for form in _RECORDS) or (has("AuditData") and has("CreationDate")):
        return True
    return any(all(f'"{name}"' in lower for name in form.needs) and any(f'"{one}"' in lower for one in form.some) for form in _SET)


def seen(path: Path, evidence: Evidence, at: Origin) -> Iterator[Seen]:
    """All that an export gives, and a gap for each kind of record that was lost. Raises ``BadEvidence``."""
    start = start_of(path)
    text = start.decode(encoding_of(start), "replace")
    into = Collected(evidence.firm.zone, Faults())
    if objects.begins(text):
        count = _records(path, into)
    elif filters.begins(text[:4096]):
        count = filters.read(path, into)
    else:
        count = _rows(path, start, into)
    yield Looked(WANTED, count)
    if not count and not into.faults.total:
        yield Gap(at, Reason.MISSING, WANTED, _EMPTY)
    yield from into.told(at)
    yield from into.faults.gaps(at, WANTED)


def _records(path: Path, into: Collected) -> int:
    count = 0
    for number, record in objects.records(path, into.faults):
        count += _took(partial(_record, record, number, into), number, into.faults)
    return count


def _record(record: Record, number: int, into: Collected) -> None:
    names = frozenset(record)
    form = next((one for one in _RECORDS if one.fits(names)), None)
    if form:
        form.read(record, number, into)
    elif "AuditData" in names:
        audit.exported({"auditdata": _text(record["AuditData"])}, number, into)
    elif {"id", "events"} <= names:
        workspace.activity(record, number, into)
    else:
        lowered = {name.lower(): value for name, value in record.items()}
        known = next((one for one in _SET if one.fits(frozenset(lowered))), None)
        if known is None:
            raise ValueError
        known.read(lowered, number, into)


def _text(value: object) -> str:
    """A text as long as it is."""
    if not isinstance(value, str):
        raise TypeError
    return value


def _took(read: Callable[[], None], number: int, faults: Faults) -> bool:
    try:
        read()
    except Ambiguous:
        faults.add(Reason.UNSUPPORTED, _UNDATED, number)
    except (ValueError, TypeError, KeyError, OverflowError, AttributeError):
        faults.add(Reason.CORRUPT, _STRANGE, number)
    else:
        return True
    return False


def _rows(path: Path, start: bytes, into: Collected) -> int:
    head = head_of(start)
    if head is None:
        return 0
    table, count = Table(path, head), 0
    names = frozenset(head.fields)
    form = next((one for one in _TABLES if one.fits(names)), None)
    clock = Clock(0, "" if form else table.order(table.at("date (utc)") or 0))
    for line, row in table.rows(into.faults):
        cells = table.named(row)
        read = partial(form.read, cells, line, into) if form else partial(entra.row, cells, line, into, clock)
        count += _took(read, line, into.faults)
    return count
