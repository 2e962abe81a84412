"""Hashes and names of files: those of the knowledge, and lists that the user brings (STIX, MISP, CSV, text).

A content that is listed is what the list says it is, whatever it is called; a name alone is a hint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from mimawari.knowledge import Indicator, Knowledge
from mimawari.knowledge import Indicators as Known
from mimawari.model import Blob, Gap, Match, Reason, SignatureSet, Words
from mimawari.signatures import UNUSED, WANTED, Chosen, Lack, SignatureKind
from mimawari.signatures.indicators.contents import MOST_HASHED, digests, hole
from mimawari.signatures.indicators.filling import Tally
from mimawari.signatures.indicators.lists import taken
from mimawari.signatures.indicators.names import normal
from mimawari.signatures.indicators.saying import BY, SHOWN, Saying
from mimawari.signatures.indicators.table import Table

OURS = "mimawari"
"""What the list in the knowledge is called."""


class Indicators:
    """All lists, ready. ``tallies`` say what each holds."""

    def __init__(self, table: Table, tallies: tuple[Tally, ...], advice: Words) -> None:
        self._table, self.tallies, self._advice = table, tallies, advice
        self._kinds = table.kinds

    @property
    def sets(self) -> tuple[SignatureSet, ...]:
        """The lists that hold anything to look for."""
        return tuple(one.set(BY, SHOWN) for one in self.tallies if any(one.rows[kind] for kind in SHOWN))

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What of the lists is not looked for."""
        every = (lack for one in self.tallies for lack in one.lacks)
        return tuple(replace(lack, remedy=self._advice) if lack.wanted in (WANTED, UNUSED) else lack for lack in every)

    @property
    def given(self) -> frozenset[str]:
        """The SHA-256 of the files of lists that were brought."""
        return frozenset(one.version for one in self.tallies if one.is_brought)

    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        """The rows of its name, then those of its content."""
        for row in self._table.of_name(normal(blob.name)):
            yield Match(**blob.common, row=row, marks=(SHOWN["name"],))
        if self._kinds:
            yield from self._of_content(blob)

    def _of_content(self, blob: Blob) -> Iterator[Match | Gap]:
        if blob.content.size > MOST_HASHED:
            yield Gap(blob.origin, Reason.TOO_LARGE, WANTED, f"larger than {MOST_HASHED >> 30} GiB")
            return
        missing = hole(blob.content)
        if missing:
            yield Gap(blob.origin, missing.reason, WANTED, missing.detail)
            return
        for kind, digest in digests(blob.content, self._kinds).items():
            for row in self._table.of_hash(kind, digest):
                yield Match(**blob.common, row=row, marks=(SHOWN[kind],))


def ready(chosen: Chosen, known: Knowledge) -> Indicators | None:
    """The list of the knowledge and those that the user brings; None where there are none."""
    table = Table(known.as_of)
    tallies = (_ours(table, known.indicators), *taken(chosen.indicators, table, known.indicators))
    table.close()
    advice = known.remedies["unsupported-indicator-list"]
    return Indicators(table, tallies, advice) if table.rows or chosen.indicators else None


def _ours(table: Table, known: Known) -> Tally:
    tally = Tally(OURS, "knowledge", hashlib.sha256(repr(known.rows).encode()).hexdigest())
    table.begin(OURS)
    for row in known.rows:
        said = _said(row)
        if row.kind == "name":
            table.add_name(normal(row.value), said, 0)
        else:
            table.add_hash(row.kind, bytes.fromhex(row.value), said, 0)
        tally.rows[row.kind] += 1
        tally.past += said.is_past(table.today)
        tally.dated(row.date)
    table.end(known.as_of)
    return tally


def _said(row: Indicator) -> Saying:
    return Saying(
        family=row.family,
        date=row.date,
        until=row.until,
        note=row.note,
        licence=row.licence,
        reference=row.source,
        era=row.era,
    )


SIGNATURES = SignatureKind("indicator", order=20, ready=ready)
