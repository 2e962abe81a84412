"""What the verdict rests on: every finding as a sentence, and where it was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.view import View
from mimawari.model import Finding, Level, Words

_MOST = 6

_WHY = Words(en="Why", ja="■ 判断の理由")
_LOOKED = Words(en="What was looked at", ja="■ 調べたもの")
_NONE = Words(
    en="In what could be seen, no sign of an infection was found. But too little could be seen to say more.",
    ja="見ることができた範囲では、感染の兆候は見つかっていません。ただし、結論を出すには見られた範囲が足りません。",
)
_WHERE = Words(en="where: {path}", ja="場所：{path}")
_ON = Words(en="where: {path} (on {host})", ja="場所：{path}（{host}）")
_MORE = Words(
    en="{count} more reasons: see `mimawari explain REPORT`, or --json.",
    ja="ほかに{count}件の理由があります（mimawari explain や --json で確認できます）。",
)
_HINTS = Words(
    en="Beside these, {count} weak signs were noted. Usual programs leave such signs too; they do not count for the verdict.",
    ja="このほか、参考となる小さな特徴が{count}件ありました。一般のソフトでも見られるもので、判定には使っていません。",
)
_COUNT = Words(en="{kind}: {count}", ja="{kind}：{count}件")


def why(view: View, most: int = _MOST) -> Iterator[Line]:
    """The findings that decide, at most *most* of them; where there are none, what was looked at."""
    because = view.verdict.because
    if not because:
        yield from _nothing_found(view)
    else:
        yield Line(view.say(_WHY), style=Style.HEAD)
        for finding in because[:most]:
            yield from reason(view, finding)
        if len(because) > most:
            yield Line(view.say(_MORE, count=len(because) - most), lead="  ")
    hints = sum(count for source in view.deciding for part in source.parts for _, count in part.hints)
    if hints:
        yield Line(view.say(_HINTS, count=f"{hints:,}"), lead="  ", style=Style.FAINT)


def reason(view: View, finding: Finding) -> Iterator[Line]:
    """One finding and its place."""
    yield Line(view.sentence(finding), lead="・" if view.language == "ja" else "- ")
    path = place(finding.origin.path) or shown(finding.origin.locator)
    host = _host(view, finding) if len(view.hosts) > 1 else ""
    yield Line(view.say(_ON if host else _WHERE, path=path, host=host), lead="    ", style=Style.FAINT)


def place(path: tuple[str, ...]) -> str:
    """The way to a thing, in one line."""
    return " > ".join(shown(step, 200) for step in path)


def _host(view: View, finding: Finding) -> str:
    return next((host.name for host in view.hosts if any(finding in part.findings for s in host.sources for part in s.parts)), "")


def _nothing_found(view: View) -> Iterator[Line]:
    if view.verdict.level is not Level.NO_SIGN:
        yield Line(view.say(_WHY), style=Style.HEAD)
        yield Line(view.say(_NONE), lead="  ")
    yield from looked_at(view)


def looked_at(view: View) -> Iterator[Line]:
    """How many things of each kind were looked at."""
    total: Counter[str] = Counter()
    for source in view.deciding:
        total.update({kind: count for kind, count in source.looked_at.items() if count})
    kinds = [view.say(_COUNT, kind=view.named("wanted", kind), count=f"{count:,}") for kind, count in sorted(total.items())]
    if kinds:
        yield Line(view.say(_LOOKED), style=Style.HEAD)
        yield Line(("、" if view.language == "ja" else ", ").join(kinds), lead="  ")
