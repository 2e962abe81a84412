"""``mimawari explain``: why a verdict was given, and what would change it."""

from __future__ import annotations

import json
from typing import Any

import click

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.cli.common import read_report, status
from mimawari.faces.streams import put
from mimawari.model import Report, Words

EXPLANATION = "mimawari.explanation/1"


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Say why REPORT has its verdict: the reasons, what was not seen, and what would change it. "
        "REPORT is a file that `check --json` or `--out` wrote, or - for stdin. The exit status is that of the report.",
        ja="REPORTの判定の理由、調べられなかったもの、判定が変わる条件を示します。REPORTには、check --json や --out で保存した"
        "レポートを指定します（- は標準入力）。終了コードはレポートの判定に従います。",
    ),
)
@click.argument("report")
@spoken.as_json
@spoken.lang
@spoken.knowledge
def command(report: str, as_json: bool, lang: str | None, knowledge: str | None) -> int:
    """Explain the report in a file."""
    tongue = spoken.speaking(lang)
    known = knowledge_in_use(knowledge, tongue)
    read = read_report(report, tongue)
    if as_json:
        put(json.dumps(explanation(read, known), indent=1))
    else:
        from mimawari.faces.text import View, show
        from mimawari.faces.text.explained import explained

        show(explained(View(read, known, tongue)))
    return status(read, tongue)


def explanation(report: Report, known: app.Knowledge) -> dict[str, Any]:
    """The explanation as data: machine by machine."""
    from mimawari.faces.explanation import changes, rule
    from mimawari.faces.text import View

    hosts = []
    for host in View(report, known, "en").hosts:
        own = Report(host.sources)
        hosts.append(
            {
                "host": host.name,
                "level": host.level,
                "rule": json_report.words(rule(own, known)),
                "because": [json_report.finding(found) for found in host.verdict.because],
                "unseen": [json_report.gap(gap) for gap in host.verdict.unseen],
                "holes": sorted({word for source in app.deciding(own.sources) for word in app.holes(source)}),
                "changes": [json_report.words(words) for words in changes(own, known)],
            }
        )
    verdict = app.judge(report)
    return {
        "schema": EXPLANATION,
        "level": verdict.level,
        "us": json_report.us_as_json(verdict.us),
        "clues": [json_report.finding(clue) for clue in (*verdict.us.because, *verdict.us.against)] if verdict.us else [],
        "used": json_report.used(report),
        "hosts": hosts,
    }
