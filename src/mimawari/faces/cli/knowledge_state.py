"""Which knowledge is in use on this PC, why, and what else is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mimawari import app
from mimawari.faces.json_report import origin_of
from mimawari.faces.safe import plain, shown
from mimawari.faces.text.moments import day, moment
from mimawari.faces.text.used import days_old
from mimawari.model import Words

_IN_USE = Words(en="in use: knowledge {version} of {as_of}, {source}", ja="使用中：知識データ {version}（{as_of}版、{source}）")
SOURCE = {
    "packed": Words(en="came with the program", ja="プログラムに内蔵"),
    "installed": Words(en="installed on {day} from {place}", ja="{day}に {place} から導入"),
    "folder": Words(en="from the folder {place}", ja="フォルダー {place} を使用"),
}
_HELD = Words(
    en="It was chosen on purpose: newer knowledge does not take its place. Back to the newest: mimawari update --to newest",
    ja="指定された版です。新しい知識データがあっても、切り替わりません。"
    "最新版に戻すには、mimawari update --to newest を実行してください。",
)
_OLD = Words(
    en="It is {days} days old. To bring it up to date: mimawari update",
    ja="{days}日前のものです。mimawari update を実行すると、最新の知識データに更新できます。",
)
_KEPT = Words(en="kept: {version} of {as_of}, {source}", ja="保存済み：{version}（{as_of}版、{source}）")
_WHERE = Words(en="looked for at {place}, last on {time}", ja="入手先：{place}（最終確認：{time}）")
_LAST = Words(en="last verified on {time}", ja="最終確認：{time}")
_NEVER = Words(en="never looked for newer knowledge here", ja="更新を確認したことはありません。")
_DAMAGED = Words(en="the record of installed knowledge is damaged", ja="導入した知識データの記録が壊れています。")


def said(source: Any, tongue: str) -> str:
    """Where knowledge is from, in a few words."""
    return SOURCE[source.kind].say(tongue).format(day=day(source.installed), place=plain(source.place))


def aged(known: app.Knowledge, tongue: str) -> Iterator[str]:
    """That it is old today."""
    if days := days_old(known.as_of, app.begun().started):
        yield _OLD.say(tongue).format(days=days)


def lines(forced: app.Forced, store: app.Store, tongue: str) -> Iterator[str]:
    """All of it, for people."""
    known = forced.known
    yield _IN_USE.say(tongue).format(version=known.version, as_of=known.as_of, source=said(known.provenance, tongue))
    yield from aged(known, tongue)
    yield from (shown(words.say(tongue), 600) for words in forced.complaints)
    if forced.choice is app.updates.Choice.HELD:
        yield _HELD.say(tongue)
    state = _state(store)
    if state is None:
        yield _DAMAGED.say(tongue)
        return
    for kept in reversed(state.kept):
        source = app.knowledge.Provenance("installed", kept.origin, kept.installed)
        yield _KEPT.say(tongue).format(version=kept.version, as_of=shown(kept.as_of), source=said(source, tongue))
    if state.checked:
        words = _WHERE if state.location else _LAST
        yield words.say(tongue).format(place=plain(state.location), time=moment(state.checked, tongue))
    else:
        yield _NEVER.say(tongue)


def described(forced: app.Forced, store: app.Store) -> dict[str, Any]:
    """All of it, for programs."""
    state, known = _state(store), forced.known
    kept = state.kept if state else ()
    return {
        "version": known.version,
        "as_of": known.as_of,
        "source": origin_of(known.provenance),
        "chosen": forced.choice,
        "location": state.location if state else "",
        "checked": state.checked if state else "",
        "kept": [{"version": one.version, "as_of": one.as_of, "place": one.origin, "installed": one.installed} for one in kept],
    }


def _state(store: app.Store) -> app.updates.State | None:
    try:
        return store.state()
    except app.updates.Damaged:
        return None
