"""Many machines as one picture: the verdict on all of them, those still open, one row each, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari import app
from mimawari.faces.text import counsel
from mimawari.faces.text.body import body
from mimawari.faces.text.detail import heading, hosts, used
from mimawari.faces.text.file_sentences import any_file
from mimawari.faces.text.fleet import Open, beside, ranked, sentence, still_open
from mimawari.faces.text.headline import STYLE, headline, result
from mimawari.faces.text.line import Block, Line, Style
from mimawari.faces.text.view import View
from mimawari.faces.text.why import evidence
from mimawari.model import Words

_MOST_GROUPS, _MOST_NAMES, _MOST_FILES = 6, 20, 3
_REPORT = "report"
_COLUMNS = 6  # the way to the evidence, which stands last, would leave no room for the names

_OPEN = Words(
    en="Nothing can be said yet of these PCs (which is not the same as no sign):",
    ja="まだ判断できないPC（「感染していない」という意味ではありません）：",
)
_OPEN_FILES = Words(
    en="Nothing can be said yet of these (which is not the same as no sign):",
    ja="まだ判断できないもの（「兆候なし」という意味ではありません）：",
)
_NAMES = Words(en="{standing} ({count}): {names}", ja="{standing}（{count}台）：{names}")
_NAMES_FILES = Words(en="{standing} ({count}): {names}", ja="{standing}（{count}件）：{names}")
_FILES = Words(en="file: {files}", ja="ファイル：{files}")
_REST = Words(
    en="and {count} more, for other reasons (all: --html)",
    ja="ほかの理由によるものが{count}台あります（すべては --html で確認できます）",
)

_ALL_NAMES = Words(en="(all names: --html)", ja="（すべてのPC名は --html で確認できます）")


def merged(view: View) -> Iterator[Block]:
    """The picture of many; of a single machine the usual headline says more."""
    yield from headline(view) if len(view.hosts) < 2 else _headline(view)
    yield Line()
    yield from hosts(view, ranked(view), _COLUMNS)
    yield from body(view, told=_REPORT if len(view.hosts) > 1 else "")
    if view.verdict.because:
        yield from heading(view)
        yield from evidence(view)
    yield from used(view)


def _headline(view: View) -> Iterator[Line]:
    style = STYLE.get(view.verdict.level, Style.CARE)
    yield Line(result(view), style=style)
    yield Line()
    yield Line(sentence(view), style=style)
    yield from beside(view)
    yield Line(counsel.first(view), lead="→ ", style=Style.HEAD)
    yield from _open(view)


def _open(view: View) -> Iterator[Line]:
    """The machines of which nothing can be said, by name, with the reason in short and what to do."""
    every = still_open(view)
    if every:
        yield Line()
        yield Line(view.say(_OPEN_FILES if any_file(view) else _OPEN), style=Style.CARE)
    for one in every[:_MOST_GROUPS]:
        yield from _group(view, one)
    if rest := sum(len(one.hosts) for one in every[_MOST_GROUPS:]):
        yield Line(view.say(_REST, count=rest), lead="  ")
    elif any(len(one.hosts) > _MOST_NAMES for one in every):
        yield Line(view.say(_ALL_NAMES), lead="  ")


def _group(view: View, one: Open) -> Iterator[Line]:
    names = view.listed(one.hosts, _MOST_NAMES)
    said = (_NAMES_FILES if any_file(view) else _NAMES).say(view.language)
    yield Line(said.format(standing=view.named("level", one.standing), count=len(one.hosts), names=names), lead=view.bullet)
    if one.standing != app.UNCHECKED:
        yield Line(one.why, lead="    ")
    if one.files:
        yield Line(_FILES.say(view.language).format(files=view.listed(one.files, _MOST_FILES)), lead="    ", style=Style.FAINT)
    yield Line(one.remedy, lead="  → ")
