"""The year of a log whose stamps have none (RFC 3164): by the dates in Message-IDs, else the latest that the file's own time
allows."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from mimawari.sources.logs.family import File, newest
from mimawari.sources.logs.heads import Calendar
from mimawari.sources.logs.opening import head
from mimawari.sources.logs.rare_stamps import MONTHS

_STAMP = re.compile(rb"^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) ", re.MULTILINE)
_DATED = re.compile(
    rb"^([A-Z][a-z]{2}) {1,2}(\d{1,2}) .{0,200}?(?:message-id|msgid)=<?[^\s>]{0,40}?(20[0-4]\d)([01]\d)([0-3]\d)", re.MULTILINE
)  # fmt: skip
_ENOUGH = 3


def begun(files: list[File], zone: int) -> Calendar:
    """The calendar at the first line."""
    latest = newest(files)
    end = (latest.year, latest.month * 32 + latest.day)
    year, sure = _first_year(files, latest)
    return Calendar(year, zone) if sure else Calendar(year, zone, end)


def _first_year(files: list[File], latest: datetime) -> tuple[int, bool]:
    """The year in which the first line was written, and whether the log says so itself."""
    for file in files:
        text = head(file.path)
        stamps = (found for found in _STAMP.finditer(text) if found[1].decode() in MONTHS)
        if (first := next(stamps, None)) is not None:
            begins = (MONTHS.index(first[1].decode()) + 1, int(first[2]))
            votes = Counter(_votes(text, begins))
            year, times = votes.most_common(1)[0] if votes else (0, 0)
            if times >= _ENOUGH and 2 * times > votes.total():
                return year, True
            # Two days: the stamps' zone is not the file system's.
            return (latest.year if begins <= (latest.month, latest.day + 2) else latest.year - 1), False
    return latest.year, False


def _votes(text: bytes, begins: tuple[int, int]) -> list[int]:
    """Years of Message-IDs that bear the day of their line, as years of the first line."""
    found = []
    for one in _DATED.finditer(text):
        if one[1].decode() in MONTHS:
            day = (MONTHS.index(one[1].decode()) + 1, int(one[2]))
            if day[0] == int(one[4]) and abs(day[1] - int(one[5])) <= 1:
                found.append(int(one[3]) - (day < begins))
    return found
