"""How the firm's own mail usually looks, as people write it down: hours, zones, what its clients call themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mimawari.firm.checks import Wrong
from mimawari.model import Words

_RANGE = re.compile(
    r"(?<![\d:+.-])(\d{1,2})(?::(\d{2})|時(?:(\d{2})分)?)?\s{0,3}(?:-|–|—|〜|～|~|から|to)\s{0,3}(\d{1,2})(?::(\d{2})|時(?:(\d{2})分)?)?"
    r"(?![\d:])"
)
_NESTED = re.compile(r"[*+}]\)[*+{?]")
_LONGEST = 200

_HOURS = Words(
    en='“{value}” names no hours. Expected: "08:00-19:00", or numbers from 0 to 23.',
    ja="「{value}」から時間帯を読み取れません。「08:00-19:00」の形式、または0から23までの数で指定してください。",
)
_PATTERN = Words(
    en="“{value}” is no regular expression that can be used ({why}).",
    ja="「{value}」は正規表現として使えません（{why}）。",
)


def hours(text: str) -> tuple[int, ...]:
    """The hours of the day in which mail is sent by a text like ``Mon-Fri 08:00-19:00``. Raises :class:`Wrong`.

    The hour in which a range ends counts where it goes beyond the full hour. A range may go over midnight.
    """
    found: set[int] = set()
    for match in _RANGE.finditer(text[:_LONGEST].replace("：", ":")):
        begin, end = int(match[1]), int(match[4])
        if begin > 24 or end > 24:
            raise _of(_HOURS, text)
        last = end if int(match[5] or match[6] or 0) else end - 1
        if last % 24 == begin - 1 and begin:
            last = begin + 23
        found.update(hour % 24 for hour in range(begin, (last if last >= begin else last + 24) + 1))
    if not found:
        raise _of(_HOURS, text)
    return tuple(sorted(found))


def pattern(text: str) -> str:
    """A regular expression for whole Message-IDs; one that could take for ever is refused. Raises :class:`Wrong`."""
    if len(text) > _LONGEST:
        raise _of(_PATTERN, text, f"> {_LONGEST}")
    if _NESTED.search(text):
        raise _of(_PATTERN, text, "(…+)+")
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise _of(_PATTERN, text, str(error)) from None
    return text


def helos(text: str, machines: Iterable[str]) -> tuple[str, ...]:
    """What clients call themselves: names in a row, those in brackets behind words; where only words say so, the PCs' names."""
    inside = re.search(r"[(（]([^()（）]{1,2000})[)）]", text)
    names = [name.strip() for name in re.split(r"[,、;]", inside[1] if inside else text)]
    kept = tuple(name for name in names if name and not re.search(r"\s", name))
    is_of_pcs = "name of the pc" in text.lower() or "PC名" in text or "PCの名前" in text
    return tuple(dict.fromkeys((*kept, *machines))) if is_of_pcs else kept


def _of(words: Words, value: str, why: str = "") -> Wrong:
    return Wrong(words.fill({"value": value if len(value) <= 80 else value[:79] + "…", "why": why}))
