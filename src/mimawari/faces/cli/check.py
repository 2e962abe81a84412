"""``mimawari check``: look round evidence and give a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import Unpack

import click

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import account, inquest, own_sets, reports_beside, spoken
from mimawari.faces.cli.common import in_use, status, united
from mimawari.faces.cli.drawings import Drawings
from mimawari.faces.cli.full_scan import FullScan, is_full, is_low
from mimawari.faces.cli.host_file import HostFile
from mimawari.faces.cli.lines import Lines
from mimawari.faces.cli.memory import Memory
from mimawari.faces.cli.out import Out
from mimawari.faces.progress import Progress
from mimawari.faces.streams import put
from mimawari.model import Report, Source, Testimony, Words

_ONE_FORM = Words(en="give --json or --jsonl, not both.", ja="--json と --jsonl は、どちらか一方だけを指定してください。")


class _Given(own_sets.Named, inquest.Named):
    """The values of the options that other modules bring."""


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Look round and give one verdict. Without LOCATOR: "
        "this PC, as it is running (best as administrator). LOCATOR is a disk "
        "image, a triage collection (folder, zip, tar), a copied drive, EmoCheck reports, a mailbox (mbox, Maildir, "
        "Thunderbird's profile, Outlook's pst and ost, imaps://USER@SERVER/FOLDER), "
        "a mail server's log (Postfix, Exim, sendmail, Dovecot), DMARC reports, bounces, exports of accounts "
        "(Microsoft 365, Google Workspace), a suspicious file (a document, an attachment, "
        "an archive, a saved mail), or a folder of them; what it is, is told by its content. "
        "A kind can be forced: folder:PATH.\n\n"
        "Exit status: 10 infected, 11 suspected, 12 exposed, 20 could not tell, 0 no sign found; "
        "2 wrong use, 3 nothing could be opened, 70 a bug, 130 interrupted.",
        ja="感染の有無を判定します。LOCATORを省略すると、稼働中のこのPCを調べます（管理者として実行することをお勧めします）。"
        "LOCATORには、ディスクイメージ、収集データ（フォルダー、zip、tar）、ドライブのコピー、"
        "EmoCheckのレポート、メールボックス（mbox、Maildir、Thunderbirdのプロファイル、Outlookのpst・ost、"
        "imaps://ユーザー@サーバー/フォルダー）、メールサーバーのログ（Postfix、Exim、sendmail、Dovecot）、DMARCレポート、"
        "不達通知、アカウントのエクスポート（Microsoft 365、Google Workspace）、"
        "不審なファイル（文書、添付ファイル、圧縮ファイル、保存したメール）や、"
        "それらを入れたフォルダーを指定できます。種類は中身から判別します（folder:パス のように指定することもできます）。\n\n"
        "終了コード：10 感染あり、11 感染の疑い、12 危険なメール・ファイルあり、20 判断できず、0 兆候なし、"
        "2 使い方の誤り、3 何も開けず、70 不具合、130 中断",
    ),
)
@click.argument("locators", metavar="[LOCATOR]...", nargs=-1)
@is_full
@is_low
@spoken.as_json
@click.option(
    "--jsonl", "as_lines", is_flag=True, cls=spoken.Option,
    words=Words(
        en="Print one JSON line for each source, for each mail of a mailbox, and for each file of a full scan of which there is "
        "something to tell, as soon as it is done; with --us when all was looked at, with the answer for each reported mail.",
        ja="対象ごとに（メールボックスではメール1通ごとに、フルスキャンでは検知内容や調べられなかった点のあるファイルごとに）、"
        "終わったものから1行のJSONで出力します。--us を指定した場合は、連絡のあったメールごとの答えを付けて、最後に出力します。",
    ),
)  # fmt: skip
@spoken.lang
@click.option(
    "--out", metavar="DIR", cls=spoken.Option,
    words=Words(
        en="Write the report and every finding to DIR. For this PC: one file, named after the PC, so that DIR can be a share "
        "for the reports of many.",
        ja="レポートとすべての検知内容を、DIRに保存します。このPCを調べた場合は、PC名の付いたファイルを1つだけ作成します"
        "（複数のPCのレポートを、1つの共有フォルダーに集められます）。",
    ),
)  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(0, 256), metavar="N", cls=spoken.Option,
    words=Words(
        en="Worker processes (else one a processor). 0: none, and no limits.",
        ja="並列処理の数。0：並列なし・制限なし。",
    ),
)  # fmt: skip
@click.option(
    "--password", "passwords", multiple=True, metavar="TEXT", cls=spoken.Option,
    words=Words(
        en="A password to try on encrypted archives and documents, beside those that stand in their mail. Can be given again. "
        "It is not kept.",
        ja="暗号化されたファイルに試すパスワード。メール本文に書かれたものは、指定しなくても試します。"
        "複数回指定できます。保存されません。",
    ),
)  # fmt: skip
@click.option(
    "--again", is_flag=True, cls=spoken.Option,
    words=Words(
        en="Read all mails of an IMAP account anew, with today's knowledge, not only those that came since its last check; in a "
        "full scan all files, not only those that have changed since.",
        ja="IMAPのメールアカウントで、前回のチェック後に届いたメールだけでなく、すべてのメールを現在の知識データで調べ直します。"
        "フルスキャンでは、前回から変わっていないファイルも調べ直します。",
    ),
)  # fmt: skip
@inquest.options
@own_sets.options
@spoken.knowledge
def command(
    locators: tuple[str, ...],
    as_json: bool,
    as_lines: bool,
    lang: str | None,
    out: str | None,
    jobs: int | None,
    knowledge: str | None,
    passwords: tuple[str, ...],
    again: bool,
    is_full: bool,
    is_low: bool,
    **given: Unpack[_Given],
) -> int:
    """Look at all of *locators* and give the status."""
    tongue = spoken.speaking(lang)
    question = inquest.asked(given, tongue)
    drawn = inquest.drawings(given, question, tongue)
    locators, beside = reports_beside.parted((*locators, *inquest.places(given)), tongue)
    scan = FullScan.of(locators or (() if beside else (app.THIS_PC,)), is_full, again)
    if is_low:
        app.lower_priority()
    if as_json and as_lines:
        raise spoken.Refused(_ONE_FORM, tongue)
    used = in_use(knowledge, tongue)
    kept = _kept(out, scan.locators, tongue) if out else None
    settings = app.Settings(
        knowledge=used.folder, provenance=used.known.provenance, out=kept.parts if kept else None, passwords=passwords,
        signatures=own_sets.chosen(given, tongue), inquest=question,
    )  # fmt: skip
    with kept.writing() if kept else nullcontext():
        found = looked_round(scan, settings, jobs, tongue, as_lines, again, drawn.hear if drawn else None)
        report = united(iter((found, *beside)), tongue)
    failure = _unkept(kept, report, used.known) if kept else None
    if as_json:
        put(json_report.text(report, used.known))
    _drawn(report, used.known, tongue, drawn, is_shown=not (as_json or as_lines))
    if failure:
        raise failure
    return status(report, tongue)


def _unkept(kept: Out | HostFile, report: Report, known: app.Knowledge) -> spoken.Refused | None:
    """Keep the report; what stands in the way of that is said after the verdict, which nobody shall miss for it."""
    try:
        kept.write(report, known)
    except spoken.Refused as failure:
        return failure
    return None


def _kept(out: str, locators: tuple[str, ...], tongue: str) -> Out | HostFile:
    """A folder of its own for what was looked at; for this PC alone, all its files or not, a file among those of others."""
    is_this_pc = app.THIS_PC in locators and {*locators} <= {app.THIS_PC, *app.full_scans(app.THIS_PC)}
    return HostFile.prepared(out, tongue) if is_this_pc else Out.prepared(out, locators, tongue)


def looked_round(
    scan: FullScan, settings: app.Settings, jobs: int | None, tongue: str, as_lines: bool = False, again: bool = False,
    heard: Callable[[tuple[Testimony, ...]], None] | None = None,
) -> Report:  # fmt: skip
    """The report on *scan*; with *as_lines* each source is printed as it comes, *again*: mails that were read before too."""
    sets = app.knowledge_version(settings).partition("+")[2]
    again = again or settings.inquest is not None
    memory = Memory.of(account.opened(scan.locators, tongue), tongue, again, bool(settings.passwords), sets)
    run = app.begun()
    with scan.watched(settings, tongue) as (settings, watch):
        progress = None if watch else Progress(tongue)
        shows = watch or progress
        try:
            lines = Lines(shows, asks=settings.inquest is not None) if as_lines and shows else None
            found = app.check(
                memory.evidence, settings, jobs, progress, lines.mail if lines else None, memory.earlier, watch, heard
            )
            sources = list(lines.printed(found) if lines else found)
        finally:
            if shows:
                shows.clear()
    whole = united((app.stamped([memory.joined(source)], app.ended(run)) for source in sources), tongue)
    memory.keep(_remembered(whole.sources, settings), app.known(settings.knowledge), tongue)
    return whole


def _remembered(sources: Iterable[Source], settings: app.Settings) -> Iterator[Source]:
    """Those of which the next check need not look at the same mails: not those that were only searched."""
    searched = settings.inquest.searched if settings.inquest else frozenset()
    return (one for one in sources if one.locator not in searched)


def _drawn(report: Report, known: app.Knowledge, tongue: str, drawn: Drawings | None, *, is_shown: bool) -> None:
    """The page, if it *is_shown*, with its pictures; and the pictures as files."""
    us = app.judge(report).us if drawn else None
    if is_shown:
        _show(report, known, tongue, drawn.in_letters(us) if drawn else ())
    if drawn:
        drawn.write(us)


def _show(report: Report, known: app.Knowledge, tongue: str, pictures: Iterable[str]) -> None:
    from mimawari.faces.text import page, show

    show(page(report, known, tongue, pictures))
