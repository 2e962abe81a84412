"""What happened when, as an SVG figure in four lanes: the attack, the looking, the response, what is due.

Attributes alone give it its look (no style sheet), so that it stands in a page of any policy, on paper as on the screen. A lane is
told by its place, its name and the form of its marks, never by colour. Marks bear the numbers of a list below; therefore no label
can lie over another. Days stand side by side in their order, not to scale: the days between them are written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TypeVar

from mimawari.faces.safe import shown
from mimawari.faces.wrap import shortened
from mimawari.model import Lane, Moment, Words

TITLE = Words(en="What happened when", ja="いつ何があったか")
LANES = {
    Lane.ATTACK: Words(en="Attack (traces)", ja="攻撃（形跡）"),
    Lane.CHECK: Words(en="Checks", ja="調査"),
    Lane.RESPONSE: Words(en="Response", ja="対応"),
    Lane.DUE: Words(en="Due", ja="期限"),
}
SCALE = Words(
    en="Days stand side by side, not to scale; between them stands how many days lie between. Numbers lead to the list.",
    ja="日付は順に並べたもので、間隔は実際の長さと異なります（間の日数を示しています）。番号は下の一覧と対応します。",
)
_DAYS = Words(en="{count} d", ja="{count}日")
_YEARS = Words(en="{count} y", ja="{count}年")
_NOW = Words(en="now", ja="現在")
_ALT = Words(en="{count} moments from {first} to {last} in the lanes {lanes}.", ja="{first}から{last}までの{count}件（{lanes}）。")
_NONE = Words(en="There is no moment to show.", ja="示すことのできる日時がありません。")
_WIDTH, _LEFT, _MARK, _LANE, _TOP, _ROW, _GAP = 760, 136, 24, 21, 32, 20, 28
_MOST_WIDTH = 900


@dataclass(frozen=True, slots=True)
class Marked:
    """A moment with its number, its local day, and its row of the list (when, what)."""

    number: int
    day: str
    lane: Lane
    when: str
    what: str


Kind = TypeVar("Kind", Moment, Marked)


@dataclass(frozen=True, slots=True)
class _Column:
    day: str
    x: float
    width: float
    marks: tuple[Marked, ...]


def picture(marks: Sequence[Marked], today: str, tongue: str, fonts: str = "sans-serif", listed: bool = True) -> str:
    """The figure. *today* is the local day (ISO date), *fonts* a list of families; *listed*: with the list below it."""
    columns = list(_columns(marks))
    base = _TOP + len(Lane) * _LANE
    height = base + 18 + (len(marks) * _ROW + 10 if listed else 0)
    width = max(_WIDTH, int(columns[-1].x + columns[-1].width) + 3 * _GAP if columns else 0)
    body = [*_grid(width, base, tongue), *_days(columns, today, base, tongue)]
    body += [line for column in columns for line in _marks(column)]
    body += _list(marks, base + 36) if listed else []
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="{tongue}" font-family="{escape(fonts)}" font-size="13">'
    )
    told = f"<title>{escape(TITLE.say(tongue))}</title><desc>{escape(alternative(marks, tongue))}</desc>"
    return "\n".join((head, told, *body, "</svg>"))


def alternative(marks: Sequence[Marked], tongue: str) -> str:
    """The figure in words."""
    if not marks:
        return _NONE.say(tongue)
    lanes = [f"{LANES[lane].say(tongue)}: {sum(one.lane is lane for one in marks)}" for lane in Lane]
    facts = {"count": len(marks), "first": marks[0].day, "last": marks[-1].day, "lanes": ", ".join(lanes)}
    return _ALT.fill(facts).say(tongue)


def _columns(marks: Sequence[Marked]) -> Iterator[_Column]:
    """A column for each day, as wide as its fullest lane and its name need."""
    x: float = _LEFT
    for day in dict.fromkeys(one.day for one in marks):
        of_day = tuple(one for one in marks if one.day == day)
        fullest = max(sum(one.lane is lane for one in of_day) for lane in Lane)
        width = max(76.0, fullest * _MARK + 10)
        yield _Column(day, x, width, of_day)
        x += width + _GAP


def _grid(width: int, base: int, tongue: str) -> Iterator[str]:
    for place, lane in enumerate(Lane):
        y = _TOP + place * _LANE
        if place % 2 == 0:
            yield f'<rect x="0" y="{y}" width="{width}" height="{_LANE}" fill="currentColor" fill-opacity="0.06"/>'
        yield _text(8, y + 15, LANES[lane].say(tongue), weight="bold")
    yield f'<path d="M0 {base}H{width}M{_LEFT - 8} {_TOP}V{base}" stroke="currentColor" stroke-width="0.6"/>'


def _days(columns: Sequence[_Column], today: str, base: int, tongue: str) -> Iterator[str]:
    before: _Column | None = None
    for column in columns:
        middle = column.x + column.width / 2
        yield _text(middle, 26, column.day, anchor="middle", weight="bold" if column.day == today else "normal")
        if before:
            yield from _between(before, column, base, tongue)
        before = column
    place = next((one for one in reversed(columns) if one.day <= today), None)
    if place:
        end = place.x + place.width
        is_later = place is columns[-1] and _apart(place.day, today) > 1
        if is_later:
            yield _distance(end + _GAP, place.day, today, tongue)
        x = end + (2 * _GAP if is_later else 6)
        yield f'<path d="M{x:g} {_TOP}V{base}" stroke="currentColor" stroke-width="1.2" stroke-dasharray="5 3"/>'
        yield _text(x, base + 14, _NOW.say(tongue), anchor="middle", size=11)


def _between(before: _Column, column: _Column, base: int, tongue: str) -> Iterator[str]:
    x = column.x - _GAP / 2
    if _apart(before.day, column.day) > 1:
        yield _distance(x, before.day, column.day, tongue)
    yield f'<path d="M{x:g} 20V{base}" stroke="currentColor" stroke-width="0.5" stroke-dasharray="1 4"/>'


def _distance(x: float, first: str, then: str, tongue: str) -> str:
    """How long it is from one day to the other, above the place between them."""
    count = _apart(first, then)
    years = round(count / 365.25)
    words, number = (_YEARS, years) if years >= 2 else (_DAYS, count)
    return _text(x, 12, f"← {words.fill({'count': number}).say(tongue)} →", anchor="middle", size=11)


def _apart(first: str, then: str) -> int:
    try:
        return (date.fromisoformat(then) - date.fromisoformat(first)).days
    except ValueError:
        return 0


def _marks(column: _Column) -> Iterator[str]:
    for place, lane in enumerate(Lane):
        of_lane = [one for one in column.marks if one.lane is lane]
        start = column.x + (column.width - len(of_lane) * _MARK) / 2 + _MARK / 2
        for number, one in enumerate(of_lane):
            yield from _mark(start + number * _MARK, _TOP + place * _LANE + _LANE / 2, one)


def _mark(x: float, y: float, one: Marked) -> Iterator[str]:
    """Filled circle, square, diamond-like rounded box, open dashed circle: a form for each lane, the number in it."""
    line = 'stroke="currentColor" stroke-width="1.3"'
    forms = {
        Lane.ATTACK: f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="#333" stroke="currentColor" stroke-width="1"/>',
        Lane.CHECK: f'<rect x="{x - 8:g}" y="{y - 8:g}" width="16" height="16" fill="none" {line}/>',
        Lane.RESPONSE: f'<path d="M{x:g} {y - 10:g}L{x + 11:g} {y:g}L{x:g} {y + 10:g}L{x - 11:g} {y:g}Z" fill="none" {line}/>',
        Lane.DUE: f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="none" {line} stroke-dasharray="3 2"/>',
    }
    yield forms[one.lane]
    ink = "#fff" if one.lane is Lane.ATTACK else "currentColor"
    yield _text(x, y + 3.5, str(one.number), anchor="middle", size=10 if one.number < 100 else 8, ink=ink)


def _list(marks: Iterable[Marked], y: float) -> Iterator[str]:
    for one in marks:
        yield _text(34, y, str(one.number), anchor="end", weight="bold")
        yield _text(46, y, one.when)
        yield _text(180, y, shortened(one.what, 84))
        y += _ROW


def _text(
    x: float, y: float, text: str, anchor: str = "start", weight: str = "normal", size: int = 13, ink: str = "currentColor"
) -> str:  # fmt: skip
    look = f'text-anchor="{anchor}" font-weight="{weight}" font-size="{size}" fill="{ink}"'
    return f'<text x="{x:g}" y="{y:g}" {look}>{escape(text)}</text>'


def chosen(moments: Sequence[Kind], most: int) -> tuple[Kind, ...]:
    """At most so many: the first of each lane, its last, then what is due, then the newest."""
    if len(moments) <= most:
        return tuple(moments)
    order: dict[int, None] = {}
    lanes = {lane: [place for place, one in enumerate(moments) if one.lane is lane] for lane in Lane}
    for part in (slice(1), slice(-1, None)):
        order.update(dict.fromkeys(place for places in lanes.values() for place in places[part]))
    order.update(dict.fromkeys(lanes[Lane.DUE]))
    order.update(dict.fromkeys(reversed(range(len(moments)))))
    return tuple(moments[place] for place in sorted(list(order)[:most]))


def fitting(marks: Sequence[Marked], most: int) -> tuple[Marked, ...]:
    """At most so many, and no more than fit the width of a page at a size that can be read."""
    kept = chosen(marks, most)
    while len(kept) > 1 and (last := list(_columns(kept))[-1]).x + last.width > _MOST_WIDTH:
        kept = chosen(marks, len(kept) - 1)
    return kept


def marked(moments: Iterable[Moment], days: Iterable[str], times: Iterable[str], tongue: str) -> tuple[Marked, ...]:
    """Moments with their numbers; *days* are their local days and *times* their rows' times, in the same order."""
    return tuple(
        Marked(number, day, one.lane, when, _what(one, tongue))
        for number, (one, day, when) in enumerate(zip(moments, days, times, strict=True), 1)
    )


def _what(one: Moment, tongue: str) -> str:
    host = f"{shown(one.host, 40)}: " if one.host else ""
    return f"{host}{shown(one.words.say(tongue), 300)}"
