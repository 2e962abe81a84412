"""What an administrator wants to know besides: the hosts, the period it fits, what was used and when."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.headline import moment
from mimawari.faces.text.line import Block, Line, Style, Table
from mimawari.faces.text.view import HostView, View
from mimawari.faces.text.why import looked_at
from mimawari.model import Level, Words

_DETAIL = Words(en="Details", ja="■ 詳細")
_HEADS = (
    Words(en="name", ja="名前"),
    Words(en="result", ja="判定"),
    Words(en="reasons", ja="理由"),
    Words(en="not seen", ja="未確認"),
    Words(en="kind", ja="種類"),
    Words(en="state of (UTC)", ja="データの時点（UTC）"),
    Words(en="given as", ja="指定した場所"),
)
_ERAS = Words(en="Fits the Emotet of:", ja="特徴が一致するEmotetの活動時期：")
_USED = Words(
    en="mimawari {version}, knowledge {knowledge} of {as_of}. Looked at on {started} (UTC).",
    ja="mimawari {version}、知識データ {knowledge}（{as_of}版）、確認日時 {started}（UTC）",
)
_GUARANTEE = Words(
    en="This result says what was found in the data that were looked at. It does not prove that no other malware is there.",
    ja="この結果は、調べたデータから分かったことを示すものです。ほかのマルウェアがないことを証明するものではありません。",
)


def detail(view: View) -> Iterator[Block]:
    """The hosts, the periods, the counts, the tool."""
    yield Line()
    yield Line(view.say(_DETAIL), style=Style.HEAD)
    yield hosts(view)
    yield from eras(view)
    if view.verdict.because:
        yield from looked_at(view)
    yield from used(view)


def hosts(view: View) -> Table:
    """One row a machine."""
    return Table(tuple(view.say(head) for head in _HEADS), tuple(_row(view, host) for host in view.hosts))


def _row(view: View, host: HostView) -> tuple[str, ...]:
    known = sorted({source.seen_at for source in host.sources if source.seen_at})
    kinds = dict.fromkeys(view.named("source-kind", source.kind) for source in host.sources)
    holes = len({word for source in host.sources for word in app.holes(source)})
    return (
        shown(host.name, 30),
        view.named("level", host.level),
        str(len(host.verdict.because)),
        str(holes),
        view.listed(kinds, 2),
        moment(known[-1]) if known else "-",
        view.listed(dict.fromkeys(source.locator for source in host.sources), 1),
    )


def eras(view: View) -> Iterator[Line]:
    """The periods of Emotet's history that the deciding findings fit."""
    names = sorted({era for finding in view.verdict.because for era in finding.era if era in view.known.eras})
    if names and view.verdict.level in (Level.INFECTED, Level.SUSPECTED):
        yield Line(view.say(_ERAS), lead="  ")
        for name in names:
            yield Line(view.say(view.known.eras[name].words), lead="    - ")


def used(view: View) -> Iterator[Line]:
    """Which program, which knowledge, when; and what a result cannot say."""
    started = min((run.started for source in view.report.sources for run in source.runs), default="")
    facts = {"version": app.version(), "knowledge": view.known.version, "as_of": view.known.as_of}
    yield Line()
    yield Line(view.say(_USED, started=moment(started) or "-", **facts), style=Style.FAINT)
    yield Line(view.say(_GUARANTEE), style=Style.FAINT)
