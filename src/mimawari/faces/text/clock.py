"""The legal clock in words: reasons for a report and against one, what is open, and the days that are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.faces.both_times import in_japan
from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.model import TO_CHECK, Cited, Consideration, Deadline, LegalClock, Question, Side, Words

LAWYER = Words(en=" [ask a lawyer]", ja="【弁護士に確認】")
_HEAD = Words(en="A report under the law on personal information: reasons and days", ja="■ 個人情報保護法の報告を考える材料")
_SIDES = {
    Side.FOR: Words(en="Reasons for a report", ja="報告が必要と考えられる材料"),
    Side.AGAINST: Words(en="Reasons against a report", ja="報告は必要ないと考えられる材料"),
    Side.OPEN: Words(en="Not known, or pointing neither way", ja="まだ分からないこと・どちらとも言えないこと"),
}
_BY = Words(en=" (told by {who})", ja="（回答：{who}）")
_EVIDENCE = Words(en="evidence: {ids}", ja="根拠：{ids}")
_MORE = Words(en=" and {count} more", ja=" ほか{count}件")
_IDS = 5
_SOURCES = Words(en="Sources", ja="■ 出典")
_MEANS = Words(
    en="[to be checked]: not read in the source itself, or read nowhere. Look on the official site, or ask a lawyer.",
    ja="【要確認】は、出典そのもので確認できていない内容です。公式サイトで確認するか、弁護士に相談してください。",
)
_SOURCE = Words(en="[{number}] {title} {page} (as of {as_of})", ja="［{number}］{title} {page}（{as_of}時点）")
_REF = Words(en=" [{numbers}]", ja="［{numbers}］")
_KNOWN = Words(en="It became known: {at}", ja="事態を知った時点：{at}")
_UNKNOWN = Words(
    en="When it became known is not recorded, so no days can be counted. Record it: mimawari case known-at TIME",
    ja="事態を知った時点が記録されていないため、期限を計算できません。mimawari case known-at で記録してください。",
)
_DUE = Words(en="Until when, if a report is due", ja="■ 報告が必要な場合の期限")
_LEFT = Words(en="{name}: {left} left (by the earliest count)", ja="{name}：残り{left}（いちばん早い数え方）")
_TODAY = Words(en="{name}: the last day is today (by the earliest count)", ja="{name}：今日が期限です（いちばん早い数え方）")
_PAST = Words(en="{name}: {left} overdue (by the earliest count)", ja="{name}：期限を{left}過ぎています（いちばん早い数え方）")
_DAY = Words(en="1 day", ja="1日")
_DAYS = Words(en="{count} days", ja="{count}日")
_LATE = Words(
    en="Also when a day is past: ask a lawyer at once. If a report is due, hand it in without waiting any longer.",
    ja="期限を過ぎていても、すぐに弁護士に相談してください。報告が必要な場合は、それ以上待たずに報告してください。",
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
    yield Line(_MEANS.say(tongue), style=Style.FAINT)
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
        yield Line(text + _marks(one.cited, notes, tongue, one.lawyer), lead=_bullet(tongue))
        if one.evidence:
            yield Line(_EVIDENCE.say(tongue).format(ids=_ids(one.evidence, tongue)), lead="    ", style=Style.FAINT)


def _ids(evidence: tuple[str, ...], tongue: str) -> str:
    more = len(evidence) - _IDS
    names = ", ".join(shown(name, 40) for name in evidence[:_IDS])
    return names + (_MORE.say(tongue).format(count=more) if more > 0 else "")


def _days(clock: LegalClock, notes: Notes, tongue: str) -> Iterator[Line]:
    yield from _headed(_DUE, tongue)
    if clock.known_at is None:
        yield Line(_UNKNOWN.say(tongue), style=Style.CARE)
        return
    yield Line(_KNOWN.say(tongue).format(at=in_japan(clock.known_at).say(tongue)))
    for one in clock.deadlines:
        yield from _deadline(one, notes, tongue)
    if any(one.left < 0 for one in clock.deadlines):
        yield Line(_LATE.say(tongue), style=Style.CARE)


def _deadline(one: Deadline, notes: Notes, tongue: str) -> Iterator[Line]:
    words = _PAST if one.left < 0 else _LEFT if one.left else _TODAY
    days = _DAY if abs(one.left) == 1 else _DAYS.fill({"count": abs(one.left)})
    text = words.fill({"name": one.name, "left": days}).say(tongue) + _marks(one.cited, notes, tongue)
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
    for (title, page, as_of), number in notes.items():
        text = _SOURCE.say(tongue).format(number=number, title=title.say(tongue), page=page, as_of=as_of)
        yield Line(text.replace(" （", "（").replace("  ", " "), style=Style.FAINT)


def _marks(cited: Iterable[Cited], notes: Notes, tongue: str, lawyer: bool = False) -> str:
    """The marks behind a sentence: to be checked, for a lawyer, and the numbers of its sources."""
    every = tuple(cited)
    numbers = dict.fromkeys(notes.setdefault((one.title, one.page, one.as_of), len(notes) + 1) for one in every)
    text = check(tongue) if any(one.certainty.to_check for one in every) else ""
    text += LAWYER.say(tongue) if lawyer else ""
    return text + (_REF.say(tongue).format(numbers=", ".join(map(str, numbers))) if numbers else "")


def check(tongue: str) -> str:
    """The mark of what is to be checked, as it stands behind a sentence; what it means is said once on the page."""
    return ("" if tongue == "ja" else " ") + TO_CHECK.say(tongue)


def _headed(words: Words, tongue: str) -> Iterator[Line]:
    yield Line()
    yield Line(words.say(tongue), style=Style.HEAD)


def _said(words: Words, tongue: str) -> str:
    return shown(words.say(tongue), 1200)


def _bullet(tongue: str) -> str:
    return "・" if tongue == "ja" else "- "
