"""``mimawari merge``: many reports, one picture."""

from __future__ import annotations

from collections.abc import Iterator

import click

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import report_files, spoken
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.cli.common import read_report, status, united
from mimawari.faces.streams import put
from mimawari.model import Report, Words

_NOTHING = Words(en="there is no report in what was given.", ja="指定された場所に、レポートがありません。")
_ONE_FORM = Words(en="give --json or --html, not both.", ja="--json と --html は、どちらか一方だけを指定してください。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Make one picture of many reports. REPORT is a file that `check --json` or `--out` wrote, or a folder of such files. "
        "Reports can be given in any order and any number of times. "
        "A file in a folder that is damaged is counted as undetermined. "
        "The exit status is that of the whole.",
        ja="複数のレポートを1つにまとめます。"
        "REPORTには、check --json や --out で保存したレポート、またはそのフォルダーを指定します。"
        "順序や重複は結果に影響しません。フォルダーの中の壊れたレポートは「判断できず」として数えます。"
        "終了コードは全体の判定に従います。",
    ),
)
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
@click.option(
    "--hosts", metavar="FILE", cls=spoken.Option,
    words=Words(
        en="Names of all PCs, one a line or the first column of a CSV: those without a report are told.",
        ja="全PCの名前の一覧（1行に1台、またはCSVの1列目）。レポートのないPCを示します。",
    ),
)  # fmt: skip
@click.option(
    "--html", "as_html", is_flag=True, cls=spoken.Option,
    words=Words(en="Print one HTML page, to be opened in a browser.", ja="ブラウザーで開けるHTMLで出力します。"),
)  # fmt: skip
@spoken.as_json
@spoken.lang
@spoken.knowledge
def command(
    reports: tuple[str, ...], hosts: str | None, as_html: bool, as_json: bool, lang: str | None, knowledge: str | None
) -> int:
    """Merge the reports in files and folders."""
    tongue = spoken.speaking(lang)
    if as_html and as_json:
        raise spoken.Refused(_ONE_FORM, tongue)
    known = knowledge_in_use(knowledge, tongue)
    whole = app.called(united(_read(reports, tongue, known), tongue), _named(hosts, tongue), known)
    if not whole.sources:
        raise spoken.Refused(_NOTHING, tongue)
    if as_json:
        put(json_report.text(whole, known))
    else:
        _show(whole, known, tongue, as_html)
    return status(whole, tongue)


def _named(hosts: str | None, tongue: str) -> tuple[str, ...]:
    if not hosts:
        return ()
    from mimawari.faces.cli import host_list

    return host_list.read(hosts, tongue)


def _read(paths: tuple[str, ...], tongue: str, known: app.Knowledge) -> Iterator[Report]:
    for path in paths:
        yield report_files.folder(path, tongue, known) if report_files.is_folder(path) else read_report(path, tongue)


def _show(whole: Report, known: app.Knowledge, tongue: str, as_html: bool) -> None:
    from mimawari.faces.text import View, show

    view = View(whole, known, tongue)
    if as_html:
        from mimawari.faces.html import page

        put(page(view))
    else:
        from mimawari.faces.text.merged import merged

        show(merged(view))
