"""Many machines as one picture: the verdict on all of them, those still open, one row each, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari import app
from mimawari.faces.text import counsel
from mimawari.faces.text.body import body
from mimawari.faces.text.detail import heading, hosts, used
from mimawari.faces.text.fleet import Among, Open, among, beside, ranked, sentence, still_open
from mimawari.faces.text.headline import STYLE, headline, result
from mimawari.faces.text.held import held
from mimawari.faces.text.line import Block, Line, Style
from mimawari.faces.text.mails import exact
from mimawari.faces.text.us import beside as us_beside
from mimawari.faces.text.us import section as us
from mimawari.faces.text.view import View
from mimawari.faces.text.why import evidence
from mimawari.model import Words

_MOST_GROUPS, _MOST_NAMES, _MOST_FILES = 6, 20, 3
_REPORT = "report"
_COLUMNS = 6  # the way to the evidence, which stands last, would leave no room for the names

_OPEN = {
    Among.PCS: Words(
        en="Nothing can be said yet of these PCs (which is not the same as no sign):",
        ja="まだ判断できないPC（「感染していない」という意味ではありません）：",
    ),
    Among.MAILBOXES: Words(
        en="Nothing can be said yet of these mailboxes (which is not the same as no sign):",
        ja="まだ判断できないメールボックス（「兆候なし」という意味ではありません）：",
    ),
    Among.ITEMS: Words(
        en="Nothing can be said yet of these (which is not the same as no sign):",
        ja="まだ判断できない対象（「兆候なし」という意味ではありません）：",
    ),
}
_NAMES = Words(en="{standing} ({count}): {names}", ja="{standing}（{count}台）：{names}")
_NAMES_OTHER = Words(en="{standing} ({count}): {names}", ja="{standing}（{count}件）：{names}")
_FILES = Words(en="file: {files}", ja="ファイル：{files}")
_REST = Words(
    en="and {count} more, for other reasons (all: --html)",
    ja="ほかの理由によるものが{count}台あります（すべては --html で確認できます）",
)
_REST_OTHER = Words(
    en="and {count} more, for other reasons (all: --html)",
    ja="ほかの理由によるものが{count}件あります（すべては --html で確認できます）",
)
_ALL_NAMES = Words(en="(all names: --html)", ja="（すべてのPC名は --html で確認できます）")
_ALL_NAMES_OTHER = Words(en="(all names: --html)", ja="（すべての名前は --html で確認できます）")


def merged(view: View) -> Iterator[Block]:
    """The picture of many; of a single machine the usual headline says more."""
    yield from headline(view) if len(view.hosts) < 2 else _headline(view)
    yield from held(view)
    yield from us(view)
    yield Line()
    yield from hosts(view, ranked(view), _COLUMNS)
    yield from body(view, told=_REPORT if len(view.hosts) > 1 else "")
    if view.verdict.because:
        yield from heading(view)
        yield from exact(view)
        yield from evidence(view)
    yield from used(view)


def _headline(view: View) -> Iterator[Line]:
    style = STYLE.get(view.verdict.level, Style.CARE)
    yield Line(result(view), style=style)
    yield Line()
    yield Line(sentence(view), style=style)
    yield from beside(view)
    yield from us_beside(view)
    yield Line(counsel.first(view), lead="→ ", style=Style.HEAD)
    yield from _open(view)


def _open(view: View) -> Iterator[Line]:
    """The machines of which nothing can be said, by name, with the reason in short and what to do."""
    every, kind = still_open(view), among(view)
    pcs = kind is Among.PCS
    if every:
        yield Line()
        yield Line(view.say(_OPEN[kind]), style=Style.CARE)
    for one in every[:_MOST_GROUPS]:
        yield from _group(view, one, _NAMES if pcs else _NAMES_OTHER)
    if rest := sum(len(one.hosts) for one in every[_MOST_GROUPS:]):
        yield Line(view.say(_REST if pcs else _REST_OTHER, count=rest), lead="  ")
    elif any(len(one.hosts) > _MOST_NAMES for one in every):
        yield Line(view.say(_ALL_NAMES if pcs else _ALL_NAMES_OTHER), lead="  ")


def _group(view: View, one: Open, words: Words) -> Iterator[Line]:
    names = view.listed(one.hosts, _MOST_NAMES)
    said = words.say(view.language)
    yield Line(said.format(standing=view.named("level", one.standing), count=len(one.hosts), names=names), lead=view.bullet)
    if one.standing != app.UNCHECKED:
        yield Line(one.why, lead="    ")
    if one.files:
        yield Line(_FILES.say(view.language).format(files=view.listed(one.files, _MOST_FILES)), lead="    ", style=Style.FAINT)
    yield Line(one.remedy, lead="  → ")
