"""``mimawari sources``: what can be looked at."""

from __future__ import annotations

import json

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.streams import put
from mimawari.model import Words

_OUGHT = Words(en="must be looked at: {words}", ja="調べる必要のあるもの：{words}")
_NOTHING = Words(en="(nothing)", ja="（なし）")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="List the kinds of sources, in the order in which they are tried, and what has to be looked at in each.",
        ja="調べられるデータの種類を、判別する順に表示します。それぞれについて、調べる必要のあるものも示します。",
    ),
)
@spoken.as_json
@spoken.lang
def command(as_json: bool, lang: str | None) -> int:
    """List them."""
    tongue = spoken.speaking(lang)
    known = knowledge_in_use(None, tongue)
    kinds = list(app.sources.load())
    minimums = {kind: sorted(known.minimum.get(kind, ())) for kind in kinds}
    if as_json:
        put(json.dumps([{"kind": kind, "ought": minimums[kind]} for kind in kinds], indent=1))
        return 0
    for kind in kinds:
        names = dict.fromkeys(known.named("wanted", word).say(tongue) for word in minimums[kind])
        words = ("、" if tongue == "ja" else ", ").join(names) or _NOTHING.say(tongue)
        put(f"{kind}: {known.named('source-kind', kind).say(tongue)}")
        put(f"    {_OUGHT.say(tongue).format(words=words)}")
    return 0
