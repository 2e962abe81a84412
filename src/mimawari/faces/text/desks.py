"""Whom to ask, with how to reach them, what to have at hand, and how old all that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from mimawari.faces.safe import plain
from mimawari.faces.text.line import Line, Style
from mimawari.model import Contact, HelpDesk, Means, Words

CHECK = Words(en="To be checked: look on the official site.", ja="要確認：公式サイトで確認してください")
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
SHORT = Words(en=" [to be checked]", ja="【要確認】")
ASK = Words(en="Our proposal, read nowhere: look on your contract.", ja="要確認：契約書などで確認してください")
_MARK = Words(en=" [{check}]", ja="【{check}】")
_SINCE = Words(en="So since {since}.", ja="{since}からの窓口です。")
_BRING = Words(en="Have at hand: {things}", ja="用意するもの：{things}")
_SOURCE = Words(en="Source: {title} {page} (as of {as_of})", ja="出典：{title}　{page}（{as_of}時点）")
_OLD = Words(
    en="This was read {days} days ago, more than a year: it may have changed. Look on the official site before you use it.",
    ja="この情報は{days}日前（1年以上前）のものです。変わっている可能性があります。公式サイトで確認してから使ってください。",
)


def desk_lines(desks: Iterable[HelpDesk], today: date, tongue: str) -> Iterator[Line]:
    """The *desks* in their order. Contacts stay as they are, so that they can be used: this is our own data."""
    yield Line(_HEAD.say(tongue), style=Style.HEAD)
    every = tuple(desks)
    if not every:
        yield Line(_NONE.say(tongue), lead="  ")
    for desk in every:
        yield from _desk(desk, today, tongue)


def first_way(desk: HelpDesk, tongue: str) -> str:
    """The first way to a desk as a report names it, with a short mark where it is to be checked. Only for desks that have one."""
    one = desk.contacts[0]
    return plain(one.value + (SHORT.say(tongue) if one.certainty.to_check else ""))


def _desk(desk: HelpDesk, today: date, tongue: str) -> Iterator[Line]:
    name = plain(desk.name.say(tongue))
    yield Line(_FIRST.say(tongue).format(name=name) if desk.first else name, lead="・" if tongue == "ja" else "- ")
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
        text += _MARK.say(tongue).format(check=CHECK.say(tongue))
    return plain(text)


def _age(desk: HelpDesk, today: date, tongue: str) -> Iterator[Line]:
    """Where it is from. What names no page and no contact can be as old as it likes, since nothing of it can be called."""
    if desk.since:
        yield Line(_SINCE.say(tongue).format(since=desk.since), lead="    ", style=Style.FAINT)
    source = _SOURCE.say(tongue).format(title=desk.cited.title.say(tongue), page=desk.cited.page, as_of=desk.cited.as_of)
    if desk.cited.certainty.to_check:
        source += _MARK.say(tongue).format(check=(CHECK if desk.cited.page else ASK).say(tongue))
    yield Line(plain(source.replace("　（", "（").replace("  ", " ")), lead="    ", style=Style.FAINT)
    if desk.is_old(today) and (desk.contacts or desk.cited.page):
        yield Line(_OLD.say(tongue).format(days=desk.age(today)), lead="    ", style=Style.CARE)
