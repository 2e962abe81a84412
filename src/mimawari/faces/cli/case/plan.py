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

_ONE_FORM = Words(en="give --json or --cacao, not both.", ja="--json と --cacao は、どちらか一方だけを指定してください。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Print the plan: what to do, in order, with the key of each step for `mimawari case step`.",
        ja="行うことの一覧を、順番に表示します。各手順の記号（KEY）は mimawari case step で使います。",
    ),
)
@common.case_option
@spoken.as_json
@spoken.option("--cacao", is_flag=True, en="Print it as a CACAO 2.0 playbook.", ja="CACAO 2.0の形式で出力します。")
@spoken.lang
def command(place: str | None, as_json: bool, lang: str | None, *, cacao: bool) -> int:
    """Print the plan."""
    if as_json and cacao:
        raise spoken.Refused(_ONE_FORM, spoken.speaking(lang))
    with common.at_desk(place, lang) as desk:
        if cacao:
            put(common.cacao_text(desk))
        elif as_json:
            put(json.dumps(plan_document(desk.opened.plan, desk.opened.state), indent=1))
        else:
            show_plan(desk.opened.plan, desk.opened.state, desk.tongue, desk.known)
    return 0
