"""The beginning of a line: its stamp, the server's name, the program; in columns, with a slower way for rare forms.

RFC 3164 4.1.2 (``Nov 10 02:14:08``, no year, no zone; also what ``journalctl -o short`` prints), RFC 3339 (rsyslog's
RSYSLOG_FileFormat, ``journalctl -o short-iso``), Exim's ``2026-11-10 02:14:08 +0900`` (specification, chapter "Log files", option
``log_timezone``), Dovecot's own files (``Nov 10 02:14:08 imap-login: Info:``), TAI64N (https://cr.yp.to/libtai/tai64.html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT = r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d "
_LONG = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d "
_PLAIN = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [^+\-\d]"
_TAI = r"^@4[0-9a-f]{23} "
_RARE = re.compile(
    r"(?:<\d{1,3}>)?(?:1 )?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?"
    r"(?:(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2})(?: (?P<year>\d{4}))? (?P<clock>\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?"
    r"(?: <[\w.]{1,20}>)?"
    r"|(?P<date>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(?: ?(?P<zone>Z|UTC|JST|[+-]\d\d:?\d\d))?)"
    r"[ \t]+(?P<rest>.*)"
)
_BACK, _ON = 320, -32
"""Of months times 32 plus days: a step back of more than a month is a New Year, a leap of eleven months the way back over it."""


@dataclass(slots=True)
class Calendar:
    """Which year it is where stamps do not say so. ``zone`` is the offset in minutes where they do not say it either.

    ``latest`` is the year that cannot be passed, ``over`` by how many years it would have been: the log began so much earlier.
    """

    year: int
    zone: int
    latest: tuple[int, int] = (9999, 0)
    last: int = 0
    over: int = 0
    zone_told: int | None = None
    yearless: bool = False


def lines(text: bytes, first: int) -> pl.DataFrame:
    """``n``, the number of a line in its file, and ``line``; empty ones are left out."""
    import polars as pl

    found = pl.read_csv(
        # Behind a line's end it cannot be taken for something packed.
        b"\n" + text,
        has_header=False,
        separator="\x01",
        quote_char=None,
        schema={"line": pl.String},
        encoding="utf8-lossy",
        truncate_ragged_lines=True,
    )
    return found.with_row_index("n", offset=first - 1).filter(pl.col("line").str.len_bytes() > 1)


_ASIDE = r"^(?:#|-- |\s*$)"
"""Comments, and what journalctl writes where a boot begins."""


def dated(table: pl.DataFrame, calendar: Calendar) -> tuple[pl.DataFrame, int]:
    """``n``, ``t`` (seconds since 1970), ``rest``, ``spaced`` (of the form that Exim writes); and how many lines have no stamp."""
    import polars as pl

    line = pl.col("line")
    parts, left = [], table
    for form, size, taken in ((_SHORT, 16, _short()), (_LONG, 33, _long()), (_PLAIN, 20, _plain()), (_TAI, 26, _tai())):
        if left.height:
            fits = left.select(line.str.contains(form)).to_series()
            if fits.all():
                parts.append(_fixed(left, size, taken, spaced=size == 20))
                left = left.clear()
            elif fits.any():
                parts.append(_fixed(left.filter(fits), size, taken, spaced=size == 20))
                left = left.filter(~fits)
    left = left.filter(~line.str.contains(_ASIDE))
    rare = _rare(left)
    parts.append(rare)
    several = [part for part in parts if part.height]
    found = several[0] if len(several) == 1 else pl.concat(parts, how="vertical_relaxed").sort("n")
    return _moments(found, calendar), left.height - rare.height


def _number(at: int, size: int, *, base: int = 10) -> pl.Expr:
    import polars as pl

    return pl.col("line").str.slice(at, size).str.strip_chars_start(" ").str.to_integer(base=base, strict=False, dtype=pl.Int64)


def _clock(at: int) -> pl.Expr:
    return _number(at, 2) * 3600 + _number(at + 3, 2) * 60 + _number(at + 6, 2)


def _short() -> tuple[pl.Expr, ...]:
    import polars as pl

    names = {name: at + 1 for at, name in enumerate(MONTHS)}
    month = pl.col("line").str.slice(0, 3).replace_strict(names, default=None, return_dtype=pl.Int64)
    return _row(pl.lit(None, pl.Int64), month, _number(4, 2), _clock(7), pl.lit(None, pl.Int64))


def _long() -> tuple[pl.Expr, ...]:
    import polars as pl

    sign = pl.when(pl.col("line").str.slice(26, 1) == "-").then(-1).otherwise(1)
    zone = sign * (_number(27, 2) * 60 + _number(30, 2))
    return _row(_number(0, 4), _number(5, 2), _number(8, 2), _clock(11), zone)


def _plain() -> tuple[pl.Expr, ...]:
    import polars as pl

    return _row(_number(0, 4), _number(5, 2), _number(8, 2), _clock(11), pl.lit(None, pl.Int64))


def _tai() -> tuple[pl.Expr, ...]:
    """The label counts TAI seconds from 2^62 on; qmail's libraries take them as 10 s more than those since 1970."""
    import polars as pl

    seconds = _number(9, 8, base=16) - 10
    none = pl.lit(1, pl.Int64)
    return _row(pl.lit(1970, pl.Int64), none, none, seconds, pl.lit(0, pl.Int64))


