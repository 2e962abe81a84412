"""``mimawari case list``: the cases of a place."""

from __future__ import annotations

import json

import click

from mimawari.app import casework
from mimawari.faces.both_times import both
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.safe import own, shown
from mimawari.faces.streams import put
from mimawari.model import Words

_ROW = Words(en="{place}  {name}  ({count} entries, the last {last})", ja="{place}　{name}（記録{count}件、最新：{last}）")
_NONE = Words(en="{place}: no case is recorded there.", ja="{place}：記録はありません。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="List the cases of a place, the one that was written to last first.",
        ja="記録されている件の一覧を、最近記録したものから順に表示します。",
    ),
)
@common.case_option
@spoken.as_json
@spoken.lang
def command(place: str | None, as_json: bool, lang: str | None) -> int:
    """Name them."""
    tongue = spoken.speaking(lang)
    at = casework.Place.read(common.place_of(place))
    with common.troubles(tongue):
        found = casework.cases_at(at.at)
    if as_json:
        rows = [
            {"place": at.of(one.id), "id": one.id, "name": one.name, "entries": one.count, "last": one.last} for one in found
        ]  # fmt: skip
        put(json.dumps({"schema": "mimawari.cases/1", "cases": rows}, indent=1))
        return 0
    for one in found:
        facts = {"place": shown(at.of(one.id)), "name": own(one.name), "count": one.count, "last": both(one.last)}
        put(_ROW.fill(facts).say(tongue))
    if not found:
        put(_NONE.fill({"place": shown(at.shown)}).say(tongue))
    return 0
