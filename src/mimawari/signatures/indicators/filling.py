"""Where the readers of lists put what they read: rows that say something go into the table, all else is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from mimawari.knowledge import Indicators as Known
from mimawari.model import Reason, SignatureSet, Strength
from mimawari.signatures import UNUSED, WANTED, Lack
from mimawari.signatures.indicators.everyday import digests
from mimawari.signatures.indicators.families import only_family
from mimawari.signatures.indicators.names import MOST_NAME, is_general, is_name, listed
from mimawari.signatures.indicators.saying import WIDTH, Saying, day, plain, unread
from mimawari.signatures.indicators.table import Table

YARA = "yara"
"""The kind of rows that are texts of rules."""

MOST_RULES, MOST_RULE, MOST_RULE_BYTES = 2000, 256 << 10, 8 << 20
"""Entries with rules of one list, characters of one of them, and of all together."""

_MOST_LABEL = 80
ELSEWHERE = "other-indicator"
"""What the gap of a row wants that is looked for in other things than files."""

EVERYBODY_S = "rows that fit files which everybody has"
GENERAL = "file names that are too general"
REFUSED = frozenset({EVERYBODY_S, GENERAL})
"""Rows that were understood, and would fit what is harmless."""
_LENGTH = {2 * width: kind for kind, width in WIDTH.items()}
_MOST_SAYINGS = 4096
_ELSEWHERE_MOST = 50
"""So many kinds of what is not looked for are told apart."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A text of YARA rules that stands in a list on *line*, called *label* there, and what the list says of it."""

    label: str
    text: str
    said: Saying
    line: int


@dataclass(slots=True)
class Fault:
    """Something that is wrong with *count* rows of a list, first on *line*; 0: with the list itself, or with the rest of it."""

    reason: Reason
    line: int
    count: int = 0


@dataclass(slots=True)
class Tally:
    """What a list holds. ``form``: ``knowledge``, ``text``, ``csv``, ``stix``, ``misp``; empty where it could not be read.

    ``rows`` counts by kind of mark. ``elsewhere`` counts what is looked for in other things than files, ``unmatched`` what no file
    is compared with, ``aside`` what its own author does not want to be looked for. ``past``: rows whose author no longer stands by
    them. ``oldest`` and ``newest`` are ISO dates. ``faults`` by the phrase of the gap. ``place`` is where it lies.
    """

    name: str
    form: str = ""
    version: str = ""
    rows: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)
    aside: int = 0
    past: int = 0
    oldest: str = ""
    newest: str = ""
    place: str = ""
    faults: dict[str, Fault] = field(default_factory=dict)

    def fault(self, reason: Reason, detail: str, line: int = 0, count: int = 1) -> None:
        """So many *detail* and *count* more."""
        self.faults.setdefault(detail, Fault(reason, line)).count += count

    def broken(self, reason: Reason, detail: str, line: int = 0) -> None:
        """The list, or the rest of it from *line* on, could not be read."""
        self.faults.setdefault(detail, Fault(reason, line))

    def dated(self, date: str) -> None:
        """Something of it is of *date*, an ISO date or nothing."""
        if date:
            self.newest = max(self.newest, date)
            self.oldest = min(self.oldest or date, date)

    def set(self, by: str, kinds: Iterable[str]) -> SignatureSet:
        """It as a set *by* which something is looked for: rows of *kinds*."""
        rows = sum(self.rows[kind] for kind in kinds)
        unused = self.unmatched.total() + sum(one.count for one in self.faults.values())
        is_ours = self.form == "knowledge"
        return SignatureSet(by, self.name, self.version, self.newest, rows, is_ours, self.place, int(not is_ours), unused)

    @property
    def is_brought(self) -> bool:
        """Whether it is a list of the user's, of which something is used."""
        return self.form != "knowledge" and bool(self.version and self.rows)

    @property
    def holds(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.rows or self.elsewhere or self.unmatched or self.aside)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """All that is not looked for in files, as gaps tell it."""
        found = [
            Lack(
                f"{self.name}:{one.line}" if one.line else self.name,
                one.reason,
                f"{one.count} {detail}" if one.count else detail,
                self._weight(detail),
            )
            for detail, one in self.faults.items()
        ]
        for wanted, counted in ((self._weight(), self.unmatched), (ELSEWHERE, self.elsewhere)):
            if counted:
                kinds = ", ".join(sorted(_IN_WORDS.get(kind, kind) for kind in counted))
                found.append(Lack(self.name, Reason.UNSUPPORTED, f"{counted.total()} rows of other kinds: {kinds}", wanted=wanted))
        return tuple(found)

    def _weight(self, detail: str = "") -> str:
        """What a gap of rows wants. Of a list that was read whole, rows that were refused stand in nobody's way.

        Of those that were not understood, or with which no file is compared, there have to be fewer than of those that are used.
        """
        if not self.rows or any(not one.count or one.reason is not Reason.UNSUPPORTED for one in self.faults.values()):
            return WANTED
        lost = self.unmatched.total() + sum(one.count for said, one in self.faults.items() if said not in REFUSED)
        return UNUSED if detail in REFUSED or lost < self.rows.total() else WANTED


