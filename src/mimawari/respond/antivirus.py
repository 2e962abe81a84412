"""What is said of the antivirus programs of a PC: of those that do the work, or, where none does, of what became of them.

Where nobody does the work it is bad; where somebody does, and is current, it is good; where nothing tells, it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Ward, Words
from mimawari.respond.ages import aged
from mimawari.respond.guards import NO_SIGNATURES, Defender, Guards, Other, Power, Role, day_of, guards
from mimawari.respond.installed import is_looked_at
from mimawari.respond.protecting import UNLOOKED, Asked, Judged, both, by_values

_INSTALLED = both(
    "installed; its state is not recorded here: check in the program",
    "インストールされています（有効で最新かどうかは、その製品の画面で確認してください）",
)
_WITHOUT = both(
    "installed; it works without signatures; its state is not recorded here: check in the program",
    "インストールされています（定義ファイルを使わない製品です。有効かどうかは、その製品の画面で確認してください）",
)
_UNREGISTERED = both("installed, but not registered with Windows", "インストールされていますが、Windowsに登録されていません")
_MAY_RUN = both(
    "installed, but not registered with Windows; check in the program whether it is on",
    "インストールされていますが、Windowsに登録されていません（有効かどうかは、その製品の画面で確認してください）",
)
_NOT_UPDATED = both("installed, but no longer updated", "インストールされていますが、更新されていません")
_ON = both("on and up to date, according to Windows", "有効・最新としてWindowsに登録されています")
_ON_OLD = both("on, but out of date, according to Windows", "有効ですが、定義ファイルが古いとWindowsに登録されています")
_UNLISTED = both(
    "on, according to Windows, but not in the list of installed programs: check whether it is really running",
    "有効として登録されていますが、プログラムの一覧にありません（実際に動いているか確認してください）",
)
_LIST_UNREAD = both(
    "on, according to Windows; the list of installed programs could not be read",
    "有効として登録されていますが、プログラムの一覧を読み取れませんでした（実際に動いているか確認してください）",
)
_PAUSED = both("paused, according to Windows", "一時停止中としてWindowsに登録されています")
_OFF = both("turned off, according to Windows", "無効としてWindowsに登録されています")
_EXPIRED = both("expired, according to Windows", "期限切れとしてWindowsに登録されています")
_STATE_UNREAD = both(
    "registered with Windows, but its state could not be read: check in the program",
    "Windowsに登録されていますが、状態を読み取れませんでした（その製品の画面で確認してください）",
)
_BY_POWER = {Power.ON: _ON, Power.PAUSED: _PAUSED, Power.OFF: _OFF, Power.EXPIRED: _EXPIRED, Power.UNTOLD: _STATE_UNREAD}

_NAME = both("Windows Defender", "Windows Defender")
_ALONE = {
    Defender.PRESUMED: (Ward.GOOD, both(
        "Windows Defender; none of the other products known here was found", "Windows Defender（ほかの製品は見つかりません）"
    )),
    Defender.OFF: (Ward.BAD, both(
        "none of the products known here was found, and Windows Defender is turned off",
        "見つかりません。Windows Defenderも無効です",
    )),
    Defender.NOT_BUILT_IN: (Ward.BAD, both(
        "none of the products known here was found, and this Windows has none built in",
        "見つかりません（このWindowsには標準の対策ソフトがありません）",
    )),
}  # fmt: skip
_BESIDE = {
    Defender.PRESUMED: (Ward.GOOD, both(
        "Windows Defender should be running instead", "代わりにWindows Defenderが動作するはずです"
    )),
    Defender.ALIVE: (Ward.GOOD, both(
        "Windows Defender is up to date and should be running instead",
        "代わりに、更新されているWindows Defenderが動作するはずです",
    )),
    Defender.PAUSED: (Ward.WEAK, both("Windows Defender is paused", "Windows Defenderは一時停止中です")),
    Defender.SAYS_OFF: (Ward.WEAK, both(
        "Windows Defender is registered with Windows as turned off", "Windows Defenderが無効として登録されています"
    )),
    Defender.TORN: (Ward.UNKNOWN, both(
        "Windows Defender is registered as on, but a setting turns it off: check whether it is on",
        "Windows Defenderは有効として登録されていますが、無効にする設定があります（有効かどうか確認してください）",
    )),
    Defender.OFF: (Ward.BAD, both(
        "none is on; Windows Defender is turned off as well", "有効なものがありません。Windows Defenderも無効です"
    )),
    Defender.NOT_BUILT_IN: (Ward.BAD, both(
        "none is on, and this Windows has none built in", "有効なものがありません（このWindowsには標準の対策ソフトがありません）"
    )),
    Defender.UNSEEN: (Ward.UNKNOWN, UNLOOKED),
}  # fmt: skip


def antivirus(asked: Asked) -> Iterator[Judged]:
    """Who does the work. Where nothing tells: who may. Where nobody does: what became of each, and of Defender."""
    found = guards(asked)
    unsure = found.of(Role.LIKELY, Role.DOUBTFUL)
    if found.of(Role.WORKS):
        yield from _best(found)
    elif found.is_defenders:
        yield from _by_defender(found)
    elif unsure:
        yield from (_told(one, *_unsure(one, asked)) for one in unsure)
    else:
        idle = found.of(Role.IDLE)
        yield from (_told(one, Ward.WEAK, _became(one)) for one in idle)
        yield Judged(*(_BESIDE if idle else {**_BESIDE, **_ALONE})[found.defender])


def _told(one: Other, ward: Ward, seen: Words) -> Judged:
    return Judged(ward, seen, both(one.name, one.name))


def _best(found: Guards) -> Iterator[Judged]:
    """Those that are current, or, where none is, all that are on."""
    every = found.of(Role.WORKS)
    current = [one for one in every if not one.is_old]
    if not current and found.defender is Defender.ON:
        yield Judged(Ward.GOOD, _ON, _NAME)
    yield from (_told(one, Ward.WEAK if one.is_old else Ward.GOOD, _ON_OLD if one.is_old else _ON) for one in current or every)


def _by_defender(found: Guards) -> Iterator[Judged]:
    """Defender does it. That another one is off is told, and makes nothing worse."""
    if found.defender is Defender.ALIVE:
        yield Judged(*_BESIDE[found.defender])
    else:
        is_old = found.defender is Defender.ON_OLD
        yield Judged(Ward.WEAK if is_old else Ward.GOOD, _ON_OLD if is_old else _ON, _NAME)
    yield from (_told(one, Ward.GOOD, _became(one)) for one in found.of(Role.IDLE))


def _became(one: Other) -> Words:
    """Of one that does no work."""
    if one.is_registered:
        return _BY_POWER[one.power]
    return _NOT_UPDATED if one.is_dead else _UNREGISTERED


def _unsure(one: Other, asked: Asked) -> tuple[Ward, Words]:
    """Of one of which nothing tells whether it works."""
    if one.power is Power.PAUSED:
        return Ward.WEAK, _PAUSED
    if one.is_registered:
        on = _UNLISTED if is_looked_at(asked.watched) else _LIST_UNREAD
        return Ward.UNKNOWN, on if one.power is Power.ON else _STATE_UNREAD
    if one.is_dead:
        return Ward.UNKNOWN, _NOT_UPDATED
    if one.role is Role.DOUBTFUL:
        return Ward.UNKNOWN, _MAY_RUN
    return Ward.UNKNOWN, _WITHOUT if one.product and one.product.signatures == NO_SIGNATURES else _INSTALLED


def defender(asked: Asked) -> Iterator[Judged]:
    """As its value means; nothing is said where another antivirus program does the work."""
    is_silent = guards(asked).is_others
    for one in by_values(asked.row, asked.mine(), asked.table):
        yield Judged(one.ward, one.seen, one.name, silent=one.silent or is_silent)


def defender_age(asked: Asked) -> Iterator[Judged]:
    """The age of the signatures, where Defender does the work."""
    is_silent = guards(asked).is_others
    for one in asked.mine():
        ward, seen = aged(one, asked)
        yield Judged(ward, seen, silent=is_silent)


def antivirus_age(asked: Asked) -> Iterator[Judged]:
    """The age of the signatures of the others that work, or may. One that tells no day is left to its own line."""
    if not is_looked_at(asked.watched):
        yield Judged(Ward.UNKNOWN, UNLOOKED)
    found = guards(asked)
    may = [] if found.is_defenders else found.of(Role.LIKELY, Role.DOUBTFUL)
    for one in found.of(Role.WORKS) or may:
        if one.is_listed and one.product and one.product.signatures not in ("", NO_SIGNATURES):
            yield _age_of(one, asked)
    yield Judged(Ward.GOOD, UNLOOKED, silent=True)


def _age_of(one: Other, asked: Asked) -> Judged:
    name, told = both(one.name, one.name), day_of(one, asked)
    if told is None:
        return Judged(Ward.UNKNOWN, UNLOOKED, name)
    ward, seen = aged(told, asked)
    return Judged(ward, seen, name, silent=not told.value, cited=one.product.cited if one.product else ())
