"""``mimawari merge``: many reports, one picture."""

from __future__ import annotations

import click

from mimawari.faces import json_report
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.cli.common import read_reports, status, united
from mimawari.faces.streams import put
from mimawari.model import Words

_NOTHING = Words(en="there is no report in what was given.", ja="指定された場所に、レポートがありません。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Make one picture of many reports. REPORT is a file that `check --json` or `--out` wrote, or a folder of such files. "
        "Reports can be given in any order and any number of times. The exit status is that of the whole.",
        ja="複数のレポートを1つにまとめます。"
        "REPORTには、check --json や --out で保存したレポート、またはそのフォルダーを指定します。"
        "順序や重複は結果に影響しません。終了コードは全体の判定に従います。",
    ),
)
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
@spoken.as_json
@spoken.lang
@spoken.knowledge
def command(reports: tuple[str, ...], as_json: bool, lang: str | None, knowledge: str | None) -> int:
    """Merge the reports in files and folders."""
    tongue = spoken.speaking(lang)
    known = knowledge_in_use(knowledge, tongue)
    whole = united(read_reports(reports, tongue), tongue)
    if not whole.sources:
        raise spoken.Refused(_NOTHING, tongue)
    if as_json:
        put(json_report.text(whole, known))
    else:
        from mimawari.faces.text import View, show
        from mimawari.faces.text.merged import merged

        show(merged(View(whole, known, tongue)))
    return status(whole, tongue)