class Filling:
    """Fills *table* with one list and keeps its *tally*. *is_good*: a list of harmless files, which may hold what everybody has.

    *only_rules*: nothing else of it is kept.
    """

    def __init__(self, table: Table, tally: Tally, known: Known, *, is_good: bool = False, only_rules: bool = False) -> None:
        self.table, self.tally, self.known = table, tally, known
        self._sayings: dict[tuple[tuple[str, ...], str, str, Strength], Saying] = {}
        self._refused = frozenset() if is_good else digests()
        self._is_good, self._only_rules = is_good, only_rules
        self.rules: list[Brought] = []
        self._room = MOST_RULE_BYTES

    def hash(self, text: str, said: Saying, line: int, kind: str = "") -> bool:
        """A hash in hexadecimal digits, of *kind* where its author says so; False where it is none."""
        if self._only_rules:
            return True
        found = _LENGTH.get(len(text), "")
        digest = _bytes(text) if found and kind in ("", found) else None
        if digest is None:
            return False
        if digest in self._refused:
            self.tally.fault(Reason.UNSUPPORTED, EVERYBODY_S, line)
        elif self.table.is_full:
            self.tally.fault(Reason.TOO_LARGE, "rows beyond the most that are looked for", line)
        else:
            self.table.add_hash(found, digest, said, line)
            self._count(found, said)
        return True

    def name(self, text: str, said: Saying, line: int, *, is_sure: bool = False) -> bool:
        """A file's name; False where it is none. *is_sure*: its author says that it is one, whatever it looks like."""
        if self._only_rules:
            return True
        name = listed(text)
        if not name or len(name) > MOST_NAME or not (is_sure or is_name(name, self.known.extensions)):
            return False
        if "/" in name or "\\" in name:
            self.unmatched("path")
        elif is_general(name, self.known.everyday):
            self.tally.fault(Reason.UNSUPPORTED, GENERAL, line)
        elif self.table.is_full or self.table.has_all_names:
            self.tally.fault(Reason.TOO_LARGE, "rows beyond the most that are looked for", line)
        else:
            self.table.add_name(name, said, line)
            self._count("name", said)
        return True

    def rule(self, text: str, label: str, said: Saying, line: int) -> bool:
        """A text of YARA rules; False where there is nothing in it. What in it does not compile is told by the rules."""
        if not text.strip():
            return False
        if self._is_good:
            self.unmatched(YARA)
            return True
        if len(self.rules) >= MOST_RULES or len(text) > min(self._room, MOST_RULE):
            self.tally.fault(Reason.TOO_LARGE, "entries with rules beyond the most that are used", line)
            return True
        self._room -= len(text)
        self.rules.append(Brought(plain(label)[:_MOST_LABEL] or f"line {line}", text, said, line))
        self._count(YARA, said)
        return True

    def said(self, labels: tuple[str, ...], date: str, note: str, strength: Strength = Strength.CONCLUSIVE) -> Saying:
        """What a row of a table says: *labels* that may name its family, a date, a note, how sure somebody is."""
        key = (labels, date, note, strength)
        if key not in self._sayings:
            if len(self._sayings) >= _MOST_SAYINGS:
                self._sayings.clear()
            family = only_family(labels, self.known.aliases)
            told = plain(" ".join(dict.fromkeys(filter(None, (*labels, note)))))
            self._sayings[key] = Saying(family, day(date), note=told, strength=strength, unread_date=unread(date))
        return self._sayings[key]

    def _count(self, kind: str, said: Saying) -> None:
        self.tally.rows[kind] += 1
        self.tally.past += said.is_past(self.table.today)
        self.dated(said.date)

    def dated(self, date: str) -> None:
        """Something of the list is of *date*."""
        self.tally.dated(date)

    def elsewhere(self, kind: str) -> None:
        """A row of *kind* that is looked for in other things than files."""
        _more(self.tally.elsewhere, kind)

    def unmatched(self, kind: str) -> None:
        """A row of *kind* about files, with which none is compared."""
        _more(self.tally.unmatched, kind)

    def not_understood(self, line: int, detail: str = "lines that are neither hashes nor file names") -> None:
        """A row that says nothing here."""
        self.tally.fault(Reason.UNSUPPORTED, detail, line)


_IN_WORDS = {
    "file": "other properties of files",
    "path": "files by their folder",
    "text": "other text",
}
"""What kinds of rows are called where their own name is no word for people."""


def _more(counter: Counter[str], kind: str) -> None:
    name = plain(kind)[:40] or "?"
    counter[name if name in counter or len(counter) < _ELSEWHERE_MOST else "?"] += 1


def _bytes(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) if text.isalnum() else None
    except ValueError:
        return None
