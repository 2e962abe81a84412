"""The legal clock in words: what speaks for a duty to report, what against, what is open, and the days that are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone

from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.model import Cited, Consideration, Deadline, LegalClock, Question, Side, Words

CHECK = Words(en=" [to be checked]", ja="【要確認】")
"""The short mark; what it means stands above the sources."""
LAWYER = Words(en=" [ask a lawyer]", ja="【弁護士に確認】")
_HEAD = Words(en="Must it be reported (personal information)?", ja="■ 個人情報保護法の報告は必要か")
_SIDES = {
    Side.FOR: Words(en="Speaks for a duty to report", ja="報告の義務がある方を示すこと"),
    Side.AGAINST: Words(en="Speaks against it", ja="報告の義務がない方を示すこと"),
    Side.OPEN: Words(en="Not known", ja="まだ分かっていないこと"),
}
_BY = Words(en=" (told by {who})", ja="（回答：{who}）")
_EVIDENCE = Words(en=" (evidence: {ids})", ja="（根拠：{ids}）")
_SOURCES = Words(en="Sources", ja="■ 出典")
_MEANS = Words(
    en="What is marked “to be checked” nobody could confirm: look on the official site, or ask a lawyer.",
    ja="【要確認】：確認できていない内容です。公式サイトで確認してください。",
)
_SOURCE = Words(en="[{number}] {title} {page} (as of {as_of})", ja="［{number}］{title} {page}（{as_of}時点）")
_REF = Words(en=" [{numbers}]", ja="［{numbers}］")
_JAPAN = timezone(timedelta(hours=9))
_AT = Words(en="{time} (UTC+9)", ja="{time}（日本時間）")
_KNOWN = Words(en="It became known: {at}", ja="事態を知った時点：{at}")
_UNKNOWN = Words(
    en="When it became known is not recorded, so no days can be counted. Record it: mimawari case known-at TIME",
    ja="事態を知った時点が記録されていないため、期限を計算できません。mimawari case known-at で記録してください。",
)
_DUE = Words(en="Until when", ja="■ 報告の期限")
_LEFT = Words(en="{name}: days left: {left} (counted most carefully)", ja="{name}：残り{left}日（いちばん早い数え方）")
_TODAY = Words(en="{name}: the last day is today (counted most carefully)", ja="{name}：今日が期限です（いちばん早い数え方）")
_PAST = Words(
    en="{name}: days past the last one: {left} (counted most carefully)",
    ja="{name}：期限を{left}日過ぎています（いちばん早い数え方）",
)
_WAY = Words(en="{day}: {way}", ja="{day}：{way}")
_ASKED = Words(en="Questions that somebody may be able to answer", ja="■ 回答できる方への質問")
_REPLY = Words(en="mimawari case reply {id} yes|no|unknown", ja="回答方法：mimawari case reply {id} yes|no|unknown")
_CAUTIONS = Words(en="Always to be kept in mind", ja="■ 注意")


Notes = dict[tuple[Words, str, str], int]


def clock_lines(clock: LegalClock, tongue: str) -> Iterator[Line]:
    """All of it: the leaning first, then the reasons, the days, the questions, the cautions, and where it is all from."""
    notes: Notes = {}
    yield Line(_HEAD.say(tongue), style=Style.HEAD)
    yield Line(_said(clock.leaning, tongue), style=Style.CARE)
    for side in Side:
        yield from _side(side, [one for one in clock.considerations if one.side is side], notes, tongue)
    if clock.entrusted:
        yield Line()
        yield Line(_said(clock.entrusted, tongue) + LAWYER.say(tongue), style=Style.CARE)
    yield from _days(clock, notes, tongue)
    yield from _questions(clock.questions, notes, tongue)
    yield from _headed(_CAUTIONS, tongue)
    yield from (Line(_said(one, tongue), lead=_bullet(tongue)) for one in clock.cautions)
    yield from _sources(notes, tongue)


def _side(side: Side, found: list[Consideration], notes: Notes, tongue: str) -> Iterator[Line]:
    if not found:
        return
    yield from _headed(_SIDES[side], tongue)
    for one in found:
        text = _said(one.words, tongue)
        if one.by:
            text += _BY.say(tongue).format(who=shown(one.by, 80))
        if one.evidence:
            text += _EVIDENCE.say(tongue).format(ids=", ".join(shown(name, 40) for name in one.evidence[:5]))
        yield Line(text + _marks(one.cited, notes, tongue, one.lawyer), lead=_bullet(tongue))


def _days(clock: LegalClock, notes: Notes, tongue: str) -> Iterator[Line]:
    yield from _headed(_DUE, tongue)
    if clock.known_at is None:
        yield Line(_UNKNOWN.say(tongue), style=Style.CARE)
        return
    yield Line(_KNOWN.say(tongue).format(at=in_japan(clock.known_at, tongue)))
    for one in clock.deadlines:
        yield from _deadline(one, notes, tongue)


def _deadline(one: Deadline, notes: Notes, tongue: str) -> Iterator[Line]:
    words = _PAST if one.left < 0 else _LEFT if one.left else _TODAY
    text = words.say(tongue).format(name=one.name.say(tongue), left=abs(one.left)) + _marks(one.cited, notes, tongue)
    yield Line(text, lead=_bullet(tongue), style=Style.CARE if one.left <= 1 else Style.PLAIN)
    for way in one.countings:
        said = _WAY.say(tongue).format(day=way.last_day, way=way.way.say(tongue))
        yield Line(said + _marks((way.cited,), notes, tongue), lead="    ")


def _questions(questions: Iterable[Question], notes: Notes, tongue: str) -> Iterator[Line]:
    every = tuple(questions)
    if not every:
        return
    yield from _headed(_ASKED, tongue)
    for one in every:
        yield Line(one.words.say(tongue), lead=_bullet(tongue))
        yield Line(one.why.say(tongue) + _marks(one.cited, notes, tongue, one.lawyer), lead="    ", style=Style.FAINT)
        yield Line(_REPLY.say(tongue).format(id=one.id), lead="    ", style=Style.FAINT)


def _sources(notes: Notes, tongue: str) -> Iterator[Line]:
    """The sources by their numbers, each once."""
    yield from _headed(_SOURCES, tongue)
    yield Line(_MEANS.say(tongue), style=Style.CARE)
    for (title, page, as_of), number in notes.items():
        text = _SOURCE.say(tongue).format(number=number, title=title.say(tongue), page=page, as_of=as_of)
        yield Line(text.replace(" （", "（").replace("  ", " "), style=Style.FAINT)


def _marks(cited: Iterable[Cited], notes: Notes, tongue: str, lawyer: bool = False) -> str:
    """The marks behind a sentence: to be checked, for a lawyer, and the numbers of its sources."""
    every = tuple(cited)
    numbers = dict.fromkeys(notes.setdefault((one.title, one.page, one.as_of), len(notes) + 1) for one in every)
    text = CHECK.say(tongue) if any(one.certainty.to_check for one in every) else ""
    text += LAWYER.say(tongue) if lawyer else ""
    return text + (_REF.say(tongue).format(numbers=", ".join(map(str, numbers))) if numbers else "")


def in_japan(iso: str, tongue: str) -> str:
    """A time as clocks in Japan show it, for days are counted there; a date, or what is no time, as it stands."""
    try:
        time = datetime.fromisoformat(iso)
    except ValueError:
        return shown(iso)
    if len(iso) == len("2026-11-27"):
        return shown(iso)
    time = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(_JAPAN)
    return _AT.say(tongue).format(time=f"{time:%Y-%m-%d %H:%M}")


def _headed(words: Words, tongue: str) -> Iterator[Line]:
    yield Line()
    yield Line(words.say(tongue), style=Style.HEAD)


def _said(words: Words, tongue: str) -> str:
    return shown(words.say(tongue), 1200)


def _bullet(tongue: str) -> str:
    return "・" if tongue == "ja" else "- "
