"""Dates as authors of rules and lists write them, as far as they can mean one day only."""

from __future__ import annotations

import re
from datetime import date

_MOST = 40
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})([-/.年 ])(\d{1,2})(?:([-/.月 ])(\d{1,2})日?|月?)", re.ASCII)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ ./-]+)?([a-z]{3,9})\.?[ ,./-]+(?:(\d{1,2})(?:st|nd|rd|th)?[ ,./-]+)?(\d{4})", re.ASCII
)
_BEGINS = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", re.ASCII)
_TIME = re.compile(r"[T ]+\d{1,2}:\d\d.*|T\d{6}.*", re.ASCII | re.IGNORECASE)


def read(text: str) -> str:
    """The ISO date that *text* says, or ``2022-03`` where it names a month only; empty where it can mean two days, or none."""
    if begins := _BEGINS.match(text.strip()):
        return _iso(*begins.groups())
    said = _TIME.sub("", text[: 2 * _MOST].strip().strip("\"'")).strip()
    if not said or len(said) > _MOST:
        return ""
    for reader in (_year_first, _digits, _day_first, _named):
        if found := reader(said.lower()):
            return found
    return ""


def _year_first(text: str) -> str:
    found = _YEAR_FIRST.fullmatch(text)
    if not found:
        return ""
    year, first, month, second, day = found.groups()
    if day and (first, second) != ("年", "月") and first != second:
        return ""
    return _iso(year, month, day)


def _digits(text: str) -> str:
    found = _DIGITS.fullmatch(text)
    return _iso(*found.groups()) if found else ""


def _day_first(text: str) -> str:
    """``04.03.2022`` is a day and a month wherever dots are written; with other signs only where one of them can be no month."""
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        return ""
    first, sign, second, year = found.groups()
    if sign == "." or int(first) > 12 or first == second:
        return _iso(year, second, first)
    return _iso(year, first, second) if int(second) > 12 else ""


def _named(text: str) -> str:
    """``March 4, 2022``, ``4 Mar 2022``, ``March 2022``."""
    found = _NAMED.fullmatch(text)
    if not found or found[2] not in _MONTHS or (found[1] and found[3]):
        return ""
    return _iso(found[4], str(_MONTHS[found[2]]), found[1] or found[3])


def _iso(year: str, month: str, day: str | None) -> str:
    """It, where there is such a day; rules are not older than computers that they are for."""
    try:
        whole = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return ""
    if not 1980 <= int(year) <= 2199:
        return ""
    return whole if day else whole[:7]
