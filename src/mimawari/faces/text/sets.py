"""The signatures that something was held against: each set in a line, whether anything fits or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mimawari.faces.safe import shown
from mimawari.faces.text.moments import days_between
from mimawari.faces.text.view import View
from mimawari.model import SignatureSet, Words

_MOST, _MOST_NAME = 8, 60
_YARA, _CLAMAV = "yara", "clamav"

_OURS = Words(
    en="Held against what comes with the knowledge: {counts}{newest}.",
    ja="照合に使ったもの（知識データに収録）：{counts}{newest}",
)
_COUNTS = {
    _YARA: (Words(en="1 rule", ja="ルール1件"), Words(en="{count} rules", ja="ルール{count}件")),
    "indicator": (
        Words(en="1 hash or name of a file", ja="ハッシュ値・ファイル名1件"),
        Words(en="{count} hashes and names of files", ja="ハッシュ値・ファイル名{count}件"),
    ),
    "known-good": (
        Words(en="1 file known to be good", ja="安全と確認済みのファイル1件"),
        Words(en="{count} files known to be good", ja="安全と確認済みのファイル{count}件"),
    ),
}
_COUNT = Words(en="{by}: {rows}", ja="{by}：{rows}件")
_NEWEST = Words(en=" (the newest of {as_of})", ja="（最新の日付：{as_of}）")

_NAMED = {
    _YARA: Words(en="Also against your rules “{name}”: {said}.", ja="追加のルール「{name}」：{said}"),
    "indicator": Words(en="Also against your list “{name}”: {said}.", ja="追加のリスト「{name}」：{said}"),
    "known-good": Words(
        en="Also your list of good files “{name}”: {said}.", ja="追加の「安全なファイル」のリスト「{name}」：{said}"
    ),
    _CLAMAV: Words(en="Also shown to {name}: {said}.", ja="{name} でも検査：{said}"),
}
_OTHER = Words(en="Also against “{name}”: {said}.", ja="追加の「{name}」：{said}")
_FILES = (
    Words(en="{rows} in 1 file", ja="{rows}（1ファイル）"),
    Words(en="{rows} in {count} files", ja="{rows}（{count}ファイル）"),
)
_DATED = Words(en="the newest of {as_of}", ja="最新の日付：{as_of}")
_UNDATED = Words(en="not dated", ja="日付の記載なし")
_UNUSED = (
    Words(en="1 more cannot be used", ja="ほか1件は使用できません"),
    Words(en="{count} more cannot be used", ja="ほか{count}件は使用できません"),
)
_DATABASE = Words(en="signatures of {as_of}", ja="定義ファイルは{as_of}版")
_NO_DATABASE = Words(en="nobody tells how old its signatures are", ja="定義ファイルの日付は不明")
_AGE = (
    Words(en="1 day old when they were used", ja="調査の1日前のもの"),
    Words(en="{count} days old when they were used", ja="調査の{count}日前のもの"),
)
_SAME_DAY = Words(en="made on the day of the check", ja="調査当日のもの")
_REST = (
    Words(en="and 1 more (all: --json)", ja="ほか1件（すべては --json で確認できます）"),
    Words(en="and {count} more (all: --json)", ja="ほか{count}件（すべては --json で確認できます）"),
)


def sets(view: View) -> Iterator[str]:
    """Ours in one line, each of the user's in one, the first few of many."""
    yield from dict.fromkeys(_ours(view, tuple(each)) for each in _each_ours(view))
    named = _named(view)
    for one in sorted(named)[:_MOST]:
        yield _line(view, one, named[one])
    if len(named) > _MOST:
        yield view.counted(_REST, len(named) - _MOST)


def _each_ours(view: View) -> Iterator[list[SignatureSet]]:
    for used in view.used:
        if found := [one for one in used.sets if one.is_ours]:
            yield found


def _ours(view: View, found: tuple[SignatureSet, ...]) -> str:
    counts = view.listed(_count(view, one) for one in found)
    newest = max(one.as_of for one in found)
    return view.say(_OURS, counts=counts, newest=view.say(_NEWEST, as_of=newest) if newest else "")


def _count(view: View, one: SignatureSet) -> str:
    words = _COUNTS.get(one.by)
    return view.counted(words, one.rows) if words else view.say(_COUNT, by=one.by, rows=f"{one.rows:,}")


def _named(view: View) -> dict[SignatureSet, str]:
    """The user's sets, as far as people tell them apart, and when each was used last."""
    found: dict[SignatureSet, str] = {}
    for used, sources in view.used.items():
        last = max((run.ended or run.started for source in sources for run in source.runs), default="")
        for one in (one for one in used.sets if not one.is_ours):
            alike = replace(one, version="", place="")
            found[alike] = max(last, found.get(alike, ""))
    return found


def _line(view: View, one: SignatureSet, last: str) -> str:
    said = _database(view, one, last) if one.by == _CLAMAV else _rows(view, one)
    between = "、" if view.language == "ja" else ", "
    name = shown(one.title or one.name, _MOST_NAME)
    return view.say(_NAMED.get(one.by, _OTHER), name=name, said=between.join(said))


def _rows(view: View, one: SignatureSet) -> Iterator[str]:
    """How many there are, how old they are, and what of them is not looked for."""
    rows = _count(view, one)
    yield view.say(_FILES[one.files != 1], rows=rows, count=f"{one.files:,}") if one.by == _YARA else rows
    yield view.say(_DATED, as_of=one.as_of) if one.as_of else view.say(_UNDATED)
    if one.unused:
        yield view.counted(_UNUSED, one.unused)


def _database(view: View, one: SignatureSet, last: str) -> Iterator[str]:
    """Of when ClamAV's signatures were, and how old that was when they were used."""
    if not one.as_of:
        yield view.say(_NO_DATABASE)
        return
    yield view.say(_DATABASE, as_of=one.as_of)
    days = days_between(one.as_of, last)
    if days is not None and days >= 0:
        yield view.counted(_AGE, days) if days else view.say(_SAME_DAY)
