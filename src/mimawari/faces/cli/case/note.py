"""``mimawari case note``: a note in the record."""

from __future__ import annotations

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.model import Deed, Words


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record TEXT with the time and who said it.",
        ja="TEXTを、日時と記録した人とともに残します。",
    ),
)
@click.argument("text")
@common.case_option
@common.who_option
@spoken.lang
def command(text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the note."""
    with common.at_desk(place, lang, who) as desk:
        desk.record(Deed.NOTED, text=common.some(text, desk.tongue))
    return 0
