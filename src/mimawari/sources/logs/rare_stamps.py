"""Stamps in rare forms, read line by line: with a priority before them, a day of the week, a year behind them, parts of seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RARE = re.compile(
    r"(?:<\d{1,3}>)?(?:1 )?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?"
    r"(?:(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2})(?: (?P<year>\d{4}))? (?P<clock>\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?"
    r"(?: <[\w.]{1,20}>)?"
    r"|(?P<date>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(?: ?(?P<zone>Z|UTC|JST|[+-]\d\d:?\d\d))?)"
    r"[ \t]+(?P<rest>.*)"
)


def rare(table: pl.DataFrame) -> pl.DataFrame:
    """The stamps of lines in forms that columns do not read, line by line; those that have none are left out."""
    import polars as pl

    rows = [(n, *parts) for n, line in table.iter_rows() if (parts := _parts(line)) is not None]
    kinds = {
        "n": pl.UInt32,
        **dict.fromkeys(("year", "month", "day", "clock", "zone"), pl.Int64),
        "rest": pl.String,
        "spaced": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _parts(line: str) -> tuple[int | None, int, int, int, int | None, str, bool] | None:
    found = _RARE.match(line)
    if found is None:
        return None
    if found["month"]:
        if found["month"] not in MONTHS:
            return None
        year, month, day = int(found["year"]) if found["year"] else None, MONTHS.index(found["month"]) + 1, int(found["day"])
    else:
        year, month, day = (int(one) for one in found["date"].split("-"))
    hours, minutes, seconds = (found["clock"] or found["time"]).split(":")
    clock = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return (
        year,
        month,
        day,
        clock,
        _offset(found["zone"]),
        found["rest"].strip(),
        bool(found["date"]) and line[found.end("date")] == " ",
    )


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone in ("Z", "UTC"):
        return 0
    if zone == "JST":
        return 540
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes
