"""The beginning of a line: its stamp, the server's name, the program; in columns, with a slower way for rare forms.

RFC 3164 4.1.2 (``Nov 10 02:14:08``, no year, no zone; also what ``journalctl -o short`` prints), RFC 3339 (rsyslog's
RSYSLOG_FileFormat, ``journalctl -o short-iso``), Exim's ``2026-11-10 02:14:08 +0900`` (specification, chapter "Log files", option
``log_timezone``), Dovecot's own files (``Nov 10 02:14:08 imap-login: Info:``), TAI64N (https://cr.yp.to/libtai/tai64.html).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mimawari.sources.logs.rare_stamps import MONTHS, rare

if TYPE_CHECKING:
    import polars as pl

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
        # What is plain needs no replacing, which is slower.
        encoding="utf8" if text.isascii() else "utf8-lossy",
        truncate_ragged_lines=True,
    )
    return found.with_row_index("n", offset=first - 1).filter(pl.col("line").str.len_bytes() > 1)


_ASIDE = r"^(?:#|-- |\s*$)"
"""Comments, and what journalctl writes where a boot begins."""


@dataclass(frozen=True, slots=True)
class _Form:
    """Stamps of one form, ``size`` bytes each, with what follows them. ``parts`` are where in it what is read stands: each is read
    once for all lines that bear it one behind the other."""

    pattern: str
    size: int
    parts: tuple[tuple[int, int, Callable[[], dict[str, Any]]], ...]
    spaced: bool = False


@dataclass(slots=True)
class _Part:
    """Lines of one form: ``read`` has their stamps, one row for each run of equal ones, ``runs`` says which each line bears."""

    lines: pl.DataFrame
    read: pl.DataFrame
    runs: pl.Series

    def spread(self) -> pl.DataFrame:
        """One row a line."""
        import polars as pl

        return pl.concat([self.lines, self.read[self.runs]], how="horizontal").select(_SPREAD)


_SPREAD = ("n", "year", "month", "day", "clock", "zone", "rest", "spaced")


def dated(table: pl.DataFrame, calendar: Calendar) -> tuple[pl.DataFrame, int]:
    """``n``, ``t`` (seconds since 1970), ``rest``, ``spaced`` (of the form that Exim writes); and how many lines have no stamp."""
    import polars as pl

    parts, left = [], table
    for form in _FORMS:
        if left.height:
            part, left = _fixed(left, form)
            parts += [part] if part is not None else []
    left = left.filter(~pl.col("line").str.contains(_ASIDE))
    odd = rare(left)
    undated = left.height - odd.height
    if len(parts) == 1 and not odd.height:
        moments = _moments(parts[0].read, calendar).gather(parts[0].runs)
        lines = parts[0].lines
    else:
        lines = pl.concat([*(part.spread() for part in parts), odd], how="vertical_relaxed").sort("n")
        moments = _moments(lines, calendar)
    found = lines.select("n", moments.alias("t"), "rest", "spaced")
    return (found.filter(pl.col("t").is_not_null()) if moments.null_count() else found), undated


def _number(at: int, size: int, *, base: int = 10) -> pl.Expr:
    import polars as pl

    return pl.col("line").str.slice(at, size).str.strip_chars_start(" ").str.to_integer(base=base, strict=False, dtype=pl.Int64)


def _clock(at: int) -> pl.Expr:
    return _number(at, 2) * 3600 + _number(at + 3, 2) * 60 + _number(at + 6, 2)


def _month() -> dict[str, Any]:
    import polars as pl

    names = {name: at + 1 for at, name in enumerate(MONTHS)}
    month = pl.col("line").str.slice(0, 3).replace_strict(names, default=None, return_dtype=pl.Int64)
    return {"month": month, "day": _number(4, 2), "clock": _clock(7)}


def _date() -> dict[str, Any]:
    return {"year": _number(0, 4), "month": _number(5, 2), "day": _number(8, 2), "clock": _clock(11)}


def _zone() -> dict[str, Any]:
    import polars as pl

    sign = pl.when(pl.col("line").str.slice(0, 1) == "-").then(-1).otherwise(1)
    return {"zone": sign * (_number(1, 2) * 60 + _number(4, 2))}


def _tai() -> dict[str, Any]:
    """The label counts TAI seconds from 2^62 on; qmail's libraries take them as 10 s more than those since 1970."""
    import polars as pl

    one, zero = pl.lit(1, pl.Int64), pl.lit(0, pl.Int64)
    return {"year": pl.lit(1970, pl.Int64), "month": one, "day": one, "clock": _number(9, 8, base=16) - 10, "zone": zero}


