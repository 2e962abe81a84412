"""What is done about it: the plan with its states, the desks, and the second check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from mimawari.faces.documents.blocks import Block, Point, Points, Table, Text, Tone
from mimawari.faces.documents.phrases import MEANS, PHASE, STATE, WHO
from mimawari.faces.documents.seen import CHECK, Seen
from mimawari.faces.safe import own, plain, shown, usable
from mimawari.model import Condition, Contact, Ground, HelpDesk, PlanStep, StepState, Words

MOST_STEPS = 150
"""So many steps stand in the annex; the rest is counted."""
_LEFT_OUT = Words(
    en="{count} more steps are left out here. All of them: mimawari case plan",
    ja="このほか{count}件の手順は省略しています。すべては mimawari case plan で確認できます。",
)
_HEADS = (
    Words(en="phase", ja="段階"),
    Words(en="step", ja="内容"),
    Words(en="for", ja="対象"),
    Words(en="who", ja="担当"),
    Words(en="state", ja="状態"),
    Words(en="because of", ja="理由"),
)
_DESK_HEADS = (
    Words(en="desk", ja="相談先"),
    Words(en="how to reach it", ja="連絡方法"),
    Words(en="helps with", ja="できること"),
    Words(en="to bring", ja="用意するもの"),
)
_AS_OF = Words(en="as of {day}: {page}", ja="{day}時点：{page}")
_AS_OF_ONLY = Words(en="as of {day}", ja="{day}時点")
_OLD = Words(en="read {days} days ago: it may have changed", ja="{days}日前の情報です。変わっている可能性があります")
_NOT_FOR = Words(en="mind: {what}", ja="注意：{what}")
_DESTROYS = Words(en="What it destroys: {what}", ja="失われるもの：{what}")
_WAITS = Words(en="once a second look has made the suspicion certain", ja="もう一度調べて疑いが確かになってから")
_SUSPECTED = Words(en="as a precaution", ja="念のため")
_REASONS = Words(en="Reasons by number", ja="理由の一覧")
_FORBIDDEN = Words(en="What must not be done now", ja="いま、してはいけないこと")
_CONDITIONS = Words(en="Conditions for lifting the isolation", ja="切り離しを解除するための条件")
_MET = {
    True: Words(en="met", ja="満たしている"),
    False: Words(en="not met", ja="満たしていない"),
    None: Words(en="cannot be told", ja="分からない"),
}
_UNCHECKED = Words(en="Not checked yet: {hosts}", ja="まだ調べていないもの：{hosts}")
_BACK = Words(en="Signs came back: {hosts}", ja="再び兆候が見られるもの：{hosts}")
_NEW = Words(en="new", ja="新規")
_STILL = Words(en="still there", ja="継続")
_GONE = Words(en="no longer seen", ja="今回は見られない")
_MOST, _MOST_GROUNDS = 20, 60


def plan(seen: Seen) -> Iterator[Block]:
    """Each step with its state, phase by phase; before them what must not be done."""
    it = seen.dossier.plan
    if it.forbidden:
        yield Text(seen.say(_FORBIDDEN), Tone.STRONG)
        yield Points(tuple(Point(seen.told(words), mark="×") for words in it.forbidden))
    if it.steps:
        numbers = {ground: f"R{place}" for place, ground in enumerate(dict.fromkeys(_grounds(seen)), 1)}
        rows = tuple(islice(_steps(seen, numbers), MOST_STEPS))
        yield Table(tuple(seen.say(head) for head in _HEADS), rows, (5, 13, 5, 5, 6, 4))
        if left := len(it.steps) - len(rows):
            yield Text(seen.say(_LEFT_OUT, count=f"{left:,}"), Tone.CARE)
        yield from _listed(seen, numbers)


def _grounds(seen: Seen) -> Iterator[Ground]:
    return (ground for one in seen.dossier.plan.steps for ground in one.grounds)


def _listed(seen: Seen, numbers: Mapping[Ground, str]) -> Iterator[Block]:
    """What the numbers in the table stand for: most steps have the same reasons."""
    points = [Point(f"{seen.told(one.words, 300)} ({shown(one.id, 20)})", mark=number) for one, number in numbers.items()]
    rest = [Point(seen.more(len(points) - _MOST_GROUNDS), mark="…")] if len(points) > _MOST_GROUNDS else []
    if points:
        yield Text(seen.say(_REASONS), Tone.STRONG)
        yield Points((*points[:_MOST_GROUNDS], *rest))


def _steps(seen: Seen, numbers: Mapping[Ground, str]) -> Iterator[tuple[str, ...]]:
    """The phase stands where it begins."""
    before = None
    for one in seen.dossier.plan.steps:
        phase = f"{one.step.phase.rank + 1} {seen.say(PHASE[one.step.phase])}" if one.step.phase is not before else ""
        yield (phase, *_step(seen, one), ", ".join(numbers[ground] for ground in one.grounds[:_MOST]))
        before = one.step.phase


def _step(seen: Seen, one: PlanStep) -> tuple[str, ...]:
    title = seen.marked(seen.told(one.step.title, 200), (*one.step.cited, *(menu.cited for menu in one.step.menus)))
    notes = [seen.say(_WAITS if one.waits else _SUSPECTED)] if one.is_precaution else []
    notes += [_DESTROYS.say(seen.tongue).format(what=seen.told(one.step.destroys, 200))] if one.step.destroys else []
    said = "\n".join((title, *notes, own(one.key, 120)))
    return (said, usable(one.target), seen.say(WHO[one.step.who]), _state(seen, one))


def _state(seen: Seen, one: PlanStep) -> str:
    found = next(((state, entry) for key, state, entry in seen.dossier.state.steps if key == one.key), None)
    if found is None:
        return seen.say(STATE[StepState.OPEN])
    state, entry = found
    return "\n".join((seen.say(STATE[state]), seen.minute(entry.at), shown(entry.who, 40)))


def desks(seen: Seen) -> Iterator[Block]:
    """Whom to ask, in order, each way with its mark, and of when what is said of it is."""
    rows = tuple(_desk(seen, one) for one in seen.dossier.desks)
    if rows:
        yield Table(tuple(seen.say(head) for head in _DESK_HEADS), rows, (7, 7, 6, 4))


def _desk(seen: Seen, one: HelpDesk) -> tuple[str, ...]:
    name = seen.marked(seen.told(one.name, 120), (one.cited,))
    page = plain(one.cited.page)
    about = [seen.say(_AS_OF if page else _AS_OF_ONLY).format(day=shown(one.cited.as_of, 10), page=page)]
    about += [f"{seen.say(_OLD, days=one.age(seen.today))} {seen.say(CHECK)}"] if one.is_old(seen.today) else []
    helps = [seen.told(one.helps, 300)]
    helps += [seen.say(_NOT_FOR, what=seen.told(one.not_for, 200))] if one.not_for else []
    return (
        "\n".join((name, *about)),
        "\n".join(_contact(seen, way) for way in one.contacts),
        "\n".join(helps),
        "\n".join(seen.told(words, 120) for words in one.bring),
    )


def _contact(seen: Seen, one: Contact) -> str:
    """Our own data: it stays as it is, so that it can be used."""
    hours = f" ({seen.told(one.hours, 120)})" if one.hours else ""
    text = f"{seen.say(MEANS[one.means])}: {plain(one.value)}{hours}"
    return f"{text} {seen.say(CHECK)}" if one.certainty.to_check else text


def again(seen: Seen) -> Iterator[Block]:
    """The second check, where there was one."""
    it = seen.dossier.recheck
    if it is None:
        return
    yield Text(seen.say(_CONDITIONS), Tone.STRONG)
    yield Points(tuple(_condition(seen, one) for one in it.conditions))
    if it.unchecked:
        yield Text(seen.say(_UNCHECKED).format(hosts=seen.view.listed(it.unchecked, _MOST)), Tone.CARE)
    if it.reinfected:
        yield Text(seen.say(_BACK).format(hosts=seen.view.listed(it.reinfected, _MOST)), Tone.CARE)
    changes = ((_NEW, it.new), (_STILL, it.still), (_GONE, it.gone))
    points = [Point(seen.told(words, 300), mark=seen.say(mark)) for mark, every in changes for words in every[:_MOST]]
    left = sum(max(0, len(every) - _MOST) for _, every in changes)
    yield Points((*points, *([Point(seen.more(left), mark="…")] if left else [])))


def _condition(seen: Seen, one: Condition) -> Point:
    return Point(seen.told(one.words, 300), tuple(seen.told(words, 200) for words in one.because), seen.say(_MET[one.met]))
