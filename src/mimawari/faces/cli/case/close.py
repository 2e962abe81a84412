"""``mimawari case close``: the case is closed."""

from __future__ import annotations

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.model import Deed, Words

_ALREADY = Words(
    en="the case is closed already; nothing was recorded.", ja="この件は、すでに終了しています。何も記録していません。"
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record that the case is closed. It can be opened again, and nothing is taken away.",
        ja="対応を終了したことを記録します。あとで再開でき、記録は何も消えません。",
    ),
)
@common.text_option(en="Why it is closed.", ja="終了の理由。")
@common.case_option
@common.who_option
@spoken.lang
def command(text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry."""
    with common.at_desk(place, lang, who) as desk:
        if desk.opened.state.closed is not None:
            raise spoken.Refused(_ALREADY, desk.tongue)
        desk.record(Deed.CLOSED, text=text.strip())
    return 0
