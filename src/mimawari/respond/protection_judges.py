"""Rows of the check that are judged by dates or lists: ages, ends of support, trusted locations; and where the others are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from mimawari.knowledge.protections import Protections
from mimawari.model import Ward, Words
from mimawari.respond.ages import aged, build
from mimawari.respond.antivirus import antivirus, antivirus_age, defender, defender_age
from mimawari.respond.archivers import archivers
from mimawari.respond.protecting import UNLOOKED, Asked, Judged, Watched, both

Judge = Callable[[Asked], Iterator[Judged]]
_ABSENT = "absent"


_ENDED = both("support ended on {day}", "{day}にサポートが終了しました")
_ENDS = both("support until {day}", "{day}までサポートされます")
_SOON = both("support ends on {day}", "{day}にサポートが終了します（残り{days}日）")
_SUBSCRIPTION = both(
    "subscription: supported as long as it is kept up to date (version {version})",
    "サブスクリプション版（更新していればサポート対象。バージョン{version}）",
)
_NO_TABLE = both(
    "{name}, build {build}: the end of its support is not known here", "{name}（ビルド{build}）：サポート期限を確認できていません"
)
_LTSC = both(
    "{name}, build {build}: a long-term edition; the end of its support is not known here",
    "{name}（ビルド{build}）：長期サポート版のため、期限を確認できていません",
)
_UNKNOWN_OFFICE = both("“{name}”: the end of its support is not known here", "「{name}」：サポート期限を確認できていません")
_SOON_DAYS = 180
_SAFE_PLACE = both("only folders that Office sets up by default", "Officeの標準の場所だけです（追加なし）")
_NETWORK = both("a network share: {path}", "共有フォルダー：{path}")
_OPEN = both("a folder where files from outside arrive: {path}", "外から届いたファイルが入る場所：{path}")
_OTHER = both("added: {path}", "追加された場所：{path}")


def judges() -> Mapping[str, Judge]:
    """Each by the word of the table."""
    return {
        "antivirus": antivirus, "antivirus-age": antivirus_age, "defender": defender, "defender-age": defender_age,
        "age": age, "archivers": archivers, "locations": locations, "windows": windows, "office": office,
    }  # fmt: skip


def age(asked: Asked) -> Iterator[Judged]:
    """How old it was on the day that the evidence shows."""
    for one in asked.mine():
        yield Judged(*aged(one, asked))


def _until(day: str, watched: Watched, name: str) -> Judged:
    """Support until a day, as seen today: a PC that was copied last year is asked for now."""
    left = (date.fromisoformat(day) - watched.today).days
    ward = Ward.BAD if left < 0 else Ward.WEAK if left <= _SOON_DAYS else Ward.GOOD
    seen = _ENDED if left < 0 else _SOON if left <= _SOON_DAYS else _ENDS
    return Judged(ward, seen.fill({"day": day, "days": left}), Words(en=name, ja=name))


def windows(asked: Asked) -> Iterator[Judged]:
    """By its build and edition."""
    for one in asked.mine():
        product, _, edition = one.value.partition("|")
        facts = {"name": product, "build": build(one)}
        support = asked.table.windows.get(build(one))
        if re.search(r"(?i)enterprises|ltsc|ltsb|server|iot", edition + product):
            yield Judged(Ward.UNKNOWN, _LTSC.fill(facts))
            continue
        is_firm = bool(re.search(r"(?i)enterprise|education", edition or product))
        day = (support.enterprise if is_firm else support.home) if support else ""
        yield _until(day, asked.watched, support.name) if support and day else Judged(Ward.UNKNOWN, _NO_TABLE.fill(facts))


def office(asked: Asked) -> Iterator[Judged]:
    """By the products that Click-to-Run names, or by what the installer's list has."""
    for one in asked.mine():
        if one.value == _ABSENT:
            yield Judged(Ward.GOOD, UNLOOKED, silent=True)
            continue
        named = [each.value for each in asked.watched.of("installed") if re.match(r"(?i)microsoft office .*20\d\d", each.value)]
        is_click = one.program.count(".") > 1
        for name in one.value.split(",") if is_click else (named or [one.program]):
            yield _office(name.strip(), one.program, asked.watched, asked.table)


def _office(name: str, program: str, watched: Watched, table: Protections) -> Judged:
    product = next((each for each in table.office if each.match.search(name)), None)
    if product is None:
        return Judged(Ward.UNKNOWN, _UNKNOWN_OFFICE.fill({"name": name}))
    if product.until:
        return _until(product.until, watched, product.name)
    return Judged(Ward.GOOD, _SUBSCRIPTION.fill({"version": program}), Words(en=product.name, ja=product.name))


_STANDARD = re.compile(
    r"(?i)(%appdata%|[a-z]:\\users\\[^\\]+\\appdata\\roaming)\\microsoft\\(templates|word\\startup|excel\\xlstart|addins)(\\.*)?|"
    r"(%programfiles(\(x86\))?%|[a-z]:\\program files( \(x86\))?)\\microsoft office.*"
)
_EXPOSED = re.compile(
    r"(?i)[a-z]:(\\\*)?|(%userprofile%|[a-z]:\\users\\[^\\]+)(\\\*|\\(downloads|desktop|documents|onedrive[^\\]*)(\\.*)?|)|"
    r"(%temp%|%tmp%|%localappdata%\\temp|[a-z]:\\users\\[^\\]+\\appdata\\local\\temp)(\\.*)?|[a-z]:\\(temp|tmp)(\\.*)?"
)


def locations(asked: Asked) -> Iterator[Judged]:
    """Each trusted folder: what Office sets up itself says nothing; a share, or where files from outside arrive, is bad."""
    for one in asked.mine():
        app = one.program.rpartition(" ")[0] or one.program
        name = Words(en=app, ja=app)
        if one.value == _ABSENT:
            yield Judged(Ward.GOOD, _SAFE_PLACE, silent=True)
        elif not one.value or _STANDARD.fullmatch(one.value):
            yield Judged(Ward.GOOD, _SAFE_PLACE, name)
        elif one.value.startswith(("\\\\", "http:", "https:", "//")):
            yield Judged(Ward.BAD, _NETWORK.fill({"path": one.value}), name)
        else:
            is_open = bool(_EXPOSED.fullmatch(one.value))
            yield Judged(Ward.BAD if is_open else Ward.WEAK, (_OPEN if is_open else _OTHER).fill({"path": one.value}), name)
