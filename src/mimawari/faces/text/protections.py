"""The check of what keeps malware out, as text: what is to be changed, then what could not be looked at, then what is good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari import app
from mimawari.app.preparing import Prepared
from mimawari.faces.safe import plain, shown
from mimawari.faces.text.line import Line, Style
from mimawari.model import TO_CHECK, Gap, Protection, Ward, Words

_HEAD = Words(en="What keeps malware like Emotet out of {host}", ja="■ {host} の備え（Emotetのようなマルウェアを防ぐ設定）")
_DOMAINS = Words(en="What your domains say of your mail (asked of the DNS)", ja="■ 自社ドメインの備え（DNSで確認した内容）")
_SEEN_AT = Words(en="State of {day}. Nothing was changed.", ja="{day}時点の状態です。設定は変更していません。")
_UNCHANGED = Words(en="Nothing was changed.", ja="設定は変更していません。")
_COUNTS = Words(
    en="To be changed: {bad}. Could be better: {weak}. Could not be checked: {unknown}. Good: {good}.",
    ja="変更が必要：{bad}件　改善できる：{weak}件　確認できない：{unknown}件　良い：{good}件",
)
_NO_PROMISE = Words(
    en="Good settings make an infection less likely. They are no proof that there is none.",
    ja="設定が良くても、感染しないことや、感染していないことの証明にはなりません。",
)
_MARK = {
    Ward.BAD: Words(en="[change]", ja="【要変更】"),
    Ward.WEAK: Words(en="[better]", ja="【改善】"),
    Ward.UNKNOWN: Words(en="[unknown]", ja="【不明】"),
    Ward.GOOD: Words(en="[good]", ja="【良い】"),
}
_STYLE = {Ward.BAD: Style.ALARM, Ward.WEAK: Style.CARE, Ward.UNKNOWN: Style.CARE, Ward.GOOD: Style.PLAIN}
_LINE = Words(en="{mark} {title}: {seen}", ja="{mark}{title}：{seen}")
_OF_USERS = Words(en="{mark} {title} ({users}): {seen}", ja="{mark}{title}（{users}）：{seen}")
_WHY = Words(en="Why: {why}", ja="理由：{why}")
_HOW = Words(en="How: {how}", ja="方法：{how}")
_SOURCE = Words(en="Source: {title}{mark}", ja="出典：{title}{mark}")
_UNKNOWN = Words(en="Could not be told (that is not “good”):", ja="確認できなかった項目（「問題なし」ではありません）：")
_GOOD = Words(en="Good:", ja="良い項目：")
_GAPS = Words(en="What could not be read:", ja="読み取れなかったもの：")
_GAP = Words(en="{where}: {reason}{detail}", ja="{where}：{reason}{detail}")
_DETAIL = Words(en=" ({detail})", ja="（{detail}）")
_THIS_PC = Words(en="this PC", ja="このPC")
_MORE = Words(en="… and {count} more", ja="…ほか{count}件")
_NOTHING = Words(en="No Windows could be looked at here: {place}", ja="Windowsの設定を確認できませんでした：{place}")
_CHECKING = Words(
    en=f"{TO_CHECK.en} after a source: the name or meaning of that setting was not read in its maker's own text.",
    ja=f"出典の{TO_CHECK.ja}は、設定の名前や意味を、開発元の資料では確認できていないものです。",
)
MOST_GAPS = 20


def protection_lines(check: Prepared, known: app.Knowledge, tongue: str, most: int = MOST_GAPS) -> Iterator[Line]:
    """The whole check of one PC, or of the domains; of what could not be read the first *most*, with the number of the others."""
    yield from _head(check, tongue)
    if not check.lines and not check.domain:
        yield Line(_NOTHING.say(tongue).format(place=_place(check.place, tongue)), style=Style.CARE)
    groups = _grouped(check.lines)
    for line, users in groups:
        if line.ward in (Ward.BAD, Ward.WEAK):
            yield from _full(line, users, tongue)
    yield from _brief(groups, Ward.UNKNOWN, _UNKNOWN, tongue)
    yield from _gaps(check.gaps, known, tongue, most)
    yield from _brief(groups, Ward.GOOD, _GOOD, tongue)


def _head(check: Prepared, tongue: str) -> Iterator[Line]:
    title = (
        _DOMAINS.say(tongue)
        if check.domain
        else _HEAD.say(tongue).format(host=shown(check.host) if check.host else _place(check.place, tongue))
    )
    yield Line(title, style=Style.HEAD)
    state = _SEEN_AT.say(tongue).format(day=shown(check.seen_at[:10])) if check.seen_at else _UNCHANGED.say(tongue)
    yield Line(state, lead="  ", style=Style.FAINT)
    if check.lines:
        counts = {ward.value: sum(1 for line in check.lines if line.ward is ward) for ward in Ward}
        yield Line(_COUNTS.say(tongue).format(**counts), lead="  ")
        yield Line(_NO_PROMISE.say(tongue), lead="  ", style=Style.FAINT)
        if any(one.certainty.to_check for line in check.lines for one in line.cited):
            yield Line(_CHECKING.say(tongue), lead="  ", style=Style.FAINT)
    yield Line()


def _grouped(lines: Iterable[Protection]) -> list[tuple[Protection, list[str]]]:
    """Lines that say the same of several users, once, with all of them."""
    found: dict[tuple[str, Ward, Words], tuple[Protection, list[str]]] = {}
    for line in lines:
        users = found.setdefault((line.id, line.ward, line.seen), (line, []))[1]
        users += [line.user] if line.user else []
    return list(found.values())


def _full(line: Protection, users: list[str], tongue: str) -> Iterator[Line]:
    yield Line(_said(line, users, tongue), lead="・" if tongue == "ja" else "- ", style=_STYLE[line.ward])
    yield Line(_WHY.say(tongue).format(why=plain(line.why.say(tongue))), lead="    ")
    for how in line.how:
        yield Line(_HOW.say(tongue).format(how=plain(how.say(tongue))), lead="    ")
    for cited in line.cited:
        mark = (" " if tongue == "en" else "") + TO_CHECK.say(tongue) if cited.certainty.to_check else ""
        yield Line(_SOURCE.say(tongue).format(title=plain(cited.title.say(tongue)), mark=mark), lead="    ", style=Style.FAINT)
    yield Line()


def _said(line: Protection, users: list[str], tongue: str) -> str:
    """Values of the evidence are in ``seen``: they are made harmless here."""
    words = _OF_USERS if users else _LINE
    named = ("、" if tongue == "ja" else ", ").join(shown(user, 60) for user in users)
    return words.say(tongue).format(
        mark=_MARK[line.ward].say(tongue), title=plain(line.title.say(tongue)), seen=shown(line.seen.say(tongue), 700), users=named
    )


def _brief(groups: list[tuple[Protection, list[str]]], ward: Ward, head: Words, tongue: str) -> Iterator[Line]:
    chosen = [(line, users) for line, users in groups if line.ward is ward]
    if chosen:
        yield Line(head.say(tongue), style=Style.HEAD)
        for line, users in chosen:
            yield Line(_said(line, users, tongue), lead="  ")
        yield Line()


def _gaps(gaps: tuple[Gap, ...], known: app.Knowledge, tongue: str, most: int) -> Iterator[Line]:
    """What could not be read, each thing once: the same place may have been wanted for several reasons."""
    told = list(dict.fromkeys(_gap(gap, known, tongue) for gap in gaps))
    if not told:
        return
    yield Line(_GAPS.say(tongue), style=Style.HEAD)
    for text, remedy in told[:most]:
        yield Line(text, lead="  ", style=Style.CARE)
        if remedy:
            yield Line(remedy, lead="    ")
    if len(told) > most:
        yield Line(_MORE.say(tongue).format(count=len(told) - most), lead="  ")
    yield Line()


def _gap(gap: Gap, known: app.Knowledge, tongue: str) -> tuple[str, str]:
    """What it was, and what to do about it."""
    detail = known.detail(gap.detail).say(tongue) if gap.detail and gap.detail not in gap.origin.path[-1:] else ""
    where = " > ".join(shown(step, 300) for step in gap.origin.path) or _place(gap.origin.locator, tongue)
    own = f"{gap.reason}-{gap.wanted}"
    reason = known.named("reason", own if own in known.wording["reason"] else gap.reason).say(tongue)
    closer = _DETAIL.say(tongue).format(detail=shown(detail, 200)) if detail else ""
    text = _GAP.say(tongue).format(where=where, reason=reason, detail=closer)
    return text, plain(gap.remedy.say(tongue)) if gap.remedy else ""


def _place(locator: str, tongue: str) -> str:
    return _THIS_PC.say(tongue) if locator == app.THIS_PC else shown(locator, 300)
