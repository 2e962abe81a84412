"""What an administrator wants to know besides: the hosts, the period it fits, what was used and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.beside import best_eras, levels
from mimawari.faces.text.line import Block, Line, Style, Table
from mimawari.faces.text.mails import exact
from mimawari.faces.text.moments import day
from mimawari.faces.text.used import used as used
from mimawari.faces.text.view import ITSELF, STANDINGS, HostView, View
from mimawari.faces.text.why import counted, evidence
from mimawari.model import Level, Source, Words

_DETAIL = Words(en="Details", ja="■ 詳細")
HEADS = (
    Words(en="name", ja="名前"),
    Words(en="result", ja="判定"),
    Words(en="reasons", ja="理由"),
    Words(en="unseen", ja="未確認"),
    Words(en="kind", ja="種類"),
    Words(en="as of", ja="時点"),
    Words(en="place", ja="場所"),
)
_ALONE = (0, 4, 5, 6)  # what is worth saying of a single machine, whose result and reasons stand above
_MOST_HOSTS = 50
_NONE = "-"
_REST = Words(en="and {count} more: {levels}.", ja="ほか{count}件：{levels}")
_COLON = Words(en=": ", ja="：")
_LOOKED = Words(en="looked at: ", ja="調べたもの：")
_ERAS = Words(en="Fits best the Emotet of:", ja="特徴が最もよく一致するEmotetの活動時期：")


def detail(view: View) -> Iterator[Block]:
    """The hosts, the periods, the counts, the tool."""
    yield from heading(view)
    yield from hosts(view)
    yield from exact(view)
    yield from evidence(view)
    yield from eras(view)
    if view.verdict.level is not Level.NO_SIGN and (counts := counted(view)):
        yield Line(counts, lead="  " + view.say(_LOOKED))
    yield from used(view)


def heading(view: View) -> Iterator[Line]:
    """What stands above them."""
    yield Line()
    yield Line(view.say(_DETAIL), style=Style.HEAD)


def hosts(view: View, every: Sequence[HostView] = (), columns: int = len(HEADS)) -> Iterator[Block]:
    """One row a machine, the worst where there are very many, in the order of *every*; a single one in lines of its own."""
    every = every or view.hosts
    heads = tuple(view.say(head) for head in HEADS)
    worst = sorted(every, key=lambda host: STANDINGS.index(host.standing))
    rest, kept = worst[_MOST_HOSTS:], {id(host) for host in worst[:_MOST_HOSTS]}
    rows = tuple(cells(view, host) for host in every if id(host) in kept)
    if len(rows) > 1:
        yield Table(heads[:columns], tuple(row[:columns] for row in rows))
    if rest:
        yield Line(view.say(_REST, count=len(rest), levels=levels(view, rest)), lead="  ")
    for place in _ALONE if len(rows) == 1 else ():
        if rows[0][place] != _NONE:
            yield Line(rows[0][place], lead=f"  {heads[place]}{view.say(_COLON)}")


def cells(view: View, host: HostView) -> tuple[str, ...]:
    """What is to be said of a machine in one row: a cell for each of :data:`HEADS`."""
    known = sorted({source.seen_at for source in host.sources if source.seen_at})
    kinds = dict.fromkeys(view.named("source-kind", source.kind) for source in host.sources)
    holes = len({word for source in host.sources for word in app.holes(source)})
    return (
        shown(host.name, 40),
        view.named("level", host.word),
        str(len({finding.sentence for finding in host.verdict.because})),
        str(holes),
        view.listed(kinds, 2),
        day(known[-1]) if known else _NONE,
        view.listed(dict.fromkeys(_place(view, source) for source in host.sources if source.kind != app.UNCHECKED), 2) or _NONE,
    )


def _place(view: View, source: Source) -> str:
    """Where the evidence lay."""
    return view.say(ITSELF) if source.kind in ("live", "no-windows") else source.place


def eras(view: View) -> Iterator[Line]:
    """The periods of Emotet's history that most of the deciding findings fit."""
    names = best_eras(view)
    if names and view.verdict.level in (Level.INFECTED, Level.SUSPECTED):
        yield Line(view.say(_ERAS), lead="  ")
        for name in names:
            yield Line(view.say(view.known.eras[name].words), lead="    - ")
