"""The legal clock on a page: deadlines with every way of counting, reasons for and against, never an opinion."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.documents.blocks import Block, Point, Points, Table, Text, Tone
from mimawari.faces.documents.phrases import LEFT, SIDE
from mimawari.faces.documents.seen import LAWYER, Seen
from mimawari.faces.safe import shown
from mimawari.model import Cited, Consideration, Counting, Deadline, Side, Words

_HEADS = (
    Words(en="what", ja="内容"),
    Words(en="last day, by way of counting", ja="最終日（数え方別）"),
    Words(en="left (the careful way)", ja="残り（早いほうの数え方）"),
)
_KNOWN = Words(
    en="Counted from the recorded moment of knowledge: {time} ({zone}).", ja="記録された「知った時点」：{time}（{zone}）"
)
_UNKNOWN = Words(
    en="No moment of knowledge is recorded, so no day can be counted. Record it: mimawari case known-at TIME",
    ja="いつ知ったかが記録されていないため、期限を数えられません。記録するには、mimawari case known-at 日時 を実行してください。",
)
_NAMED = Words(en="{name} ({days} days)", ja="{name}（{days}日）")
_WAY = Words(en="{day} – {way}", ja="{day}　{way}")
_LEANING = Words(en="So far: {leaning}", ja="いまのところ：{leaning}")
_BY = Words(en="told by {who}", ja="{who}さんの回答")
_EVIDENCE = Words(en="evidence: {ids}", ja="根拠：{ids}")
_SOURCE = Words(en="source: {title}, as of {day}", ja="出典：{title}（{day}時点）")
_REASON_HEADS = (
    Words(en="points to a duty to report", ja="報告の要否"),
    Words(en="reason", ja="理由"),
    Words(en="from", ja="根拠と出典"),
)
_OPEN = Words(en="Questions that only people can answer", ja="人が答える質問（回答すると、見通しがはっきりします）")


def deadlines(seen: Seen, brief: bool) -> Iterator[Block]:
    """Each deadline with all ways of counting; where no moment of knowledge is there, that."""
    clock = seen.dossier.clock
    yield Text(f"{seen.say(_LEANING, leaning=seen.told(clock.leaning, 200))} {seen.say(LAWYER)}", Tone.STRONG)
    if clock.known_at is None:
        yield Text(seen.say(_UNKNOWN), Tone.CARE)
        return
    yield Text(seen.say(_KNOWN, time=seen.minute(clock.known_at), zone=seen.zone), Tone.FAINT)
    if clock.deadlines:
        rows = tuple(_deadline(seen, one) for one in clock.deadlines[: 4 if brief else None])
        yield Table(tuple(seen.say(head) for head in _HEADS), rows, (3, 7, 3))


def _deadline(seen: Seen, one: Deadline) -> tuple[str, ...]:
    first, last = one.days
    days = str(first) if first == last else f"{first}–{last}"
    # A name may say the days already.
    named = seen.told(one.name, 80)
    name = named if f"{last}" in named else seen.say(_NAMED, name=named, days=days)
    ways = "\n".join(_counted(seen, way) for way in one.countings)
    return (seen.marked(name, one.cited), ways, left(seen, one.left))


def _counted(seen: Seen, one: Counting) -> str:
    return seen.marked(seen.say(_WAY, day=seen.written_day(one.last_day), way=seen.told(one.way, 120)), (one.cited,))


def left(seen: Seen, days: int) -> str:
    """How many days are left, or past."""
    words = LEFT[2] if days == 0 else LEFT[3] if days < 0 else LEFT[1] if days == 1 else LEFT[0]
    return seen.say(words, count=abs(days))


def reasons(seen: Seen) -> Iterator[Block]:
    """Considerations for, against and open, the questions, and the cautions."""
    clock = seen.dossier.clock
    order = sorted(clock.considerations, key=lambda one: list(Side).index(one.side))
    if order:
        yield Table(tuple(seen.say(head) for head in _REASON_HEADS), tuple(_reason(seen, one) for one in order), (2, 6, 5))
    if clock.entrusted:
        yield Text(seen.told(clock.entrusted))
    if clock.questions:
        yield Text(seen.say(_OPEN), Tone.STRONG)
        yield Points(
            tuple(Point(_lawyer(seen, seen.told(one.words), one.lawyer), (seen.told(one.why),)) for one in clock.questions)
        )
    yield from (Text(seen.told(words), Tone.CARE) for words in clock.cautions)


def _reason(seen: Seen, one: Consideration) -> tuple[str, ...]:
    told = [seen.say(_EVIDENCE, ids=seen.view.listed(one.evidence, 6))] if one.evidence else []
    told += [seen.say(_BY, who=shown(one.by, 40))] if one.by else []
    told += [source(seen, cited) for cited in one.cited]
    return (seen.say(SIDE[one.side]), _lawyer(seen, seen.told(one.words), one.lawyer), "\n".join(told))


def source(seen: Seen, cited: Cited) -> str:
    """Where a fact is from, with the mark where it is to be checked."""
    return seen.marked(seen.say(_SOURCE, title=seen.told(cited.title, 120), day=shown(cited.as_of, 10)), (cited,))


def _lawyer(seen: Seen, text: str, lawyer: bool) -> str:
    return f"{text} {seen.say(LAWYER)}" if lawyer else text
