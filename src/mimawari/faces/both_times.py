"""Moments of a case for people: Japan's time and UTC beside it; and moments that a person wrote, understood."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from mimawari.faces.safe import own, shown
from mimawari.model import Words, japan_time
from mimawari.model.japan_time import FORM, JAPAN

_JAPANESE = re.compile(
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日\s*(?:(?P<half>午前|午後)\s*)?(?P<h>\d{1,2})時(?:(?P<half_past>半)|(?P<min>\d{1,2})分)?"
)
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?\s*(?:Z|[+-]\d{2}:?\d{2})?")
_DAY = re.compile(r"\d{4}(?:[-/]\d{1,2}[-/]\d{1,2}|年\s*\d{1,2}月\s*\d{1,2}日)")
_WIDE = str.maketrans("０１２３４５６７８９：－＋　／", "0123456789:-+ /")


class NoMoment(ValueError):
    """What was written is no moment; ``words`` say what is expected. ``{text}`` is for what was written, made harmless."""

    def __init__(self, words: Words, *, is_future: bool = False) -> None:
        super().__init__(words.en)
        self.words, self.is_future = words, is_future


_NOT_A_TIME = Words(
    en="“{text}” is not understood as a time. Write it as 2026-11-27 14:30 (Japan's time), 2026-11-27T05:30Z (UTC) or "
    "2026年11月27日 14時30分.",
    ja="「{text}」は日時として読み取れません。2026-11-27 14:30（日本時間）、2026年11月27日 14時30分、"
    "2026-11-27T05:30Z（UTC）のように書いてください。",
)
_NO_HOUR = Words(
    en="“{text}” names a day without the time. Write the time as well, as in 2026-11-27 14:30.",
    ja="「{text}」には時刻がありません。2026-11-27 14:30 のように、時刻も書いてください。",
)
_NO_SUCH = Words(
    en="“{text}”: there is no such day or time.",
    ja="「{text}」という日時はありません。",
)
_TWELVE = Words(
    en="“{text}” can mean noon or midnight. Write the hour from 0 to 23.",
    ja="「{text}」は、正午とも深夜とも読めます。時刻を0時から23時で書いてください。",
)
_FUTURE = Words(
    en="“{text}” is understood as {moment}. That is still to come; nothing was recorded. Look at the date, and at this PC's clock.",
    ja="「{text}」は{moment}と読み取りました。未来の日時のため、記録していません。日付と、このPCの時計を確認してください。",
)


def both(iso: str) -> Words:
    """A moment (UTC, ISO 8601 with ``Z``) in Japan's time and UTC; anything else as it stands, made harmless."""
    words = japan_time.both(iso)
    return Words(en=own(words.en), ja=own(words.ja))


def in_japan(iso: str) -> Words:
    """As :func:`both`, for a time in any form of ISO 8601 that names its zone; what names none stands as it is, to the minute."""
    try:
        time = datetime.fromisoformat(iso)
        if time.tzinfo:
            return both(time.astimezone(UTC).strftime(FORM))
    except (ValueError, OverflowError):
        pass
    bare = shown(iso[:16].replace("T", " "))
    return Words(en=bare, ja=bare)


def read_moment(text: str, now: str) -> str:
    """The moment that a person wrote, as UTC (ISO 8601 with ``Z``). Without an offset it is Japan's time. Raises
    :class:`NoMoment`, also for one after *now*."""
    said = text.strip().translate(_WIDE)
    try:
        time = _understood(said)
        utc = time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, NoMoment):
            raise
        raise NoMoment(_NO_SUCH) from error
    if utc > datetime.fromisoformat(now):
        moment = both(utc.strftime(FORM))
        raise NoMoment(_FUTURE.fill({"text": "{text}", "moment": moment}), is_future=True)
    return utc.strftime(FORM)


def _understood(said: str) -> datetime:
    if found := _JAPANESE.fullmatch(said):
        hour = int(found["h"])
        if found["half"] and hour > 11:
            raise NoMoment(_TWELVE)
        hour += 12 * (found["half"] == "午後")
        minute = 30 if found["half_past"] else int(found["min"] or 0)
        return datetime(int(found["y"]), int(found["m"]), int(found["d"]), hour, minute, tzinfo=JAPAN)
    if _DAY.fullmatch(said):
        raise NoMoment(_NO_HOUR)
    if not _PLAIN.fullmatch(said.replace("/", "-")):
        raise NoMoment(_NOT_A_TIME)
    time = datetime.fromisoformat(re.sub(r"\s+(?=[Z+-])", "", said.replace("/", "-")))
    return time if time.tzinfo else time.replace(tzinfo=JAPAN)
