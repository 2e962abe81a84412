"""How old something was on the day that the evidence shows, and the build of a Windows."""

from __future__ import annotations

from datetime import date

from mimawari.knowledge.protections import version
from mimawari.model import Setting, Ward, Words
from mimawari.respond.protecting import Asked

_NO_DATE = Words(en="no date is told", ja="日付が分かりません")
_FUTURE = Words(en="dated {day}, which is later than the day of looking", ja="日付が{day}です（調べた日より後になっています）")
_AGE = Words(en="of {day} ({days} days before the day of looking)", ja="{day}のもの（調べた日の{days}日前）")


def aged(one: Setting, asked: Asked) -> tuple[Ward, Words]:
    """By the ages that the row calls good and weak. A day of leeway: zones differ, and evidence knows UTC only."""
    day, then = _date(one.date), _date(asked.watched.seen_at[:10]) or asked.watched.today
    if day is None:
        return Ward.UNKNOWN, _NO_DATE
    days = (then - day).days
    if days < -1:
        return Ward.UNKNOWN, _FUTURE.fill({"day": one.date})
    ward = Ward.GOOD if days <= asked.row.good_days else Ward.WEAK if days <= asked.row.weak_days else Ward.BAD
    return ward, _AGE.fill({"day": one.date, "days": max(days, 0)})


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def build(one: Setting) -> int:
    """The build of ``10.0.19045``; 0 where it is none."""
    number = version(one.program)
    return number[2] if len(number) > 2 else 0
