"""``mimawari case contact``: a desk was told."""

from __future__ import annotations

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.model import Deed, Words


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record that somebody of the firm contacted DESK: its key as `mimawari case desks` shows it, or anybody else "
        "(a provider, a customer). mimawari itself contacts nobody.",
        ja="相談先・届出先（DESK）に連絡したことを記録します。DESKは mimawari case desks に表示される記号か、"
        "そのほかの相手（プロバイダー、取引先など）です。mimawariが自動で連絡することはありません。",
    ),
)
@click.argument("desk_name", metavar="DESK")
@common.text_option(en="What was said, and by whom there.", ja="連絡の内容、相手の名前など。")
@common.case_option
@common.who_option
@spoken.lang
def command(desk_name: str, text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry."""
    with common.at_desk(place, lang, who) as desk:
        desk.record(Deed.CONTACTED, about=common.some(desk_name, desk.tongue), text=text.strip())
    return 0
