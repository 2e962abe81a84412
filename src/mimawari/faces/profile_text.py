"""The sending of an account as a picture of letters: plain ASCII signs, so that every terminal and code page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mimawari.faces.profile import (
    BURST,
    DAYS,
    NETWORKS,
    NEW,
    STEPS,
    TITLE,
    UNUSUAL,
    Chart,
    Day,
    Marks,
    Net,
    chart,
    step,
)
from mimawari.faces.safe import shown
from mimawari.faces.wrap import padded, shortened
from mimawari.model import SendingProfile, Words

WIDEST = 100
_SIGNS = " .:=#"
_LEGEND = Words(en="mails an hour: {signs}   ! {burst}", ja="1時間の通数： {signs}   ! {burst}")
_HEAD = Words(en="hour", ja="時")


def picture(profile: SendingProfile, marks: Marks, language: str, zone: int | None = None) -> str:
    """The picture, no line wider than :data:`WIDEST`; *zone* as :func:`~mimawari.faces.profile.chart` takes it."""
    return "\n".join(shortened(line.rstrip(), WIDEST) for line in _lines(profile, chart(profile, marks, zone), language)) + "\n"


def _lines(profile: SendingProfile, it: Chart, tongue: str) -> Iterator[str]:
    yield TITLE.fill({"account": shown(profile.account, 70)}).say(tongue)
    yield it.head(tongue)
    more_days, more_networks = it.left(tongue)
    if it.days:
        yield ""
        yield padded(_HEAD.say(tongue), 16) + "".join(f"{hour:<3}" for hour in range(24))
        yield from (_day(day, tongue) for day in it.days)
        if more_days:
            yield more_days
        yield _legend(tongue)
    if it.networks:
        yield ""
        yield NETWORKS.say(tongue)
        yield from (_network(net, tongue) for net in it.networks)
    if more_networks:
        yield more_networks


def _day(day: Day, tongue: str) -> str:
    cells = "".join(_cell(count, hour in day.bursts) for hour, count in enumerate(day.mails))
    return padded(f"{day.iso} {DAYS[tongue][day.weekday]}", 16) + cells + f"{day.total:>6,}"


def _cell(count: int, is_burst: bool) -> str:
    sign = _SIGNS[step(count)]
    return f"{sign}{'!' if is_burst else sign if step(count) > 2 else ' '} "


def _legend(tongue: str) -> str:
    ends = [*(f"{low}-{high - 1}" for low, high in pairwise(STEPS)), f"{STEPS[-1]}-"]
    signs = "   ".join(f"{sign} {end}" for sign, end in zip(_SIGNS[1:], ends, strict=True))
    return _LEGEND.fill({"signs": signs, "burst": BURST.say(tongue)}).say(tongue)


def _network(net: Net, tongue: str) -> str:
    mark = f"[{NEW.say(tongue)}] " if net.is_new else ""
    network, mails, span, names = net.told(tongue)
    about = "  ".join(part for part in (span, names, UNUSUAL.say(tongue) if net.is_new else "") if part)
    return f"  {padded(mark, 7)}{network}  {mails}  {about}"
