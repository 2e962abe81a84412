"""``mimawari case reopen``: a closed case is open again."""

from __future__ import annotations

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.model import Deed, Words

_ALREADY = Words(en="the case is not closed; nothing was recorded.", ja="この件は終了していません。何も記録していません。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record that the case goes on.",
        ja="終了した対応を再開することを記録します。",
    ),
)
@common.text_option(en="Why it goes on.", ja="再開の理由。")
@common.case_option
@common.who_option
@spoken.lang
def command(text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry."""
    with common.at_desk(place, lang, who) as desk:
        if desk.opened.state.closed is None:
            raise spoken.Refused(_ALREADY, desk.tongue)
        desk.record(Deed.REOPENED, text=text.strip())
    return 0
