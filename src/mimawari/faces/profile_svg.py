"""The sending of an account as an SVG picture that stands alone: no script, nothing to fetch, readable in light and dark.

What stands out is told by a pattern and by words, never by colour alone. Every value is made harmless and escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import log1p

from mimawari.faces.profile import (
    BURST,
    DAYS,
    EMPTY,
    NETWORKS,
    NEW,
    TITLE,
    UNUSUAL,
    Chart,
    Day,
    Marks,
    Net,
    chart,
)
from mimawari.faces.safe import shown
from mimawari.faces.wrap import shortened
from mimawari.model import SendingProfile, Words

_WIDTH, _LEFT, _CELL, _ROW, _TOP, _BAR = 960, 130, 31, 26, 96, 20
_STYLE = (
    "text{font:13px system-ui,'Yu Gothic UI',Meiryo,'Hiragino Sans',sans-serif;fill:var(--ink)}"
    ".title{font-size:16px;font-weight:bold}.faint{fill:var(--faint)}.end{text-anchor:end}.mid{text-anchor:middle}"
    ".bold{font-weight:bold}.back{fill:var(--back)}.grid{stroke:var(--line)}.bar{fill:var(--bar)}"
    ".burst{fill:url(#stripes);stroke:var(--ink);stroke-width:1.5}.stripe{stroke:var(--ink);stroke-width:3}"
    ".new{fill:none;stroke:var(--ink);stroke-width:1.5;stroke-dasharray:4 3}"
    ":root{--ink:#1b1b1b;--faint:#595959;--back:#fff;--line:#c8c8c8;--bar:#6a8caf}"
    "@media (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--faint:#a8a8a8;--back:#191919;--line:#4a4a4a;--bar:#7fa6cf}}"
)
_STRIPES = (
    '<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" class="back"/><path d="M0 0V6" class="stripe"/></pattern></defs>'
)
_DESC = Words(
    en="Mails an hour from {first} to {last}: {count} in all, at most {most} in one hour. {bursts} {nets}",
    ja="{first}から{last}までの1時間ごとの送信数：合計{count}通、1時間に最大{most}通。{bursts}{nets}",
)
_BURSTS = Words(en="Hours with far more than usual: {hours}.", ja="普段より急に多い時間：{hours}。")
_NETS = Words(en="Networks not used before: {nets}.", ja="これまで使われたことのないネットワーク：{nets}。")
_BAR_IS = Words(en="the higher the bar, the more mails in that hour", ja="棒が高いほど、その1時間の送信数が多い")
_HOUR = Words(en="{day} {hour}:00: {count} mails", ja="{day} {hour}時台：{count}通")
_MOST_TOLD = 10


def picture(profile: SendingProfile, marks: Marks, language: str, zone: int | None = None) -> str:
    """The picture as an SVG document; *zone* as :func:`~mimawari.faces.profile.chart` takes it."""
    it = chart(profile, marks, zone)
    body = list(_body(it, language))
    height = int(max((y for y, _ in body), default=_TOP)) + 24
    title = TITLE.fill({"account": shown(profile.account, 90)}).say(language)
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc" lang="{language}">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_described(it, language))}</desc>',
        f"<style>{_STYLE}</style>",
        _STRIPES,
        f'<rect class="back" width="{_WIDTH}" height="{height}"/>',
        _text(16, 28, shortened(title, 110), "title"),
    )
    return "\n".join((*head, *(line for _, line in body), "</svg>")) + "\n"


def _described(it: Chart, tongue: str) -> str:
    if not it.days:
        return EMPTY.say(tongue)
    hours = [f"{day.iso} {hour:02}:00" for day in it.days for hour in sorted(day.bursts)]
    nets = [shown(net.of.network, 44) for net in it.networks if net.is_new]
    both = [(_BURSTS, "hours", hours), (_NETS, "nets", nets)]
    told = [words.fill({name: _row(every)}).say(tongue) if every else "" for words, name, every in both]
    facts = {"first": it.first, "last": it.last, "count": f"{it.total:,}", "most": f"{it.highest:,}"}
    return _DESC.fill({**facts, "bursts": told[0], "nets": told[1]}).say(tongue).strip()


def _row(every: list[str]) -> str:
    return ", ".join(every[:_MOST_TOLD]) + (" …" if len(every) > _MOST_TOLD else "")


def _body(it: Chart, tongue: str) -> Iterator[tuple[float, str]]:
    """Each piece of the picture with the height that it reaches down to."""
    y: float = _TOP
    if it.days:
        yield 50, _text(16, 50, it.head(tongue), "faint")
        yield from ((_TOP, _text(_LEFT + _CELL * (hour + 0.5), _TOP - 10, str(hour), "faint mid")) for hour in range(24))
    else:
        yield 60, _text(16, 60, it.head(tongue))
    for day in it.days:
        yield from ((y + _ROW, line) for line in _day(day, y, it.highest, tongue))
        y += _ROW
    if it.more_days:
        y += 20
        yield y, _text(16, y, it.left(tongue)[0], "faint")
    if it.days:
        yield from _legend(y + 30, tongue)
        y += 40
    yield from _networks(it, y, tongue)


def _day(day: Day, y: float, highest: int, tongue: str) -> Iterator[str]:
    base = y + _ROW - 3
    yield _text(16, base - 5, f"{day.iso} {DAYS[tongue][day.weekday]}")
    yield f'<path class="grid" d="M{_LEFT} {base}H{_LEFT + 24 * _CELL}"/>'
    for hour, count in enumerate(day.mails):
        if not count:
            continue
        tall = max(2.0, _BAR * log1p(count) / log1p(highest))
        at = _LEFT + hour * _CELL + 4
        said = _HOUR.fill({"day": day.iso, "hour": hour, "count": f"{count:,}"}).say(tongue)
        is_burst = hour in day.bursts
        told = f"{said} ({BURST.say(tongue)})" if is_burst else said
        yield (
            f'<rect class="{"burst" if is_burst else "bar"}" x="{at}" y="{base - tall:.1f}" width="{_CELL - 12}" '
            f'height="{tall:.1f}"><title>{escape(told)}</title></rect>'
        )
        if is_burst:
            yield _text(at + _CELL - 10, base - 4, "!", "bold")
    yield _text(_WIDTH - 16, base - 5, f"{day.total:,}", "end")


def _legend(y: float, tongue: str) -> Iterator[tuple[float, str]]:
    yield y, f'<rect class="bar" x="16" y="{y - 11}" width="14" height="12"/>'
    yield y, _text(36, y, _BAR_IS.say(tongue), "faint")
    yield y, f'<rect class="burst" x="420" y="{y - 11}" width="14" height="12"/>'
    yield y, _text(440, y, f"! {BURST.say(tongue)}", "faint")


def _networks(it: Chart, y: float, tongue: str) -> Iterator[tuple[float, str]]:
    if not it.networks:
        return
    y += 26
    yield y, _text(16, y, NETWORKS.say(tongue), "bold")
    for net in it.networks:
        y += 24
        yield from ((y, line) for line in _network(net, y, tongue))
    if it.more_networks:
        y += 24
        yield y, _text(16, y, it.left(tongue)[1], "faint")


def _network(net: Net, y: float, tongue: str) -> Iterator[str]:
    if net.is_new:
        yield f'<rect class="new" x="14" y="{y - 15}" width="{_WIDTH - 28}" height="21" rx="3"/>'
        yield _text(20, y, NEW.say(tongue), "bold")
    network, mails, span, names = net.told(tongue)
    yield _text(70, y, shortened(network, 46))
    yield _text(400, y, mails, "end")
    about = "  ".join(part for part in (span, UNUSUAL.say(tongue) if net.is_new else "", names) if part)
    yield _text(420, y, shortened(about, 74), "" if net.is_new else "faint")


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}"{named}>{escape(text)}</text>'
