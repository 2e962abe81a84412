"""An aggregate report of DMARC (RFC 7489 appendix C, its drafts, RFC 9990), through whatever archive or mail it came."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.dmarc.mending import MOST, mended
from mimawari.formats.dmarc.reading import REPORT, Reading
from mimawari.formats.dmarc.rows import Heading, heading, row
from mimawari.model import BadEvidence, Blob, Gap, Looked, Reason
from mimawari.trees.dmarc import is_aggregate


def recognises(head: Head) -> bool:
    """XML whose root is ``feedback``; XML of another root where the name is that of a report."""
    return is_aggregate(head.start, head.name)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # nothing is unpacked
    """A row for each record, and that a report was looked at; a gap for all of it that cannot be understood."""
    with blob.content.open() as stream:
        if blob.content.size > MOST:
            attempt = _Attempt(blob)
            yield from attempt.rows(stream)
        else:
            attempt, rows = _best(blob, stream.read(MOST))
            yield from rows
    yield from attempt.told()


def _best(blob: Blob, data: bytes) -> tuple[_Attempt, list[Inside]]:
    """The report as it stands; where that is damaged, as what it becomes when it is put right."""
    attempt = _Attempt(blob)
    rows = list(attempt.rows(BytesIO(data)))
    if attempt.fault and attempt.fault.reason is Reason.CORRUPT and (better := mended(data)):
        attempt = _Attempt(blob)
        rows = list(attempt.rows(BytesIO(better)))
    return attempt, rows


class _Attempt:
    """One reading of a report. ``fault`` is what ended it."""

    def __init__(self, blob: Blob) -> None:
        self.fault: BadEvidence | None = None
        self._blob, self._reading = blob, Reading()
        self._heading: Heading | None = None
        self._good = self._odd = 0

    def rows(self, stream: BinaryIO) -> Iterator[Inside]:
        """The rows, each at the number of its record."""
        at = self._blob.origin
        try:
            for record in self._reading.records(stream):
                self._heading = self._heading or heading(self._reading.head)
                origin = at.at(*at.path, str(self._good + self._odd + 1))
                if self._heading and (found := row(origin, self._heading, record)):
                    self._good += 1
                    yield found
                else:
                    self._odd += 1
        except BadEvidence as bad:
            self.fault = bad

    def told(self) -> Iterator[Inside]:
        """What could not be understood, and that it was looked at."""
        at, fault = self._blob.origin, self.fault
        is_dated = heading(self._reading.head) is not None
        if fault:
            yield Gap(at, fault.reason, REPORT, fault.detail)
        elif not is_dated:
            yield Gap(at, Reason.CORRUPT, REPORT, "a DMARC report that does not tell for when it is")
        if is_dated and self._odd:
            yield Gap(at, Reason.CORRUPT, REPORT, f"{self._odd} records of a DMARC report that cannot be understood")
        if self._good or (is_dated and not fault):
            yield Looked(REPORT, 1)


FORMAT = Format("dmarc-report", 110, recognises, opened)
