"""``mimawari case desks``: who helps with it."""

from __future__ import annotations

from datetime import datetime

import click

from mimawari.app import casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.common import refused
from mimawari.model import Asker, Words
from mimawari.model.japan_time import JAPAN

_NO_PREFECTURE = Words(
    en="“{given}” is no prefecture. Give its name (Tokyo) or its number (13).",
    ja="「{given}」という都道府県はありません。名前（東京都）か番号（13）で指定してください。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Show who helps: how each desk is reached, what to bring, and how old that knowledge is. mimawari contacts nobody.",
        ja="相談先・届出先と、連絡方法、用意するもの、その情報の時点を表示します。mimawariが自動で連絡することはありません。",
    ),
)
@spoken.option(
    "--prefecture", metavar="P", default="",
    en="The prefecture, by name or number: the desk of its police as well.",
    ja="都道府県（名前または番号）。都道府県警察の窓口も表示します。",
)  # fmt: skip
@spoken.option("--individual", is_flag=True, en="Desks for individuals.", ja="個人向けの窓口を表示します。")
@common.case_option
@spoken.lang
def command(prefecture: str, place: str | None, lang: str | None, *, individual: bool) -> int:
    """Show the desks."""
    from mimawari.faces.text import show
    from mimawari.faces.text.desks import desk_lines

    asker = Asker.INDIVIDUAL if individual else Asker.COMPANY
    with common.at_desk(place, lang) as desk:
        try:
            found = casework.desks_of(desk.opened, desk.known, asker=asker, prefecture=prefecture)
        except casework.NoSuchPrefecture as none:
            raise refused(_NO_PREFECTURE, desk.tongue, given=prefecture) from none
        today = datetime.fromisoformat(casework.now()).astimezone(JAPAN).date()
        show(desk_lines(found, today, desk.tongue))
    return 0
