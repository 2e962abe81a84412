"""The second check in words: what nobody looked at, what came back, what changed, and whether PCs may go back on the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.faces.both_times import in_japan
from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.model import Condition, HostLook, Level, Recheck, Words

MOST = 30
"""Lines of one kind; of more only how many there are."""
_HEAD = Words(en="Second check", ja="■ 再確認の結果")
_LIFT = Words(
    en="All four conditions for going back on the network are met. Somebody in charge decides; nothing here promises that a PC is "
    "clean.",
    ja="ネットワークに戻す4つの条件がそろっています。戻すかどうかは責任者が判断してください"
    "（感染していないことを保証するものではありません）。",
)
_KEEP = Words(
    en="Keep the PC off the network: not all four conditions are met.",
    ja="ネットワークから切り離したままにしてください。4つの条件がまだそろっていません。",
)
_AGAIN = Words(
    en="Signs came back on: {names}. Take them off the network again.",
    ja="再び兆候が見つかりました：{names}。もう一度、ネットワークから切り離してください。",
)
_UNCHECKED = Words(en="Not checked, or not wholly: {names}", ja="未検査、または一部しか調べられていないPC：{names}")
_ALL = Words(en="Every PC that was named has been looked at.", ja="登録されたPCは、すべて調べました。")
_NO_LIST = Words(
    en="Nobody said which PCs the firm has (us.toml, or --host), so nobody knows whether there are others.",
    ja="PCの一覧（us.toml または --host）が指定されていないため、ほかにPCがないかは分かりません。",
)
_LOOKS = Words(en="Newest look at each PC", ja="PCごとの最新の検査")
_LOOK = Words(en="{host}: {level} ({at})", ja="{host}：{level}　{at}")
_PART = Words(en=", not wholly looked at", ja="、一部は調べられていません")
_LEVELS = {
    Level.INFECTED: Words(en="infected", ja="感染あり"),
    Level.SUSPECTED: Words(en="suspected", ja="感染の疑い"),
    Level.EXPOSED: Words(en="dangerous mail or file", ja="危険なメール・ファイルあり"),
    Level.UNDETERMINED: Words(en="could not be told", ja="判定できず"),
    Level.NO_SIGN: Words(en="no sign", ja="兆候なし"),
}
_NEW = Words(en="New", ja="新しく見つかったもの")
_STILL = Words(en="Still there", ja="残っているもの")
_GONE = Words(en="Seen before, not this time (as it was told then)", ja="前回はあったが、今回は見つからなかったもの（前回の説明）")
_CONDITIONS = Words(
    en="Conditions for going back on the network (our proposal) [to be checked]",
    ja="■ ネットワークに戻す条件（mimawariの提案）【要確認】",
)
_CHECKING = Words(
    en="[to be checked]: no public body has confirmed it. Ask a specialist where in doubt.",
    ja="【要確認】は、公的な基準として確認できていない内容です。迷うときは専門の会社に相談してください。",
)
_MET = {
    True: Words(en="[met] {words}", ja="【済】{words}"),
    False: Words(en="[not met] {words}", ja="【未】{words}"),
    None: Words(en="[not known] {words}", ja="【不明】{words}"),
}
_MORE = Words(en="and {count} more", ja="ほか{count}件")


def recheck_lines(recheck: Recheck, tongue: str) -> Iterator[Line]:
    """All of it, the most pressing first."""
    yield Line(_HEAD.say(tongue), style=Style.HEAD)
    if recheck.reinfected:
        yield Line(_AGAIN.say(tongue).format(names=_names(recheck.reinfected, tongue)), style=Style.ALARM)
    yield Line((_LIFT if recheck.may_lift else _KEEP).say(tongue), style=Style.PLAIN if recheck.may_lift else Style.CARE)
    if recheck.unchecked:
        yield Line(_UNCHECKED.say(tongue).format(names=_names(recheck.unchecked, tongue)), style=Style.CARE)
    elif recheck.looked:
        yield Line(_ALL.say(tongue)) if recheck.listed else Line(_NO_LIST.say(tongue), style=Style.CARE)
    yield from _section(_LOOKS, [_look(one, tongue) for one in recheck.looked], tongue)
    for head, found in ((_NEW, recheck.new), (_STILL, recheck.still), (_GONE, recheck.gone)):
        yield from _section(head, [shown(one.say(tongue), 600) for one in found], tongue)
    yield from _conditions(recheck.conditions, tongue)


def _look(one: HostLook, tongue: str) -> str:
    level = _LEVELS[one.level].say(tongue) + ("" if one.whole else _PART.say(tongue))
    return _LOOK.say(tongue).format(host=shown(one.host, 80), level=level, at=in_japan(one.seen_at).say(tongue))


def _section(head: Words, lines: list[str], tongue: str) -> Iterator[Line]:
    if not lines:
        return
    yield Line()
    yield Line(head.say(tongue), style=Style.HEAD)
    yield from (Line(text, lead=_bullet(tongue)) for text in lines[:MOST])
    if len(lines) > MOST:
        yield Line(_MORE.say(tongue).format(count=len(lines) - MOST), lead=_bullet(tongue))


def _conditions(conditions: Iterable[Condition], tongue: str) -> Iterator[Line]:
    yield Line()
    yield Line(_CONDITIONS.say(tongue), style=Style.HEAD)
    yield Line(_CHECKING.say(tongue), style=Style.FAINT)
    for one in conditions:
        yield Line(_MET[one.met].say(tongue).format(words=shown(one.words.say(tongue))), lead=_bullet(tongue))
        yield from (Line(shown(why.say(tongue), 600), lead="    ", style=Style.FAINT) for why in one.because[:MOST])


def _names(names: Iterable[str], tongue: str) -> str:
    every = [shown(name, 80) for name in names]
    text = ("、" if tongue == "ja" else ", ").join(every[:MOST])
    return (
        text + ("、" if tongue == "ja" else ", ") + _MORE.say(tongue).format(count=len(every) - MOST) if len(every) > MOST else text
    )


def _bullet(tongue: str) -> str:
    return "・" if tongue == "ja" else "- "
