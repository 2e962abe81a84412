"""Reads the XML of an aggregate report (RFC 7489 appendix C; RFC 9990) as a flow of records, in little memory.

No document type, no entity of its own: such a report is refused. Prefixes and namespaces do not matter, since drafts, RFC 7489 and
RFC 9990 each have others and many reporters none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from mimawari.model import BadEvidence, Reason

REPORT = "dmarc-report"
"""What is lost with one that cannot be read."""
MOST, RECORDS = 256 << 20, 200_000
"""How many bytes of a report are read, and records of it."""
_CHUNK, _DEEP, _TEXT, _TOKEN, _HELD, _RESULTS = 64 << 10, 64, 1000, 1 << 20, 10_000, 100
MALFORMED = "a DMARC report that is not well-formed XML"


@dataclass(slots=True)
class Record:
    """A ``record``: the values of its leaves as they stand, by ``parent/name``; the results and reasons that may be several."""

    leaves: dict[str, str] = field(default_factory=dict)
    dkim: list[dict[str, str]] = field(default_factory=list)
    spf: list[dict[str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def get(self, *ways: str) -> str:
        """The first of these leaves that is not empty."""
        return next((self.leaves[way] for way in ways if self.leaves.get(way)), "")


class Reading:
    """A report that is being read. ``head`` has what stands outside of the records, by ``parent/name``; ``count`` the records."""

    def __init__(self) -> None:
        self.head: dict[str, str] = {}
        self.count = 0
        self._open: list[str] = []
        self._text: list[str] = []
        self._record: Record | None = None
        self._done: list[Record] = []
        self._names: dict[str, str] = {}
        self._parser = _parser(self)

    def records(self, stream: BinaryIO) -> Iterator[Record]:
        """The records, those before a fault as well.

        Raises ``BadEvidence``: corrupt (not well-formed), unsupported (a document type), too large (bytes, records, depth).
        """
        given = 0
        while chunk := stream.read(_CHUNK):
            given += len(chunk)
            if given > MOST:
                raise BadEvidence(Reason.TOO_LARGE, f"a DMARC report of more than {MOST >> 20} MiB")
            yield from self._fed(chunk, last=False)
            if given - self._parser.CurrentByteIndex > _TOKEN:
                raise BadEvidence(Reason.CORRUPT, MALFORMED)
        yield from self._fed(b"", last=True)

    def _fed(self, chunk: bytes, *, last: bool) -> Iterator[Record]:
        fault: BadEvidence | None = None
        try:
            self._parser.Parse(chunk, last)
        except BadEvidence as bad:
            fault = bad
        except (expat.ExpatError, ValueError, LookupError):
            fault = BadEvidence(Reason.CORRUPT, MALFORMED)
        # Who reports, and for when, mostly stands before the records.
        if last or fault or len(self._done) > _HELD or ("date_range/end" in self.head and "policy_published/p" in self.head):
            done, self._done = self._done, []
            yield from done
        if fault:
            raise fault

    def started(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  # what expat gives
        """An element begins."""
        local = self._names.get(name) or self._named(name)
        self._open.append(local)
        if len(self._open) > _DEEP:
            raise BadEvidence(Reason.TOO_LARGE, f"a DMARC report with more than {_DEEP} elements inside each other")
        self._text.clear()
        record = self._record
        if record is None:
            if local == "record":
                self._record = Record()
        elif len(self._open) > 1 and self._open[-2] == "auth_results" and local in ("dkim", "spf"):
            results = record.dkim if local == "dkim" else record.spf
            results.append({})

    def _named(self, name: str) -> str:
        """The local name in lower case, remembered for as many as a report has."""
        local = name.rpartition(":")[2].lower() or name
        if len(self._names) < _RESULTS:
            self._names[name] = local
        return local

    def ended(self, name: str) -> None:  # noqa: ARG002  # what expat gives
        """An element ends: what it says is kept by its parent's name and its own."""
        local = self._open.pop()
        text = "".join(self._text).strip()[:_TEXT] if self._text else ""
        self._text.clear()
        record, above = self._record, self._open[-1] if self._open else ""
        if record is None:
            if text and len(self.head) < _RESULTS:
                self.head.setdefault(f"{above}/{local}", text)
        elif local == "record":
            self._finish(record)
        elif text:
            self._keep(record, above, local, text)

    def _keep(self, record: Record, above: str, local: str, text: str) -> None:
        if above in ("dkim", "spf"):
            results = record.dkim if above == "dkim" else record.spf
            if results:
                results[-1].setdefault(local, text)
            del results[_RESULTS:]
        elif above == "reason" and local == "type":
            if len(record.reasons) < _RESULTS:
                record.reasons.append(text)
        elif len(record.leaves) < _RESULTS:
            record.leaves.setdefault(f"{above}/{local}", text)

    def _finish(self, record: Record) -> None:
        self._record = None
        self.count += 1
        if self.count > RECORDS:
            raise BadEvidence(Reason.TOO_LARGE, f"a DMARC report of more than {RECORDS} records")
        self._done.append(record)

    def said(self, text: str) -> None:
        """Text; of one that is beyond all measure only the beginning."""
        if len(self._text) < _DEEP:
            self._text.append(text[:_TEXT])


def _parser(reading: Reading) -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.started
    parser.EndElementHandler = reading.ended
    parser.CharacterDataHandler = reading.said
    refuse: Callable[..., None] = _refuse
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _refuse(*_: object) -> None:
    raise BadEvidence(Reason.UNSUPPORTED, "a DMARC report with a document type, which honest ones never have")
