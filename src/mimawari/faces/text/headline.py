"""The verdict in one plain sentence, and the one thing to do first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.view import STANDINGS, HostView, View
from mimawari.model import Level, Source, Words

STYLE = {Level.INFECTED: Style.ALARM, Level.NO_SIGN: Style.HEAD}

_RESULT = Words(en="RESULT: {level}", ja="【判定】{level}")
_EMOTET = {
    Level.INFECTED: Words(
        en="{name} is infected with the malware Emotet.", ja="「{name}」は、マルウェア「Emotet（エモテット）」に感染しています。"
    ),
    Level.SUSPECTED: Words(
        en="{name} may be infected with the malware Emotet.",
        ja="「{name}」は、マルウェア「Emotet（エモテット）」に感染している疑いがあります。",
    ),
}
_ONE = {
    Level.INFECTED: Words(
        en="{name} is infected with malware. Which one could not be told.",
        ja="「{name}」は、マルウェアに感染しています。マルウェアの種類は特定できませんでした。",
    ),
    Level.SUSPECTED: Words(
        en="{name} may be infected with malware. Which one could not be told.",
        ja="「{name}」は、マルウェアに感染している疑いがあります。マルウェアの種類は特定できませんでした。",
    ),
    Level.EXPOSED: Words(
        en="A dangerous mail or document has reached {name}. Nothing shows that it was opened.",
        ja="「{name}」に、危険なメールや文書が届いています。開いた形跡は見つかっていません。",
    ),
    Level.UNDETERMINED: Words(
        en="Whether {name} is infected could not be told, because not everything could be looked at.",
        ja="「{name}」が感染しているかどうかは、判断できませんでした。調べる必要のあるところを、すべては調べられなかったためです。",
    ),
    Level.NO_SIGN: Words(
        en="In what was looked at of {name}, no sign of an infection was found.",
        ja="「{name}」を調べた範囲では、感染の兆候は見つかりませんでした。",
    ),
}
_MANY = {
    Level.INFECTED: Words(en="Infected: {names}.", ja="感染しているPCがあります（{names}）。"),
    Level.SUSPECTED: Words(en="Possibly infected: {names}.", ja="感染している疑いのあるPCがあります（{names}）。"),
    Level.EXPOSED: Words(
        en="A dangerous mail or document has reached: {names}.", ja="危険なメールや文書が届いています（{names}）。"
    ),
    Level.UNDETERMINED: Words(
        en="Whether these are infected could not be told: {names}.",
        ja="感染しているかどうかを判断できなかったPCがあります（{names}）。",
    ),
    Level.NO_SIGN: Words(
        en="In what was looked at, no sign of an infection was found: {names}.",
        ja="調べた範囲では、感染の兆候は見つかりませんでした（{names}）。",
    ),
}
_OTHER = {
    Level.INFECTED: Words(
        en="{name} is infected with malware ({families}). Nothing of Emotet's own was found.",
        ja="「{name}」は、マルウェア（{families}）に感染しています。Emotetに固有の痕跡は見つかっていません。",
    ),
    Level.SUSPECTED: Words(
        en="{name} may be infected with malware ({families}). Nothing of Emotet's own was found.",
        ja="「{name}」は、マルウェア（{families}）に感染している疑いがあります。Emotetに固有の痕跡は見つかっていません。",
    ),
}
_WAS = Words(
    en="{name} was infected with malware in the past, or traces of it remain. Whether it still is could not be told.",
    ja="「{name}」には、過去にマルウェアに感染した痕跡が残っています。いまも感染しているかどうかは、これだけでは分かりません。",
)
_UNOPENED = Words(
    en="“{name}” could not be opened. Nothing was looked at.",
    ja="「{name}」を開けませんでした。何も調べられていません。",
)
_UNKNOWN = Words(
    en="“{name}” is of a kind that could not be read. Nothing was looked at.",
    ja="「{name}」は、読み取れない形式のデータです。何も調べられていません。",
)
_EMPTY = Words(
    en="There was nothing in “{name}” that could be looked at.",
    ja="「{name}」の中に、調べられるデータがありませんでした。",
)
_UNCHECKED = Words(
    en="{name} was not checked: there is no report of it.",
    ja="「{name}」は、まだ調べられていません（レポートがありません）。",
)
_UNREAD = Words(
    en="The report of “{name}” could not be read. Nothing can be said of it.",
    ja="「{name}」のレポートを読み取れませんでした。感染しているかどうかは判断できません。",
)
_NO_WINDOWS = Words(
    en="{name} is not a Windows PC, and Emotet's programs run on Windows only. Whether one of your Windows PCs is infected, or "
    "your mail account is misused, cannot be told from here.",
    ja="「{name}」はWindows PCではありません。EmotetのプログラムはWindowsでのみ動作します。"
    "お使いのWindows PCが感染しているかどうか、メールアカウントが不正利用されていないかどうかは、この機器からは判断できません。",
)
_UNSEEN = {
    "unknown": _UNKNOWN,
    "no-windows": _NO_WINDOWS,
    "evidence-folder": _EMPTY,
    app.UNCHECKED: _UNCHECKED,
    app.UNREAD: _UNREAD,
}
_NOTHING = Words(en="There was nothing to look at.", ja="調べる対象がありませんでした。")
_COUNTS = Words(en="{count} in all: {levels}.", ja="全部で{count}件：{levels}")
_ALSO = Words(
    en="{count} could not be told. That is not the same as no sign.",
    ja="判断できなかったものが{count}件あります。「感染していない」という意味ではありません。",
)
_PAST = Words(en="There are also traces of an earlier infection.", ja="過去に感染した痕跡も見つかっています。")
_OLDER = Words(
    en="Older data showed an infection: {names}.",
    ja="以前のデータでは、感染が確認されています（{names}）。",
)
_SO_FAR = Words(
    en="In what could be looked at, no sign of an infection was found.",
    ja="調べられた範囲では、感染の兆候は見つかっていません。",
)
_DATED = Words(en="{name} on {day}", ja="{name}、{day}時点")
_SEEN_RUNNING = Words(
    en="It was looked at while it was running, on {day} (UTC).", ja="{day}（UTC）に、稼働中の状態を調べた結果です。"
)
_SEEN = Words(en="The data that were looked at are of {day}.", ja="{day}時点のデータを調べた結果です。")


def headline(view: View) -> Iterator[Line]:
    """The level, the sentence, and what comes first."""
    level = view.verdict.level
    style = STYLE.get(level, Style.CARE)
    yield Line(result(view), style=style)
    yield Line()
    yield Line(sentence(view), style=style)
    yield from beside(view)
    yield Line(view.say(view.known.advice[level].first), lead="→ ", style=Style.HEAD)


def result(view: View) -> str:
    """The level, alone."""
    return view.say(_RESULT, level=view.named("level", view.verdict.level))


def sentence(view: View) -> str:
    """The verdict in one sentence."""
    if not view.hosts:
        return view.say(_NOTHING)
    if len(view.hosts) > 1:
        level = view.verdict.level
        return view.say(_MANY[level], names=view.listed(host.name for host in view.hosts if host.level is level))
    host = view.hosts[0]
    return view.say(_words(view), name=host.name, families=view.listed(_names(view)))


def _words(view: View) -> Words:
    verdict = view.verdict
    if all(_unopened(source) for source in view.report.sources):
        return _UNOPENED
    if not any(source.looked_at for source in view.report.sources) and len(kinds := {s.kind for s in view.report.sources}) == 1:
        return _UNSEEN.get(kinds.pop(), _ONE[verdict.level])
    if verdict.level is Level.SUSPECTED and all(finding.past for finding in verdict.because):
        return _WAS
    if "emotet" in verdict.families:
        return _EMOTET.get(verdict.level, _ONE[verdict.level])
    return _OTHER.get(verdict.level, _ONE[verdict.level]) if verdict.families else _ONE[verdict.level]


def _unopened(source: Source) -> bool:
    return source.kind == "unopened"


def _names(view: View) -> list[str]:
    return [family.replace("-", " ").title() for family in view.verdict.families]


def beside(view: View) -> Iterator[Line]:
    """What must be said together with the verdict."""
    verdict = view.verdict
    if len(view.hosts) > 1:
        yield Line(counts(view))
    if verdict.undetermined_sources and verdict.level is not Level.UNDETERMINED:
        yield Line(view.say(_ALSO, count=verdict.undetermined_sources), style=Style.CARE)
    if verdict.level is Level.UNDETERMINED and any(source.looked_at for source in view.deciding):
        yield Line(view.say(_SO_FAR))
    yield from past(view)
    moments = {source.seen_at for source in view.deciding if source.seen_at}
    if len(moments) == 1 and len(view.hosts) == 1:
        yield from _seen(view, min(moments))


def _seen(view: View, time: str) -> Iterator[Line]:
    """What the answer is of: a running PC changes from one minute to the next."""
    kinds = {source.kind for source in view.deciding}
    if kinds == {"live"}:
        yield Line(view.say(_SEEN_RUNNING, day=moment(time)))
    elif kinds != {"no-windows"}:
        yield Line(view.say(_SEEN, day=time[:10]))


def past(view: View) -> Iterator[Line]:
    """What was, said whenever the verdict has it: older data, or traces; unless the first sentence says so."""
    verdict = view.verdict
    deciding = {source.key for source in view.deciding}
    older = [one for one in view.report.sources if one.key not in deciding and verdict.levels[one.key] is Level.INFECTED]
    names = dict.fromkeys(_dated(view, source) for source in older)
    if names:
        yield Line(view.say(_OLDER, names=view.listed(names, 3)), style=Style.CARE)
    told = len(view.hosts) == 1 and _words(view) is _WAS
    if verdict.past and not told and (not names or any(finding.past for finding in verdict.because)):
        yield Line(view.say(_PAST), style=Style.CARE)


def _dated(view: View, source: Source) -> str:
    return view.say(_DATED, name=source.host or source.place, day=source.seen_at[:10])


def counts(view: View) -> str:
    """How many machines there are, and how they stand."""
    return view.say(_COUNTS, count=len(view.hosts), levels=levels(view, view.hosts))


def levels(view: View, hosts: Iterable[HostView]) -> str:
    """How many of *hosts* are of each level."""
    numbers = Counter(host.standing for host in hosts)
    said = [f"{view.named('level', standing)} {numbers[standing]}" for standing in STANDINGS if numbers[standing]]
    return ("、" if view.language == "ja" else ", ").join(said)


def moment(iso: str) -> str:
    """A UTC time for people: date and time to the minute."""
    return shown(iso[:16].replace("T", " "))
