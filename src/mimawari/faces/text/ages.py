"""How old a rule, a list or a signature was on the day of a check, in words."""

from __future__ import annotations

from mimawari.faces.text.moments import days_between
from mimawari.model import Words

_MONTH, _YEAR = 365.25 / 12, 365.25
_DAYS = (Words(en="{count} days old", ja="{count}日前"), Words(en="1 day old", ja="1日前"))
_MONTHS = (Words(en="{count} months old", ja="{count}か月前"), Words(en="1 month old", ja="1か月前"))
_YEARS = (Words(en="{count} years old", ja="{count}年前"), Words(en="1 year old", ja="1年前"))
_SAME = Words(en="less than a day old", ja="当日")
_MOST_MONTHS = 24
"""Up to here months tell more than years."""


def age(day: str, then: str) -> Words | None:
    """The age on *then* (an ISO date or time) of something that is of *day* (an ISO date, or a year and a month).

    None where one of them is no date, or *day* was still to come.
    """
    days = days_between(day if len(day) > 7 else f"{day}-01", then)
    if days is None or days < 0:
        return None
    months = int(days / _MONTH)
    if not days:
        return _SAME
    if not months:
        return _counted(_DAYS, days)
    return _counted(_MONTHS, months) if months < _MOST_MONTHS else _counted(_YEARS, int(days / _YEAR))


def _counted(words: tuple[Words, Words], count: int) -> Words:
    said = words[count == 1]
    return Words(en=said.en.format(count=count), ja=said.ja.format(count=count))
