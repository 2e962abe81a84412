"""What the verdict rests on: every finding as a sentence, and where it was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.view import View
from mimawari.model import Finding, Level, Origin, Words

_MOST = 6

_WHY = Words(en="Why", ja="■ 判断の理由")
_LOOKED = Words(en="What was looked at", ja="■ 調べたもの")
_NONE = Words(
    en="What is named below could not be looked at. In what could be seen, no sign of an infection was found.",
    ja="下の「調べられなかったところ」を調べられなかったためです。見ることができた範囲では、感染の兆候は見つかっていません。",
)
_WHERE = Words(en="where: ", ja="場所：")
_ON = Words(en="on: {host}", ja="対象：{host}")
_MORE = Words(
    en="{count} more reasons: see `mimawari explain REPORT`, or --json.",
    ja="ほかに{count}件の理由があります（mimawari explain や --json で確認できます）。",
)
_HINTS = Words(
    en="Beside that, {count} weak signs were noted. Usual programs leave such signs too; they do not count for the result.",
    ja="このほか、参考となる小さな特徴が{count}件ありました。一般のソフトでも見られるもので、判定には使っていません。",
)
_COUNT = Words(en="{kind} {count}", ja="{kind} {count}件")


def why(view: View, most: int = _MOST) -> Iterator[Line]:
    """The findings that decide, at most *most* of them; where there are none, what was looked at."""
    because = view.verdict.because
    if because:
        yield Line()
        yield Line(view.say(_WHY), style=Style.HEAD)
    else:
        yield from _nothing_found(view)
    for finding in because[:most]:
        yield from reason(view, finding)
    if len(because) > most:
        yield Line(view.say(_MORE, count=len(because) - most), lead="  ")
    hints = sum(count for source in view.deciding for part in source.parts for _, count in part.hints)
    if hints:
        yield Line(view.say(_HINTS, count=f"{hints:,}"), lead="  ", style=Style.FAINT)


def reason(view: View, finding: Finding) -> Iterator[Line]:
    """One finding and its place."""
    sentence = view.sentence(finding)
    yield Line(sentence, lead=view.bullet)
    if not all(shown(step, 200) in sentence for step in finding.origin.path):
        yield where(view, finding.origin)
    if len(view.hosts) > 1:
        yield Line(view.say(_ON, host=view.host_of(finding.origin)), lead="    ", style=Style.FAINT)


def where(view: View, origin: Origin) -> Line:
    """The way to a thing."""
    return Line(place(origin.path) or shown(origin.locator), lead="    " + view.say(_WHERE), style=Style.FAINT)


def place(path: tuple[str, ...]) -> str:
    """The way to a thing, in one line."""
    return " > ".join(shown(step, 200) for step in path)


def _nothing_found(view: View) -> Iterator[Line]:
    """Why nothing can be said, or what stands behind *no sign*."""
    counts = counted(view)
    if not counts:
        return
    yield Line()
    if view.verdict.level is Level.NO_SIGN:
        yield Line(view.say(_LOOKED), style=Style.HEAD)
        yield Line(counts, lead="  ")
    else:
        yield Line(view.say(_WHY), style=Style.HEAD)
        yield Line(view.say(_NONE), lead="  ")


def counted(view: View) -> str:
    """How many things of each kind were looked at; empty where there was none."""
    total: Counter[str] = Counter()
    for source in view.deciding:
        total.update({kind: count for kind, count in source.looked_at.items() if count})
    kinds = (view.say(_COUNT, kind=view.named("wanted", kind), count=f"{count:,}") for kind, count in sorted(total.items()))
    return ("、" if view.language == "ja" else ", ").join(kinds)
