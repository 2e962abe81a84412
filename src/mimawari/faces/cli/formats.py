"""``mimawari formats``: what can be opened."""

from __future__ import annotations

import json

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.streams import put
from mimawari.model import Words

_COLUMN = 20


@click.command(
    cls=spoken.Command,
    words=Words(
        en="List the formats of files that are opened, each to any depth.",
        ja="中身を展開して調べられるファイル形式の一覧を表示します（入れ子になっていても調べます）。",
    ),
)
@spoken.as_json
@spoken.lang
def command(as_json: bool, lang: str | None) -> int:
    """List them."""
    tongue = spoken.speaking(lang)
    known = knowledge_in_use(None, tongue)
    names = list(app.formats.load())
    if as_json:
        put(json.dumps([{"format": name, "words": _both(known.named("format", name))} for name in names], indent=1))
        return 0
    for name in names:
        put(f"{name:<{_COLUMN}} {known.named('format', name).say(tongue)}")
    return 0


def _both(words: Words) -> dict[str, str]:
    return {"en": words.en, "ja": words.ja}
