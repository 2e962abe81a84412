"""``mimawari case law``: reasons, questions and days for a report under the law on personal information."""

from __future__ import annotations

import click

from mimawari.app import casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.model import Words


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Show what speaks for and against a report under Japan's law on personal information, what is still to be answered, "
        "and until when. It is no legal opinion.",
        ja="個人情報保護法にもとづく報告について、必要と考えられる理由と不要と考えられる理由、まだ答えのない質問、期限を表示します。"
        "法的な助言ではありません。",
    ),
)
@common.case_option
@spoken.lang
def command(place: str | None, lang: str | None) -> int:
    """Show the clock."""
    from mimawari.faces.text import show
    from mimawari.faces.text.clock import clock_lines

    with common.at_desk(place, lang) as desk:
        show(clock_lines(casework.clock_of(desk.opened, desk.known, casework.now()), desk.tongue))
    return 0
