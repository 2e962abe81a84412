"""``mimawari case plan``: what to do, in order."""

from __future__ import annotations

import json

import click

from mimawari.faces.case_json import plan_document
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.case.planning import show_plan
from mimawari.faces.streams import put
from mimawari.model import Words


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Print the plan: what to do, in order, with the key of each step for `mimawari case step`.",
        ja="行うことの一覧を、順番に表示します。各手順の名前（KEY）は mimawari case step で使います。",
    ),
)
@common.case_option
@spoken.as_json
@spoken.lang
def command(place: str | None, as_json: bool, lang: str | None) -> int:
    """Print the plan."""
    with common.at_desk(place, lang) as desk:
        if as_json:
            put(json.dumps(plan_document(desk.opened.plan, desk.opened.state), indent=1))
        else:
            show_plan(desk.opened.plan, desk.opened.state, desk.tongue)
    return 0
