"""Which antivirus program does the work, whether it says that it is on, and how old its signatures are.

What a program told Windows (Security Center) outlives the program: an entry that is off, of one that is not installed, is a
leftover and says nothing. One that is off, paused or expired leaves the work to Defender, whose rows then speak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from mimawari.knowledge.protections import Product, Protections
from mimawari.model import Setting, Ward, Words
from mimawari.respond.ages import aged, build
from mimawari.respond.installed import is_looked_at, products
from mimawari.respond.protecting import UNLOOKED, Asked, Judged, Watched, by_values

NO_SIGNATURES = "none"
"""A product that has no signatures which grow old."""


def _w(en: str, ja: str) -> Words:
    return Words(en=en, ja=ja)


_ONLY_DEFENDER = _w("Windows Defender; no other one is installed", "Windows Defender（ほかの製品は見つかりません）")
_DEFENDER_WORKS = _w("Windows Defender is to do the work", "代わりにWindows Defenderが働くはずです")
_DEFENDER_OFF = _w("Windows Defender told Windows that it is off", "Windows Defenderが無効として登録されています")
_NO_ANTIVIRUS = _w("none was found, and Windows Defender is turned off", "見つかりません。Windows Defenderも無効です")
_NONE_WORKS = _w("none is on: Windows Defender is turned off as well", "働いているものがありません。Windows Defenderも無効です")
_NONE_BUILT_IN = _w(
    "none was found, and this Windows has none built in", "見つかりません（このWindowsには標準の対策ソフトがありません）"
)
_INSTALLED = _w(
    "installed; whether it is on does not stand here: look at it",
    "入っています（有効で最新かどうかは、その製品の画面で確認してください）",
)
_WITHOUT = _w(
    "installed; it works without signatures; whether it is on does not stand here: look at it",
    "入っています（定義ファイルを使わない製品です。有効かどうかは、その製品の画面で確認してください）",
)
_ON = _w("on and up to date, as it tells Windows", "有効・最新としてWindowsに登録されています")
_ON_OLD = _w("on, but out of date, as it tells Windows", "有効ですが、定義ファイルが古いとWindowsに登録されています")
_UNLISTED = _w(
    "on, as it told Windows, but it is not among the installed programs: look at it",
    "有効として登録されていますが、プログラムの一覧にありません（実際に動いているか確認してください）",
)
_PAUSED = _w("paused, as it tells Windows", "一時停止中としてWindowsに登録されています")
_OFF = _w("turned off, as it tells Windows", "無効としてWindowsに登録されています")
_EXPIRED = _w("expired, as it tells Windows", "期限切れとしてWindowsに登録されています")
_FIRST_DEFENDER = 9200
"""The build of Windows 8, the first that has Defender as an antivirus program."""


class Power(IntEnum):
    """Bits 12 to 15 of the state that a program tells Windows, what counts first of several entries first."""

    ON = 1
    PAUSED = 2
    UNTOLD = 4
    OFF = 0
    EXPIRED = 3


_BEST_FIRST = {one: at for at, one in enumerate(Power)}
_IDLE = frozenset({Power.OFF, Power.EXPIRED})
_SAID = {
    Power.ON: (Ward.GOOD, _ON), Power.PAUSED: (Ward.WEAK, _PAUSED), Power.OFF: (Ward.WEAK, _OFF),
    Power.EXPIRED: (Ward.WEAK, _EXPIRED), Power.UNTOLD: (Ward.WEAK, _INSTALLED),
}  # fmt: skip
_OLD_BIT = 0x10


@dataclass(frozen=True, slots=True)
class Other:
    """An antivirus program beside Defender. ``is_listed``: it is among the installed programs, or may be."""

    name: str
    product: Product | None = None
    power: Power = Power.UNTOLD
    is_old: bool = False
    is_listed: bool = True


def others(watched: Watched, table: Protections) -> list[Other]:
    """One of each maker, by what is installed and by what told Windows of itself."""
    listed: dict[str, Product] = {}
    for product, _ in products(watched, table.antivirus):
        if not (product.maker in listed and listed[product.maker].signatures):
            listed[product.maker] = product
    there = {maker: Other(product.name, product) for maker, product in listed.items()}
    for maker, other in _registered_ones(watched, table).items():
        if maker in listed:
            there[maker] = replace(there[maker], power=other.power, is_old=other.is_old)
        elif _is_there(other, watched) or other.power not in _IDLE:
            there[maker] = replace(other, is_listed=_is_there(other, watched))
    return list(there.values())


def _registered_ones(watched: Watched, table: Protections) -> dict[str, Other]:
    """What told Windows of itself; of several entries of a maker the best, since old ones are left behind."""
    told: dict[str, Other] = {}
    for one in watched.of("security-center"):
        if not _is_defender(one):
            other = _registered(one, table)
            maker = other.product.maker if other.product else other.name
            told[maker] = min(told.get(maker, other), other, key=_rank)
    return told


def _is_defender(one: Setting) -> bool:
    return "defender" in one.value.lower()


def _registered(one: Setting, table: Protections) -> Other:
    product = next((each for each in table.antivirus if each.fits(one.value)), None)
    state = int(one.program[:10]) if one.program.isascii() and one.program.isdecimal() else Power.UNTOLD << 12
    bits = state >> 12 & 0xF
    power = Power(bits) if bits in _BEST_FIRST else Power.UNTOLD
    return Other(product.name if product else one.value, product, power, bool(state & _OLD_BIT))


def _rank(one: Other) -> tuple[int, bool]:
    return _BEST_FIRST[one.power], one.is_old


def _is_there(one: Other, watched: Watched) -> bool:
    """Whether a program has a name that begins as its own; also where the list of programs is not whole."""
    word = one.name.casefold().split()[0]
    return not is_looked_at(watched) or any(each.value.casefold().startswith(word) for each in watched.of("installed"))


def _working(watched: Watched, table: Protections) -> list[Other]:
    return [one for one in others(watched, table) if one.power not in _IDLE]


def antivirus(asked: Asked) -> Iterator[Judged]:
    """What each that works tells of itself. Where none does: what became of them, and Defender."""
    every = others(asked.watched, asked.table)
    works = [one for one in every if one.power not in _IDLE]
    for one in works or every:
        yield Judged(*_said(one), _w(one.name, one.name))
    if not works:
        yield _defender(asked, is_alone=not every)


def _said(one: Other) -> tuple[Ward, Words]:
    if one.power is Power.ON and not one.is_listed:
        return Ward.WEAK, _UNLISTED
    if one.power is Power.ON and one.is_old:
        return Ward.WEAK, _ON_OLD
    if one.power is Power.UNTOLD and one.product and one.product.signatures == NO_SIGNATURES:
        return Ward.WEAK, _WITHOUT
    return _SAID[one.power]


def _defender(asked: Asked, *, is_alone: bool) -> Judged:
    """Whether Defender does the work that no other one does."""
    off = asked.watched.of("defender-off")
    own = [_registered(one, asked.table).power for one in asked.watched.of("security-center") if _is_defender(one)]
    if not is_looked_at(asked.watched) or not off:
        return Judged(Ward.UNKNOWN, UNLOOKED)
    if any(one.value == "1" for one in off):
        return Judged(Ward.BAD, _NO_ANTIVIRUS if is_alone else _NONE_WORKS)
    if any(0 < build(one) < _FIRST_DEFENDER for one in asked.watched.of("windows-support")):
        return Judged(Ward.BAD, _NONE_BUILT_IN)
    if own and all(power in _IDLE for power in own):
        return Judged(Ward.WEAK, _DEFENDER_OFF)
    return Judged(Ward.GOOD, _ONLY_DEFENDER if is_alone else _DEFENDER_WORKS)


def defender(asked: Asked) -> Iterator[Judged]:
    """As its value means; nothing is said where another antivirus program does the work."""
    for one in by_values(asked.row, asked.mine(), asked.table):
        yield Judged(one.ward, one.seen, one.name, silent=bool(_working(asked.watched, asked.table)))


def defender_age(asked: Asked) -> Iterator[Judged]:
    """The age of the signatures, where Defender does the work."""
    for one in asked.mine():
        ward, seen = aged(one, asked)
        yield Judged(ward, seen, silent=bool(_working(asked.watched, asked.table)))


def antivirus_age(asked: Asked) -> Iterator[Judged]:
    """The age of the signatures of the others that work. One that tells no day is left to its own line."""
    if not is_looked_at(asked.watched):
        yield Judged(Ward.UNKNOWN, UNLOOKED)
    for one in _working(asked.watched, asked.table):
        if one.product and one.product.signatures and one.product.signatures != NO_SIGNATURES:
            yield _age_of(one, one.product.signatures, asked)
    yield Judged(Ward.GOOD, UNLOOKED, silent=True)


def _age_of(one: Other, program: str, asked: Asked) -> Judged:
    name = _w(one.name, one.name)
    told = next((each for each in asked.mine() if each.program == program), None)
    if told is None:
        return Judged(Ward.UNKNOWN, UNLOOKED, name)
    ward, seen = aged(told, asked)
    return Judged(ward, seen, name, silent=not told.value, cited=one.product.cited if one.product else ())
