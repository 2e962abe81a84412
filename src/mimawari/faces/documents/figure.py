"""The timeline of a case as a figure, in local times."""

from __future__ import annotations

from mimawari.faces import timeline_svg
from mimawari.faces.documents.blocks import Block, Picture, Table, Text, Tone
from mimawari.faces.documents.seen import Seen
from mimawari.faces.wrap import shortened
from mimawari.model import Moment, Words

_SCREEN = "system-ui, 'Yu Gothic UI', Meiryo, 'Hiragino Sans', sans-serif"


_NONE = Words(en="No moment is known yet.", ja="日時の分かっているものは、まだありません。")


def drawn(seen: Seen, marks: tuple[timeline_svg.Marked, ...], fonts: str) -> Picture:
    """The figure alone, in which numbers stand for what happened."""
    svg = timeline_svg.picture(marks, seen.today.isoformat(), seen.tongue, fonts or _SCREEN, listed=False)
    return Picture(svg, timeline_svg.alternative(marks, seen.tongue))


def small(seen: Seen, most: int, fonts: str) -> tuple[Block, ...]:
    """The figure of at most so many moments, and the list that its numbers lead to."""
    every = seen.dossier.timeline
    if not every:
        return (Text(seen.say(_NONE), Tone.FAINT),)
    kept = timeline_svg.chosen(every, len(timeline_svg.fitting(marked(seen, every), most)))
    marks = marked(seen, kept)
    rows = tuple((str(one.number), one.when, shortened(one.what, 90)) for one in marks)
    left = [Text(seen.more(len(every) - len(kept)), Tone.FAINT)] if len(every) > len(kept) else []
    return (drawn(seen, marks, fonts), Text(seen.say(timeline_svg.SCALE), Tone.FAINT), Table((), rows, (1, 4, 16)), *left)


def marked(seen: Seen, moments: tuple[Moment, ...]) -> tuple[timeline_svg.Marked, ...]:
    """Moments with their numbers and local times."""
    days = [seen.day(one.at) for one in moments]
    return timeline_svg.marked(moments, days, [seen.minute(one.at) for one in moments], seen.tongue)