_FORMS = (
    _Form(
        r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d ",
        16,
        ((0, 16, _month),),
    ),
    _Form(
        r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d ",
        33,
        ((0, 19, _date), (26, 6, _zone)),
    ),
    # Behind it no zone: the identifier of a mail of Exim, or a word. A number alone is no identifier.
    _Form(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:[^+\-\d]|\d[\dA-Za-z]{5}-)", 20, ((0, 19, _date),), spaced=True),
    _Form(r"^@4[0-9a-f]{23} ", 26, ((0, 26, _tai),)),
)
"""The usual stamps; all others are read one by one."""
_BEHIND = 7
"""So many bytes behind a stamp a pattern looks at."""


def _fixed(table: pl.DataFrame, form: _Form) -> tuple[_Part | None, pl.DataFrame]:
    """The lines of a form, and the others."""
    import polars as pl

    line = pl.col("line")
    # Lines that bear the same stamp mostly follow each other, and the same word follows it, the server's name.
    behind = _BEHIND if form.spaced else 1
    stamps = table.select(line.str.head(form.size + behind))
    runs = stamps.select(line.rle_id()).to_series()
    firsts = stamps.filter(runs.diff().fill_null(1) != 0)
    fits = firsts.select(line.str.contains(form.pattern)).to_series()
    if not fits.any():
        return None, table
    left = table.clear()
    if not fits.all():
        mask = fits.gather(runs)
        table, left = table.filter(mask), table.filter(~mask)
        firsts, runs = firsts.filter(fits), _renumbered(fits).gather(runs.filter(mask))
    return _Part(_rests(table, firsts, form), _read(firsts, form), runs), left


def _renumbered(fits: pl.Series) -> pl.Series:
    """The number of each run among those that fit."""
    return fits.cum_sum() - 1


def _read(firsts: pl.DataFrame, form: _Form) -> pl.DataFrame:
    import polars as pl

    line = pl.col("line")
    columns: dict[str, pl.Series] = {}
    for at, size, taken in form.parts:
        stamps = firsts.select(line.str.slice(at, size))
        runs = stamps.select(line.rle_id()).to_series()
        read = stamps.filter(runs.diff().fill_null(1) != 0).select(**taken())
        columns |= {
            name: read.get_column(name).gather(runs) if read.height < runs.len() else read.get_column(name) for name in read.columns
        }
    none = pl.Series([None], dtype=pl.Int64).new_from_index(0, firsts.height)
    return pl.DataFrame({name: columns.get(name, none) for name in ("year", "month", "day", "clock", "zone")})


def _rests(table: pl.DataFrame, firsts: pl.DataFrame, form: _Form) -> pl.DataFrame:
    """What stands behind the stamps."""
    import polars as pl

    rest = table.select("n", pl.col("line").str.slice(form.size).alias("rest"), pl.lit(form.spaced).alias("spaced"))
    text, begin = pl.col("rest"), pl.col("line").str.slice(form.size)
    ends = rest.select((text.str.ends_with("\r") | text.str.ends_with(" ")).any()).item()
    if ends or firsts.select((begin.str.starts_with("\r") | begin.str.starts_with(" ")).any()).item():
        rest = rest.with_columns(text.str.strip_chars("\r "))
    return rest


def _moments(table: pl.DataFrame, calendar: Calendar) -> pl.Series:
    """Seconds since 1970, null where a stamp is no moment; *table* is in the order of the log."""
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
    moments = pl.DataFrame({"t": day * 86400 + table.get_column("clock") - zone * 60})
    return moments.select(pl.when(pl.col("t").is_between(0, 1 << 33)).then("t")).to_series()


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
