"""Reads one log from its first row to its last: events, mails, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import Gap, Looked, Origin, Reason
from mimawari.sources import Evidence, Seen
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.stamps import Ambiguous, Clock
from mimawari.sources.tables.table import Head, Table, head_of, start_of
from mimawari.sources.tables.uses import Use, Uses
from mimawari.sources.traces import exchange, google, named, online
from mimawari.sources.traces.answers import Answers
from mimawari.sources.traces.event import Event, Mail
from mimawari.sources.traces.gathered import Gathered
from mimawari.sources.traces.layout import Layout
from mimawari.sources.traces.sending import Sending
from mimawari.sources.traces.spans import Span

WANTED = "mail-log"
LAYOUTS = (exchange.TRACKING, exchange.EXTENDED, online.SUMMARY, online.TRACED, google.SEARCH)
_STRANGE = "rows that are not understood"
_UNDATED = "rows whose day and month cannot be told apart"
_NO_DIRECTION = "mails of which the log does not tell whether they came in or went out"
_SERVICES = ("smtp", "imap", "pop3", "web", "cloud")


@dataclass(frozen=True, slots=True)
class Log:
    """A table that is a log, and how it is read."""

    head: Head
    layout: Layout


def log_of(path: Path, evidence: Evidence) -> Log | None:
    """What a file is by the names of its columns; those that the firm named go first. Never raises."""
    start = start_of(path)
    for columns in named.of_file(evidence.firm, path.name):
        layout = named.layout(columns)
        try:
            head = head_of(start, columns.encoding)
        except (ValueError, LookupError):
            continue
        if layout and head and layout.fits(head.fields):
            return Log(head, layout)
    head = head_of(start)
    layout = next((one for one in LAYOUTS if head and one.fits(head.fields)), None)
    return Log(head, layout) if head and layout else None


class Reading:
    """One way through a log."""

    def __init__(self, log: Log, path: Path, evidence: Evidence, at: Origin) -> None:
        self._layout = log.layout
        self._evidence = evidence
        self._at = at
        self._table = Table(path, log.head)
        self._faults = Faults()
        self._clock_at = self._table.at(*log.layout.clocks) or 0
        firm_zone = evidence.firm.zone
        zone = firm_zone if log.layout.zone is None else log.layout.zone
        order = "" if log.layout.form else self._table.order(self._clock_at)
        self._clock = Clock(zone, order, log.layout.form)
        self._span = Span(log.layout)
        self._sending = Sending(log.layout.software, zone, log.layout.has, self._faults)
        self._answers = Answers(evidence.asked, log.layout.software, at, self._faults)
        self._uses = Uses(firm_zone, self._faults)

    def seen(self) -> Iterator[Seen]:
        """All that it gives, and a gap for each kind of row that was lost."""
        gathered = Gathered()
        understood = 0
        for event in self._events():
            understood += 1
            self._span.add(event)
            if "sign-in" in self._layout.tells:
                self._use(event)
            elif event.key:
                for key, mail in gathered.add(event):
                    yield from self._mail(key, mail)
        for key, mail in gathered.rest():
            yield from self._mail(key, mail)
        yield Looked(WANTED, understood)
        span = self._span.told(self._at, self._clock, self._evidence.firm)
        if span is None:
            yield Gap(self._at, Reason.MISSING, WANTED, "no row of the log could be used")
        else:
            yield span
        yield from self._sending.told(self._at)
        yield from self._uses.told(self._at)
        yield from self._faults.gaps(self._at, WANTED)

    def _events(self) -> Iterator[Event]:
        firm = self._evidence.firm
        for line, row in self._table.rows(self._faults):
            try:
                time = self._clock.read(row[self._clock_at])
                event = self._layout.read(self._table.named(row), time, line, firm)
            except Ambiguous:
                self._faults.add(Reason.UNSUPPORTED, _UNDATED, line)
                continue
            except (ValueError, OverflowError, TypeError, IndexError):
                self._faults.add(Reason.CORRUPT, _STRANGE, line)
                continue
            yield event if event is not None else Event(line, time)

    def _mail(self, key: str, mail: Mail) -> Iterator[Seen]:
        if not mail.way and self._layout is online.TRACED:
            self._faults.add(Reason.MISSING, _NO_DIRECTION, mail.line, "sending-profile")
        self._sending.add(key, mail)
        yield from self._answers.of(mail)

    def _use(self, event: Event) -> None:
        service = next((one for one in _SERVICES if event.method.startswith(one)), event.method or "web")
        self._uses.add(Use(event.account, service, event.client, event.time, works=not event.ended), event.line)
