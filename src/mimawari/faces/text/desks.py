"""Whom to ask, with how to reach them, what to have at hand, and how old all that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from mimawari.faces.safe import plain
from mimawari.faces.text.line import Line, Style
from mimawari.model import TO_CHECK, Contact, HelpDesk, Means, Words

_HEAD = Words(en="Whom to ask", ja="■ 相談先")
_NONE = Words(en="No desk is proposed for this situation.", ja="この状況で案内する相談先はありません。")
_FIRST = Words(en="{name} (begin here)", ja="{name}（まずここへ）")
_MEANS = {
    Means.MAIL: Words(en="mail", ja="メール"),
    Means.PHONE: Words(en="phone", ja="電話"),
    Means.FAX: Words(en="fax", ja="FAX"),
    Means.FORM: Words(en="web page", ja="ウェブページ"),
}
_WAY = Words(en="{means}: {value}", ja="{means}：{value}")
_HOURS = Words(en=" ({hours})", ja="（{hours}）")
_MARK = Words(en=f" {TO_CHECK.en}", ja=TO_CHECK.ja)
_CHECKING = Words(
    en="[to be checked]: not read in the source itself. Look on the official site (or on your contract, where you have one).",
    ja="【要確認】は、出典そのもので確認できていない内容です。公式サイト（契約先は契約書）で確認してから使ってください。",
)
_RECORD = Words(
    en="Once somebody has contacted one, record it with its key: mimawari case contact KEY",
    ja="連絡したら、記号を使って記録してください：mimawari case contact 記号",
)
_KEY = Words(en="Key: {key}", ja="記号：{key}")
_SINCE = Words(en="This desk exists since {since}.", ja="{since}からの窓口です。")
_BRING = Words(en="Have at hand: {things}", ja="用意するもの：{things}")
_SOURCE = Words(en="Source: {title} {page} (as of {as_of})", ja="出典：{title}　{page}（{as_of}時点）")
_OLD = Words(
    en="Some of it is more than a year old, and may have changed: look on the official site before you use it. "
    "Those desks say how old it is.",
    ja="1年以上前の情報が含まれています（「○日前の情報」とあるもの）。変わっている可能性があります。"
    "公式サイトで確認してから使ってください。",
)
_DAYS = Words(en="{days} days old", ja="{days}日前の情報")


def desk_lines(desks: Iterable[HelpDesk], today: date, tongue: str) -> Iterator[Line]:
    """The *desks* in their order. Contacts stay as they are, so that they can be used: this is our own data."""
    yield Line(_HEAD.say(tongue), style=Style.HEAD)
    every = tuple(desks)
    if not every:
        yield Line(_NONE.say(tongue), lead="  ")
        return
    if any(one.is_old(today) for one in every):
        yield Line(_OLD.say(tongue), style=Style.CARE)
    if any(one.to_check for one in every):
        yield Line(_CHECKING.say(tongue), style=Style.CARE)
    yield Line(_RECORD.say(tongue), style=Style.FAINT)
    for desk in every:
        yield from _desk(desk, today, tongue, begin=desk.first and desk is every[0])


def first_way(desk: HelpDesk, tongue: str) -> str:
    """The first way to a desk as a report names it, with a short mark where it is to be checked. Only for desks that have one."""
    one = desk.contacts[0]
    return plain(one.value + (_MARK.say(tongue) if one.certainty.to_check else ""))


def _desk(desk: HelpDesk, today: date, tongue: str, *, begin: bool) -> Iterator[Line]:
    """One desk; only one of all is where to *begin*."""
    name = plain(desk.name.say(tongue))
    yield Line(_FIRST.say(tongue).format(name=name) if begin else name, lead="・" if tongue == "ja" else "- ")
    yield Line(plain(desk.helps.say(tongue)), lead="    ")
    if desk.not_for:
        yield Line(plain(desk.not_for.say(tongue)), lead="    ", style=Style.CARE)
    yield from (Line(_way(one, tongue), lead="    ") for one in desk.contacts)
    if desk.bring:
        things = ("、" if tongue == "ja" else "; ").join(one.say(tongue) for one in desk.bring)
        yield Line(plain(_BRING.say(tongue).format(things=things)), lead="    ")
    yield from _age(desk, today, tongue)


def _way(one: Contact, tongue: str) -> str:
    text = _WAY.say(tongue).format(means=_MEANS[one.means].say(tongue), value=one.value)
    if one.hours:
        text += _HOURS.say(tongue).format(hours=one.hours.say(tongue))
    if one.certainty.to_check:
        text += _MARK.say(tongue)
    return plain(text)


def _age(desk: HelpDesk, today: date, tongue: str) -> Iterator[Line]:
    """By which key it is recorded, where it is from, and how old that is."""
    yield Line(plain(_KEY.say(tongue).format(key=desk.id)), lead="    ", style=Style.FAINT)
    if desk.since:
        yield Line(_SINCE.say(tongue).format(since=desk.since), lead="    ", style=Style.FAINT)
    source = _SOURCE.say(tongue).format(title=desk.cited.title.say(tongue), page=desk.cited.page, as_of=desk.cited.as_of)
    if desk.cited.certainty.to_check:
        source += _MARK.say(tongue)
    yield Line(plain(source.replace("　（", "（").replace("  ", " ")), lead="    ", style=Style.FAINT)
    if desk.is_old(today):
        yield Line(_DAYS.say(tongue).format(days=f"{desk.age(today):,}"), lead="    ", style=Style.CARE)
