"""How old something was on the day that the evidence shows, and the build of a Windows."""

from __future__ import annotations

from datetime import date

from mimawari.knowledge.protections import version
from mimawari.model import Setting, Ward, Words
from mimawari.respond.protecting import Asked, both

_NO_DATE = both("its date is not recorded", "日付が分かりません")
_FUTURE = both("dated {day}, which is later than the data itself", "日付が{day}です（確認時点より後になっています）")
_TODAY = both("less than a day old (dated {day})", "{day}のもの（確認時点と同じ日）")
_YESTERDAY = both("1 day old (dated {day})", "{day}のもの（確認時点の前日）")
_AGE = both("{days} days old (dated {day})", "{day}のもの（確認時点で{days}日前）")
_BY_DAYS = {0: _TODAY, 1: _YESTERDAY}


def aged(one: Setting, asked: Asked) -> tuple[Ward, Words]:
    """By the ages that the row calls good and weak. A day of leeway: zones differ, and evidence knows UTC only."""
    day, then = _date(one.date), _date(asked.watched.seen_at[:10]) or asked.watched.today
    if day is None:
        return Ward.UNKNOWN, _NO_DATE
    days = (then - day).days
    if days < -1:
        return Ward.UNKNOWN, _FUTURE.fill({"day": one.date})
    ward = Ward.GOOD if days <= asked.row.good_days else Ward.WEAK if days <= asked.row.weak_days else Ward.BAD
    return ward, _BY_DAYS.get(max(days, 0), _AGE).fill({"day": one.date, "days": days})


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def build(one: Setting) -> int:
    """The build of ``10.0.19045``; 0 where it is none."""
    number = version(one.program)
    return number[2] if len(number) > 2 else 0