def _row(year: Any, month: Any, day: Any, clock: Any, zone: Any) -> tuple[pl.Expr, ...]:
    names = ("year", "month", "day", "clock", "zone")
    return tuple(one.alias(name) for one, name in zip((year, month, day, clock, zone), names, strict=True))


def _fixed(table: pl.DataFrame, size: int, taken: tuple[pl.Expr, ...], *, spaced: bool) -> pl.DataFrame:
    """Lines whose stamp has *size* bytes. A stamp is read once for all lines that bear it one behind the other."""
    import polars as pl

    stamps = table.select(pl.col("line").str.head(size))
    runs = stamps.select(pl.col("line").rle_id()).to_series()
    read = stamps.filter(runs.diff().fill_null(1) != 0).select(*taken)
    rest = table.select("n", pl.col("line").str.slice(size).alias("rest"), pl.lit(spaced).alias("spaced"))
    text = pl.col("rest")
    edges = [text.str.starts_with(one) | text.str.ends_with(one) for one in "\r "]
    if rest.select(pl.any_horizontal(edges).any()).item():
        rest = rest.with_columns(text.str.strip_chars("\r "))
    return pl.concat([rest.select("n"), read[runs], rest.select("rest", "spaced")], how="horizontal")


def _rare(table: pl.DataFrame) -> pl.DataFrame:
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
    return year, month, day, clock, _offset(found["zone"]), found["rest"].strip(), bool(found["date"]) and "T" not in line[:24]


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone in ("Z", "UTC"):
        return 0
    if zone == "JST":
        return 540
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def _moments(table: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    import polars as pl

    bare = table.get_column("year").is_null()
    if bare.any():
        calendar.yearless = True
        dated = _with_years(table.filter(bare), calendar)
        table = dated if bare.all() else pl.concat([table.filter(~bare), dated]).sort("n")
    told = table.get_column("zone").drop_nulls()
    if told.len():
        calendar.zone_told = int(told[-1])
    months = table.select(pl.col("year") * 12 + pl.col("month") - 1).to_series()
    days = {one: date(max(1, one // 12), one % 12 + 1, 1).toordinal() - 719163 for one in months.unique().drop_nulls().to_list()}
    day = months.replace_strict(days, default=None, return_dtype=pl.Int64) + table.get_column("day") - 1
    zone = table.get_column("zone").fill_null(calendar.zone)
    return table.select("n", (day * 86400 + table.get_column("clock") - zone * 60).alias("t"), "rest", "spaced").filter(
        pl.col("t").is_not_null() & pl.col("t").is_between(0, 1 << 33)
    )


def _with_years(table: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    import polars as pl

    day = pl.col("month") * 32 + pl.col("day")
    before = calendar.last or int(table.select(day).item(0, 0))
    step = day.diff().fill_null(day - before)
    year = calendar.year + ((step < _ON).cast(pl.Int64) - (step > _BACK).cast(pl.Int64)).cum_sum()
    # Two days more, for clocks and zones.
    end, most = calendar.latest
    allowed = pl.when(day <= most + 2).then(end).otherwise(end - 1)
    found = table.with_columns(year.alias("walked")).with_columns(pl.min_horizontal("walked", allowed).alias("year"))
    calendar.over = max(calendar.over, int(found.select((pl.col("walked") - pl.col("year")).max()).item()))
    calendar.year = int(found.item(-1, "walked"))
    calendar.last = int(found.select(day).item(-1, 0))
    return found.select(table.columns)
