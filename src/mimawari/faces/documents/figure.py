"""The timeline of a case as a figure, in local times."""

from __future__ import annotations

from mimawari.faces import timeline_svg
from mimawari.faces.documents.seen import Seen
from mimawari.model import Moment

_SCREEN = "system-ui, 'Yu Gothic UI', Meiryo, 'Hiragino Sans', sans-serif"


def figure(seen: Seen, most: int, fonts: str = "", listed: bool = True) -> tuple[str, str]:
    """The drawing of at most so many moments, and what it shows in words."""
    marks = marked(seen, timeline_svg.chosen(seen.dossier.timeline, most))
    drawn = timeline_svg.picture(marks, seen.today.isoformat(), seen.tongue, fonts or _SCREEN, listed)
    return drawn, timeline_svg.alternative(marks, seen.tongue)


def marked(seen: Seen, moments: tuple[Moment, ...]) -> tuple[timeline_svg.Marked, ...]:
    """Moments with their numbers and local times."""
    days = [seen.day(one.at) for one in moments]
    return timeline_svg.marked(moments, days, [seen.minute(one.at) for one in moments], seen.tongue)
