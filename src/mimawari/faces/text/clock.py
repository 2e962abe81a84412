"""The legal clock in words: what speaks for a duty to report, what against, what is open, and the days that are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.moments import moment
from mimawari.model import Cited, Consideration, Deadline, LegalClock, Question, Side, Words

CHECK = Words(en=" [to be checked on the official site]", ja="【要確認：公式サイトで確認してください】")
LAWYER = Words(en=" [ask a lawyer]", ja="【弁護士に確認】")
_HEAD = Words(en="Must it be reported (personal information)?", ja="■ 個人情報保護法の報告は必要か")
_SIDES = {
    Side.FOR: Words(en="Speaks for a duty to report", ja="報告の義務がある方を示すこと"),
    Side.AGAINST: Words(en="Speaks against it", ja="報告の義務がない方を示すこと"),
    Side.OPEN: Words(en="Not known", ja="まだ分かっていないこと"),
}
_BY = Words(en=" (told by {who})", ja="（回答：{who}）")
_EVIDENCE = Words(en=" [{ids}]", ja="［{ids}］")
_SOURCE = Words(en="Source: {title} {page} (as of {as_of})", ja="出典：{title} {page}（{as_of}時点）")
_KNOWN = Words(en="It became known: {at}", ja="事態を知った時点：{at}")
_UNKNOWN = Words(
    en="When it became known is not recorded, so no days can be counted. Record it: mimawari case known-at TIME",
    ja="事態を知った時点が記録されていないため、期限を計算できません。mimawari case known-at で記録してください。",
)
_DUE = Words(en="Until when", ja="■ 報告の期限")
_LEFT = Words(en="{name}: {left} days left, counted most carefully", ja="{name}：残り{left}日（いちばん早い数え方）")
_TODAY = Words(en="{name}: the last day is today, counted most carefully", ja="{name}：今日が期限です（いちばん早い数え方）")
_PAST = Words(en="{name}: {left} days past, counted most carefully", ja="{name}：期限を{left}日過ぎています（いちばん早い数え方）")
_WAY = Words(en="{day}: {way}", ja="{day}：{way}")
_ASKED = Words(en="Questions that somebody may be able to answer", ja="■ 回答できる方への質問")
_REPLY = Words(en="mimawari case reply {id} yes|no|unknown", ja="回答方法：mimawari case reply {id} yes|no|unknown")
_CAUTIONS = Words(en="Always to be kept in mind", ja="■ 注意")


def clock_lines(clock: LegalClock, tongue: str) -> Iterator[Line]:
    """All of it: the leaning first, then the reasons, the days, the questions and the cautions."""
    yield Line(_HEAD.say(tongue), style=Style.HEAD)
    yield Line(_said(clock.leaning, tongue), style=Style.CARE)
    for side in Side:
        yield from _side(side, [one for one in clock.considerations if one.side is side], tongue)
    if clock.entrusted:
        yield Line(_said(clock.entrusted, tongue) + LAWYER.say(tongue), style=Style.CARE)
    yield from _days(clock, tongue)
    yield from _questions(clock.questions, tongue)
    yield Line()
    yield Line(_CAUTIONS.say(tongue), style=Style.HEAD)
    yield from (Line(_said(one, tongue), lead=_bullet(tongue)) for one in clock.cautions)


def _side(side: Side, found: list[Consideration], tongue: str) -> Iterator[Line]:
    if not found:
        return
    yield Line()
    yield Line(_SIDES[side].say(tongue), style=Style.HEAD)
    for one in found:
        text = _said(one.words, tongue)
        if one.by:
            text += _BY.say(tongue).format(who=shown(one.by, 80))
        if one.evidence:
            text += _EVIDENCE.say(tongue).format(ids=", ".join(shown(name, 40) for name in one.evidence[:5]))
        yield Line(text + (LAWYER.say(tongue) if one.lawyer else ""), lead=_bullet(tongue))
        yield from sources(one.cited, tongue)


def sources(cited: Iterable[Cited], tongue: str) -> Iterator[Line]:
    """Where something is from, each source in a line, with the mark where it is to be checked."""
    for one in cited:
        text = _SOURCE.say(tongue).format(title=one.title.say(tongue), page=one.page, as_of=one.as_of).replace(" （", "（")
        yield Line(text + (CHECK.say(tongue) if one.certainty.to_check else ""), lead="    ", style=Style.FAINT)


def _days(clock: LegalClock, tongue: str) -> Iterator[Line]:
    yield Line()
    yield Line(_DUE.say(tongue), style=Style.HEAD)
    if clock.known_at is None:
        yield Line(_UNKNOWN.say(tongue), style=Style.CARE)
        return
    yield Line(_KNOWN.say(tongue).format(at=moment(clock.known_at, tongue)))
    for one in clock.deadlines:
        yield from _deadline(one, tongue)


def _deadline(one: Deadline, tongue: str) -> Iterator[Line]:
    words = _PAST if one.left < 0 else _LEFT if one.left else _TODAY
    text = words.say(tongue).format(name=one.name.say(tongue), left=abs(one.left))
    yield Line(text, lead=_bullet(tongue), style=Style.CARE if one.left <= 1 else Style.PLAIN)
    for way in one.countings:
        said = _WAY.say(tongue).format(day=way.last_day, way=way.way.say(tongue))
        yield Line(said + (CHECK.say(tongue) if way.cited.certainty.to_check else ""), lead="    ")
    yield from sources(one.cited, tongue)


def _questions(questions: Iterable[Question], tongue: str) -> Iterator[Line]:
    every = tuple(questions)
    if not every:
        return
    yield Line()
    yield Line(_ASKED.say(tongue), style=Style.HEAD)
    for one in every:
        yield Line(one.words.say(tongue) + (LAWYER.say(tongue) if one.lawyer else ""), lead=_bullet(tongue))
        yield Line(one.why.say(tongue), lead="    ", style=Style.FAINT)
        yield Line(_REPLY.say(tongue).format(id=one.id), lead="    ", style=Style.FAINT)
        yield from sources(one.cited, tongue)


def _said(words: Words, tongue: str) -> str:
    return shown(words.say(tongue), 1200)


def _bullet(tongue: str) -> str:
    return "・" if tongue == "ja" else "- "
