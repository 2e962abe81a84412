"""The timeline of a case as a figure, in local times."""

from __future__ import annotations

from dataclasses import replace

from mimawari.faces import timeline_svg
from mimawari.faces.documents.blocks import Block, Picture, Table, Text, Tone
from mimawari.faces.documents.record import STEPS, name, text
from mimawari.faces.documents.seen import Seen
from mimawari.faces.wrap import shortened
from mimawari.model import DEED_WORDS, Deed, Entry, Lane, Moment, Words

_SCREEN = "system-ui, 'Yu Gothic UI', Meiryo, 'Hiragino Sans', sans-serif"


_MORE = Words(en="and {count} more in the annex", ja="ほか{count}件は別紙")
_TOLD = Words(en="{deed} ({who}): {text}", ja="{deed}（{who}）：{text}")
_BARE = Words(en="{deed} ({who})", ja="{deed}（{who}）")
_OF_THE_RECORD = frozenset((Deed.REPORT_ADDED, Deed.PLANNED, Deed.KNOWN_AT, Deed.ACCEPTED))
_BY_TEXT = STEPS | {Deed.REPORT_ADDED}
_NONE = Words(en="No moment is known yet.", ja="日時の分かっているものは、まだありません。")


def drawn(seen: Seen, marks: tuple[timeline_svg.Marked, ...], fonts: str) -> Picture:
    """The figure alone, in which numbers stand for what happened."""
    svg = timeline_svg.picture(marks, seen.today.isoformat(), seen.tongue, fonts or _SCREEN, listed=False)
    return Picture(svg, timeline_svg.alternative(marks, seen.tongue))


def small(seen: Seen, most: int, fonts: str) -> tuple[Block, ...]:
    """The figure of at most so many moments, and the list that its numbers lead to."""
    every = tuple(one for one in seen.dossier.timeline if _tells(seen, one))
    if not every:
        return (Text(seen.say(_NONE), Tone.FAINT),)
    kept = timeline_svg.chosen(every, len(timeline_svg.fitting(marked(seen, every), most)))
    marks = marked(seen, kept)
    rows = tuple((str(one.number), one.when, shortened(one.what, 150)) for one in marks)
    more = len(seen.dossier.timeline) - len(kept)
    left = [Text(seen.say(_MORE, count=f"{more:,}"), Tone.FAINT)] if more else []
    return (drawn(seen, marks, fonts), Text(seen.say(timeline_svg.SCALE), Tone.FAINT), Table((), rows, (1, 4, 16)), *left)


def marked(seen: Seen, moments: tuple[Moment, ...]) -> tuple[timeline_svg.Marked, ...]:
    """Moments with their numbers and local times; those of entries by the name of what they are about."""
    days = [seen.day(one.at) for one in moments]
    told = [replace(one, words=_words(seen, one)) for one in moments]
    return timeline_svg.marked(told, days, [seen.minute(one.at) for one in moments], seen.tongue)


def _entry(seen: Seen, moment: Moment) -> Entry | None:
    is_of_entry = moment.lane is Lane.RESPONSE and moment.about.isdecimal()
    return seen.entries.get(int(moment.about)) if is_of_entry else None


def _tells(seen: Seen, moment: Moment) -> bool:
    """Whether it says something to who was not there: not how the record itself was kept."""
    entry = _entry(seen, moment)
    return entry is None or entry.deed not in _OF_THE_RECORD


def _words(seen: Seen, moment: Moment) -> Words:
    entry = _entry(seen, moment)
    if entry is None:
        return moment.words
    named = "" if entry.deed in STEPS and entry.text else name(seen, entry, 120)
    parts = [part for part in (named or ("" if entry.deed in _BY_TEXT else entry.about), text(seen, entry)) if part]
    facts = {"deed": DEED_WORDS[entry.deed], "who": entry.who, "text": " ".join(parts)}
    return (_TOLD if parts else _BARE).fill(facts)
