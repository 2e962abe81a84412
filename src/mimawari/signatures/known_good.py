"""Files that are known to be harmless: a row that fits one of them is told as a hint. What reads contents itself is not silenced.

What of such a file could not be opened is still told, and stands in the way of no verdict.

A file of rules or a list that the user brought holds what it looks for: where it is met itself, byte for byte, what rules say of
it is a hint as well. ClamAV, hashes and detectors are not silenced there: it may hold more than rules.

Only SHA-256 makes a file known: with MD5 and SHA-1 somebody can make a harmless file and a harmful one that share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mimawari.knowledge import Indicators as Known
from mimawari.knowledge import Knowledge
from mimawari.model import BadEvidence, Blob, Gap, Match, Reason, Row, SignatureSet, Strength, Words
from mimawari.signatures import Chosen, Lack, Signatures
from mimawari.signatures.indicators.contents import digests, hole
from mimawari.signatures.indicators.filling import Tally
from mimawari.signatures.indicators.lists import taken
from mimawari.signatures.indicators.saying import Saying
from mimawari.signatures.indicators.table import Table

BY = "known-good"
"""What a set of them is, and what a gap of one wants: without it more is found, not less."""

VOUCHED = "known-good-file"
"""What is lost with something in a file that is known to be good."""

_KIND = "sha256"

_WORDS = Words(
    en="“{file}” fits {rule} of “{collection}” ({age}), but it is on a list of files that are known to be good.",
    ja="「{file}」は、「{collection}」（{age}）の {rule} に一致しますが、安全と確認済みのファイルのリストに載っています。",
)


class KnownGood:
    """The lists of them."""

    def __init__(self, table: Table, tallies: tuple[Tally, ...]) -> None:
        self._table, self._tallies = table, tallies

    @classmethod
    def read(cls, chosen: Chosen, known: Knowledge) -> KnownGood:
        """That of the knowledge, and those that the user brings."""
        table = Table(known.as_of)
        ours = _ours(table, known.indicators)
        tallies = taken(chosen.known_good, table, known.indicators, is_good=True)
        table.close()
        for tally in tallies:
            others = tally.rows.total() - tally.rows[_KIND]
            if others:
                tally.fault(Reason.UNSUPPORTED, "rows that cannot make a file known as good", count=others)
        return cls(table, (ours, *tallies))

    @property
    def sets(self) -> tuple[SignatureSet, ...]:
        """The lists that hold anything."""
        return tuple(one.set(BY, (_KIND,)) for one in self._tallies if one.rows[_KIND])

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """What each list holds."""
        return self._tallies

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What of them could not be used."""
        return tuple(replace(lack, wanted=BY) for one in self._tallies for lack in one.lacks)

    def row_of(self, blob: Blob) -> Row | None:
        """The row that says that *blob* is good. What cannot be read whole is not known."""
        return self.row(_digest(blob)) if self.sets else None

    def row(self, digest: bytes) -> Row | None:
        """The row that says that what has that *digest* is good."""
        return next(self._table.of_hash(_KIND, digest), None) if digest else None


_GIVEN = Words(
    en="“{file}” fits {rule} of “{collection}” ({age}), but it is itself one of the files of rules or lists that were given.",
    ja="「{file}」は、「{collection}」（{age}）の {rule} に一致しますが、照合用に指定したルール・リストのファイルそのものです。",
)
_SILENT = ("yara",)
"""What says nothing of a file that is itself one of those that were given."""


@dataclass(frozen=True)
class Quieted:
    """*asked*, with what fits a file that is known to be good made a hint, and what rules say of one of those that were *given*.

    ``is_first``: it tells of the lists themselves too.
    """

    asked: Signatures
    good: KnownGood
    given: frozenset[str]
    is_first: bool

    @property
    def sets(self) -> tuple[SignatureSet, ...]:
        """What is looked for."""
        return (*self.asked.sets, *(self.good.sets if self.is_first else ()))

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is not."""
        return (*self.asked.lacks, *(self.good.lacks if self.is_first else ()))

    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        """The rows that fit *blob*. It is hashed once, and only if any does."""
        digest: bytes | None = None
        for found in self.asked.matches(blob):
            if isinstance(found, Match):
                digest = _digest(blob) if digest is None else digest
                yield self._told(found, digest)
            else:
                yield found

    def _told(self, found: Match, digest: bytes) -> Match:
        if good := self.good.row(digest):
            return _quiet(found, _WORDS, good.reference)
        if found.row.by in _SILENT and digest.hex() in self.given:
            return _quiet(found, _GIVEN, "")
        return found


def is_vouched(blob: Blob, asked: Iterable[Signatures]) -> bool:
    """Whether a list that *asked* know of says that all of *blob* is good."""
    lists = [one.good for one in asked if isinstance(one, Quieted)]
    return bool(lists) and lists[0].row_of(blob) is not None


def bare(one: Signatures) -> Signatures:
    """*one* itself, for whoever has to know which it is."""
    return one.asked if isinstance(one, Quieted) else one


def quieted(asked: tuple[Signatures, ...], chosen: Chosen, known: Knowledge) -> tuple[Signatures, ...]:
    """*asked*, each told of the files that are known to be good and of those that were given; as they are where there are none."""
    given: frozenset[str] = frozenset().union(*(getattr(one, "given", ()) for one in asked))
    if not given and not chosen.known_good and not known.indicators.known_good:
        return asked
    good = KnownGood.read(chosen, known)
    given |= {one.version for one in good.tallies if one.is_brought}
    return tuple(Quieted(one, good, given, is_first=not number) for number, one in enumerate(asked))


def _digest(blob: Blob) -> bytes:
    """Its SHA-256; empty where it cannot be read whole."""
    try:
        return b"" if hole(blob.content) else digests(blob.content, (_KIND,))[_KIND]
    except BadEvidence:
        return b""


def _quiet(found: Match, words: Words, why: str) -> Match:
    reference = "; ".join(filter(None, (found.row.reference, why)))
    return replace(found, row=replace(found.row, strength=Strength.HINT, family=None, words=words, reference=reference))


def _ours(table: Table, known: Known) -> Tally:
    tally = Tally("mimawari", "knowledge", hashlib.sha256(repr(sorted(known.known_good)).encode()).hexdigest())
    table.begin(tally.name)
    for digest, source in known.known_good.items():
        table.add_hash(_KIND, bytes.fromhex(digest), Saying(reference=source), 0)
        tally.rows[_KIND] += 1
    table.end(known.as_of)
    tally.dated(known.as_of)
    return tally
