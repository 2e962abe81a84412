"""The counts for the authorities: as JSON for programs, as lines for people. Kinds and numbers, and nobody's name or address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mimawari.faces.lists.words import DATA, LEFT_OUT, TEMPLATES, TIES, TONGUES, WHAT
from mimawari.faces.safe import own, shown
from mimawari.model import ExposureCounts, Gap, LeftOut, Words

FORMAT = "mimawari-exposure-1"
_PEOPLE = Words(en="People who must be told: {at_least}{n}", ja="連絡が必要な人：{n}人{at_least}")
_REACHED = Words(
    en="  by mail: {n}; without a mail address: {other}",
    ja="  メールで連絡できる人：{n}人、メールアドレスが分からない人：{other}人",
)
_MASKED = Words(
    en="    of these {n} only by an address that a mall gave them: it may lead nowhere by now. Ask the mall first.",
    ja="    このうち{n}人は、ショッピングモールが発行した転送用のアドレスだけです。届かないことがあります。"
    "まずモールに確認してください。",
)
_FURTHER = Words(
    en="{n} further names stand at addresses of others on the list (a family, a firm). They are in no number above: they may be "
    "further people. The list names them.",
    ja="一覧の人と同じアドレスに、ほかの名前が{n}件あります（家族・同じ会社など）。別の人かもしれません。"
    "上の人数には入っていません。一覧に名前を載せています。",
)
_STAFF = Words(
    en="Your own staff is not in the number of people. Whether it has to be added: [to be checked].",
    ja="上の人数に、自社の従業員は入っていません。加える必要があるかどうか【要確認】。",
)
_DAYS = Words(en="  mails and orders from {first} to {last}", ja="  メール・注文の期間：{first}～{last}")
_AT_LEAST = Words(en="at least ", ja="以上")
_BY_DATA = Words(en="By kind of data (each person once a kind):", ja="情報の種類別の人数（1人を種類ごとに1回数えています）：")
_BY_TIE = Words(en="By how you know them:", ja="関係別の人数：")
_BY_TEMPLATE = Words(en="By letter and language:", ja="文面・言語別の人数：")
_LEFT_OUT = Words(en="Not on the list (addresses):", ja="一覧に入れていないアドレスの数：")
_ALIKE = Words(
    en="{n} entries may be of one person with another entry (same name): the last columns number them. Decide by hand.",
    ja="{n}件は、同じ名前のほかの登録と同じ人かもしれません（一覧に番号を付けています）。人の目で判断してください。",
)
_READ = Words(en="Read:", ja="読み取ったもの：")
_PLACE = Words(en="  {place}: {what}, {people} people on the list", ja="  {place}：{what}（一覧に載った人 {people}人）")
_LINE = Words(en="  {name}: {at_least}{n}", ja="  {name}：{n}人{at_least}")
_ADDRESSES = Words(en="  {name}: {n}", ja="  {name}：{n}件")
_GAPS = Words(
    en="Careful: not everything could be read ({n}). Every number above is therefore one of “at least”:",
    ja="注意：読み取れなかったものが{n}件あります。上の人数は、すべて「少なくとも」の数です：",
)
_MORE = Words(en="  … and {n} more (all are in counts.json)", ja="  …ほか{n}件（すべて counts.json にあります）")
_KINDS = Words(
    en="Kinds of data were looked for in the text of mails by their form. What lies in attached files was not looked at, "
    "and people who are named in the text of mails without a mail address are not on the list.",
    ja="情報の種類は、メール本文の書き方から判定しています。添付ファイルの中身は見ていません。"
    "本文に名前だけがあり、メールアドレスがない人は、一覧に入っていません。",
)
SHOWN = 20
"""So many of what could not be read are told on the screen."""


def document(counts: ExposureCounts) -> dict[str, Any]:
    """The counts as JSON."""
    return {
        "format": FORMAT,
        "at_least": bool(counts.gaps),
        "people": counts.people,
        "reachable": counts.reachable,
        "by_datum": {kind.value: number for kind, number in counts.by_datum},
        "by_tie": {kind.value: number for kind, number in counts.by_tie},
        "by_template": {kind.value: number for kind, number in counts.by_template},
        "by_tongue": dict(counts.by_tongue),
        "left_out": {kind.value: number for kind, number in counts.left_out},
        "alike": counts.alike,
        "masked": counts.masked,
        "further_names": counts.further,
        "staff_counted": False,
        "first": counts.first,
        "last": counts.last,
        "places": [{"place": one.place, "what": one.what, "items": one.items, "people": one.people} for one in counts.places],
        "gaps": [_gap(one) for one in counts.gaps],
        "notices": [_gap(one) for one in counts.notices],
    }


def _gap(one: Gap) -> dict[str, Any]:
    at = one.origin
    return {"locator": at.locator, "path": list(at.path), "reason": one.reason.value, "wanted": one.wanted, "detail": one.detail}


def lines(counts: ExposureCounts, tongue: str, gap_lines: Iterable[str]) -> Iterator[str]:
    """The counts for people. *gap_lines* say what could not be read, one each."""

    def say(words: Words, **facts: object) -> str:
        return words.say(tongue).format(**facts)

    least = _AT_LEAST.say(tongue) if counts.gaps else ""
    yield say(_PEOPLE, n=counts.people, at_least=least)
    yield say(_REACHED, n=counts.reachable, other=counts.people - counts.reachable)
    if counts.masked:
        yield say(_MASKED, n=counts.masked)
    if counts.first and counts.last:
        yield say(_DAYS, first=shown(counts.first), last=shown(counts.last))
    tables: tuple[tuple[Words, list[tuple[Words, int]]], ...] = (
        (_BY_DATA, [(DATA[kind], number) for kind, number in counts.by_datum]),
        (_BY_TIE, [(TIES[kind], number) for kind, number in counts.by_tie]),
        (_BY_TEMPLATE, [(TEMPLATES[kind], number) for kind, number in counts.by_template]
         + [(TONGUES.get(kind, Words(en=kind, ja=kind)), number) for kind, number in counts.by_tongue]),
    )  # fmt: skip
    for head, rows in tables:
        if rows:
            yield say(head)
            yield from (say(_LINE, name=name.say(tongue), n=number, at_least=least) for name, number in rows)
    yield say(_KINDS)
    yield from _rest(counts, tongue)
    yield from _unread(counts, tongue, list(gap_lines))


def _rest(counts: ExposureCounts, tongue: str) -> Iterator[str]:
    if counts.left_out:
        yield _LEFT_OUT.say(tongue)
        for why, number in counts.left_out:
            yield _ADDRESSES.say(tongue).format(name=LEFT_OUT[why].say(tongue), n=number)
    if dict(counts.left_out).get(LeftOut.OWN):
        yield _STAFF.say(tongue)
    if counts.further:
        yield _FURTHER.say(tongue).format(n=counts.further)
    if counts.alike:
        yield _ALIKE.say(tongue).format(n=counts.alike)
    if counts.places:
        yield _READ.say(tongue)
        for one in counts.places:
            what = WHAT[one.what].say(tongue).format(n=one.items)
            yield _PLACE.say(tongue).format(place=own(one.place), what=what, people=one.people)


def _unread(counts: ExposureCounts, tongue: str, gap_lines: list[str]) -> Iterator[str]:
    if counts.gaps:
        yield _GAPS.say(tongue).format(n=len(counts.gaps))
        yield from (f"  {line}" for line in gap_lines[:SHOWN])
        if len(gap_lines) > SHOWN:
            yield _MORE.say(tongue).format(n=len(gap_lines) - SHOWN)
