"""``mimawari case lift``: a PC goes back to the network, by a person's decision."""

from __future__ import annotations

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.model import Deed, Words


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record that HOST goes back to the network, and why. `mimawari case recheck` says what speaks for and against it; "
        "a person decides. mimawari itself connects nothing.",
        ja="HOST（PCの名前）をネットワークに戻したことと、その理由を記録します。判断の材料は mimawari case recheck で確認できます。"
        "戻すかどうかは人が決めます。mimawariが自動でつなぐことはありません。",
    ),
)
@click.argument("host")
@common.text_option(en="Why it may go back.", ja="戻してよいと判断した理由。", required=True)
@common.case_option
@common.who_option
@spoken.lang
def command(host: str, text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry."""
    with common.at_desk(place, lang, who) as desk:
        desk.record(Deed.LIFTED, about=common.some(host, desk.tongue), text=common.some(text, desk.tongue))
    return 0
