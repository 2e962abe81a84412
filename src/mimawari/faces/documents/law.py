"""The legal clock on a page: deadlines with every way of counting, reasons for and against, never an opinion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mimawari.faces.documents.blocks import Block, Point, Points, Table, Text, Tone
from mimawari.faces.documents.phrases import LEFT, SIDE
from mimawari.faces.documents.seen import CHECK, LAWYER, Seen
from mimawari.faces.safe import shown
from mimawari.model import Cited, Consideration, Counting, Deadline, Side, Situation, Words

_HEADS = (
    Words(en="what", ja="内容"),
    Words(en="last day, by way of counting", ja="最終日（数え方別）"),
    Words(en="left (earliest)", ja="残り（早いほう）"),
)
_MOST, _ALL, _LONG = 4, 100, 300
"""So many deadlines stand on the management page, and so many ways of counting one, and
so many letters of a sentence, in the annex."""
_CALM = frozenset((Situation.ADDRESS_ONLY, Situation.EXPOSED, Situation.NO_SIGN))
_KNOWN = Words(
    en="Counted from the recorded moment of knowledge: {time} ({zone}).", ja="記録された「知った時点」：{time}（{zone}）"
)
_UNKNOWN = Words(
    en="No moment of knowledge is recorded, so no day can be counted. Record it: mimawari case known-at TIME",
    ja="いつ知ったかが記録されていないため、期限を数えられません。記録するには、mimawari case known-at 日時 を実行してください。",
)
_NAMED = Words(en="{name} ({days} days)", ja="{name}（{days}日）")
_BETWEEN = Words(en="(latest; {count} more in the annex)", ja="（いちばん遅い日。ほか{count}通りは別紙）")
_EARLIEST = Words(en="({count} more in the annex)", ja="（ほか{count}通りは別紙）")
_FIRST = Words(en="earliest last day, by way of counting", ja="いちばん早い最終日（数え方）")
_WAY = Words(en="{day} – {way}", ja="{day}　{way}")
_BY = Words(en="told by {who}", ja="{who}さんの回答")
_EVIDENCE = Words(en="evidence: {ids}", ja="根拠：{ids}")
_SOURCE = Words(en="source: {title}, as of {day}", ja="出典：{title}（{day}時点）")
_REASON_HEADS = (
    Words(en="for or against a report", ja="報告の要否"),
    Words(en="reason", ja="理由"),
    Words(en="from", ja="根拠と出典"),
)
_CAUTIONS = Words(en="To be borne in mind", ja="注意していただきたいこと")
_OPEN = Words(en="Questions that only people can answer", ja="人が答える質問（回答すると、見通しがはっきりします）")


def deadlines(seen: Seen, ways: int = _ALL, text: int = _LONG) -> Iterator[Block]:
    """Each deadline with its ways of counting, the earliest and the latest of them where there are more than *ways*.

    With *ways* of one it is the earliest.

    Where no moment of knowledge is there, that is said. No sentence is longer than *text* letters.
    """
    clock = seen.dossier.clock
    yield Text(f"{seen.told(clock.leaning, text)} {seen.say(LAWYER)}", Tone.STRONG)
    if clock.known_at is None:
        # Where nothing was taken from the firm, its management is not asked for a moment to count from.
        if ways >= _ALL or not _CALM.issuperset(seen.dossier.plan.situations):
            yield Text(seen.say(_UNKNOWN), Tone.CARE)
        return
    yield Text(seen.say(_KNOWN, time=seen.minute(clock.known_at), zone=seen.zone), Tone.FAINT)
    if clock.deadlines:
        yield _table(seen, clock.deadlines[: _MOST if ways < _ALL else None], ways, text)


def _table(seen: Seen, every: Sequence[Deadline], ways: int, text: int) -> Table:
    """A mark that would stand in every row stands in the head."""
    names = all(_to_check(one.cited) for one in every)
    countings = all(_to_check((way.cited,)) for one in every for way in one.countings)
    name, last, rest = (seen.say(head) for head in (_HEADS[0], _FIRST if ways == 1 else _HEADS[1], _HEADS[2]))
    check = f" {seen.say(CHECK)}"
    heads = (name + check * names, last + check * countings, rest)
    return Table(
        heads,
        tuple(_deadline(seen, one, ways, text, (names, countings)) for one in every),
        (12, 18, 5) if ways == 1 else (9, 20, 5),
    )


def _to_check(cited: Iterable[Cited]) -> bool:
    return any(one.certainty.to_check for one in cited)


def _deadline(seen: Seen, one: Deadline, most: int, text: int, above: tuple[bool, bool]) -> tuple[str, ...]:
    """*above*: the marks of its name and of its ways of counting stand in the head."""
    first, last = one.days
    days = str(first) if first == last else f"{first}–{last}"
    # A name may say the days already.
    named = seen.told(one.name, min(text, 80))
    name = named if f"{last}" in named else _NAMED.say(seen.tongue).format(name=named, days=days)
    every = one.countings
    kept = every if len(every) <= most else (*every[: most - 1], every[-1]) if most > 1 else every[:1]
    ways = "\n".join(_counted(seen, way, min(text, 120), above[1]) for way in kept)
    rest = f" {seen.say(_BETWEEN if most > 1 else _EARLIEST, count=len(every) - len(kept))}" if len(every) > len(kept) else ""
    return (name if above[0] else seen.marked(name, one.cited), ways + rest, left(seen, one.left))


def _counted(seen: Seen, one: Counting, text: int, is_above: bool) -> str:
    said = _WAY.say(seen.tongue).format(day=seen.written_day(one.last_day), way=seen.told(one.way, text))
    return said if is_above else seen.marked(said, (one.cited,))


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
            tuple(
                Point(_lawyer(seen, seen.marked(seen.told(one.words), one.cited), one.lawyer), (seen.told(one.why),))
                for one in clock.questions
            )
        )
    if clock.cautions:
        yield Text(seen.say(_CAUTIONS), Tone.STRONG)
        yield Points(tuple(Point(seen.told(words)) for words in clock.cautions))


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
