"""``mimawari case show``: how the case stands, and all that was recorded."""

from __future__ import annotations

import json

import click

from mimawari.faces.case_json import case_document
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.streams import put
from mimawari.model import Words


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Show how the case stands, and every entry: number, time (Japan and UTC), who, and what.",
        ja="対応の状況と、すべての記録（番号、日時（日本時間とUTC）、記録した人、内容）を表示します。",
    ),
)
@common.case_option
@spoken.as_json
@spoken.lang
def command(place: str | None, as_json: bool, lang: str | None) -> int:
    """Show the case."""
    with common.at_desk(place, lang) as desk:
        if as_json:
            put(json.dumps(case_document(desk.opened), indent=1))
            return 0
        from mimawari.faces.text import show
        from mimawari.faces.text.case import case_lines

        show(case_lines(desk.opened, desk.tongue))
    return 0
