"""``mimawari emocheck``: EmoCheck's options, report files and exit status, for scripts that deploy it today."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.check import looked_round
from mimawari.faces.cli.common import in_use, refused
from mimawari.faces.cli.full_scan import FullScan
from mimawari.faces.emocheck_report import Answer, EmoCheckReport, answer, processes
from mimawari.faces.safe import shown
from mimawari.faces.streams import note, put
from mimawari.faces.text.view import HostView, View
from mimawari.model import Level, Report, Words
from mimawari.model.os_words import cause

_INVALID = Words(en="invalid parameter: {word}", ja="オプションが正しくありません：{word}")
_NO_PATH = Words(en="there is no file or folder {word}.", ja="ファイルまたはフォルダー {word} がありません。")
_UNOPENED = Words(en="mimawari: {path}: could not be opened ({why}).", ja="mimawari：{path} を開けませんでした（{why}）。")
_NO_FOLDER = Words(en="/output needs the name of a folder.", ja="/output のあとに、フォルダーを指定してください。")
_ELSEWHERE = Words(
    en="mimawari: there is no folder {path}; the report goes to the current folder.",
    ja="mimawari：フォルダー {path} がないため、現在のフォルダーにレポートを出力します。",
)
_UNWRITABLE = Words(
    en="mimawari: the report cannot be written: {path} ({why}).", ja="mimawari：レポートを保存できません：{path}（{why}）"
)
_SAID = {
    Answer.YES: Words(en="{host}: Emotet was detected.", ja="{host}：Emotetを検知しました。"),
    Answer.NO: Words(en="{host}: No detection.", ja="{host}：Emotetは検知されませんでした。"),
    Answer.UNKNOWN: Words(en="{host}: could not tell ({level}).", ja="{host}：判断できませんでした（{level}）。"),
}
_WRITTEN = Words(en="Report has exported to following file.", ja="以下のファイルに結果を出力しました。")
_NOTE = Words(
    en="mimawari: {host}: {level}. That is neither EmoCheck's yes nor its no. `mimawari check` tells more.",
    ja="mimawari：{host}：{level}。EmoCheckの「検知あり」「検知なし」のどちらにも当たりません。"
    "詳しくは mimawari check で確認してください。",
)


@dataclass(slots=True)
class Asked:
    """EmoCheck's options as given."""

    quiet: bool = False
    json: bool = False
    debug: bool = False
    help: bool = False
    output: str = "."
    locators: tuple[str, ...] = ()


def asked(words: tuple[str, ...], tongue: str) -> Asked:
    """*words* read as EmoCheck does: ``/json``, ``-json``, ``--json``, in any case; ``/output DIR`` or ``/output:DIR``.

    A path that begins with a slash is a locator, unless it is the name of an option. What is neither is refused.
    """
    given, rest = Asked(), list(words)
    while rest:
        word = rest.pop(0)
        option, colon, value = _option(word)
        if option == "output":
            given.output = value if colon else _next(rest, tongue)
        elif option in ("quiet", "json", "debug", "help") and not colon:
            setattr(given, option, True)
        elif word.startswith("-") or (word.startswith("/") and not os.path.lexists(word)):
            raise refused(_NO_PATH if "/" in word[1:] else _INVALID, tongue, word=word)
        else:
            given.locators += (word,)
    return given


def _option(word: str) -> tuple[str, str, str]:
    if word[:1] not in ("/", "-"):
        return "", "", ""
    name, colon, value = word.lstrip("-").removeprefix("/").partition(":")
    return name.lower(), colon, value


def _next(rest: list[str], tongue: str) -> str:
    if not rest:
        raise spoken.Refused(_NO_FOLDER, tongue)
    return rest.pop(0)


@click.command(
    cls=spoken.Command,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    words=Words(
        en="Check LOCATOR (without it: this PC, running) and write a report as EmoCheck does: "
        "HOST_yyyymmddhhmmss_emocheck.txt or .json. "
        "Options: /quiet (nothing on the screen), /json, /output DIR, /debug (no report, but every finding), /help; "
        "also as -quiet or --quiet. Exit status: 1 Emotet detected, 0 not detected, 2 could not tell (is_infected: unknown).",
        ja="LOCATOR（省略時は、稼働中のこのPC）を調べ、"
        "EmoCheckと同じ形式のレポート（ホスト名_yyyymmddhhmmss_emocheck.txt または .json）を出力します。"
        "オプション：/quiet（画面に表示しない）、/json、/output フォルダー、/debug（レポートを出さずに詳細を表示）、/help。"
        "-quiet や --quiet の形でも指定できます。終了コード：1 検知あり、0 検知なし、2 判断できず（is_infected は unknown）",
    ),
)
@click.argument("words", metavar="[LOCATOR] [/quiet] [/json] [/output DIR] [/debug]", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...]) -> int:
    """Do as EmoCheck does."""
    tongue = spoken.speaking(None)
    given = asked(words, tongue)
    if given.help:
        put(ctx.get_help())
        return 0
    used = in_use(None, tongue)
    settings = app.Settings(knowledge=used.folder, provenance=used.known.provenance)
    view = View(looked_round(FullScan(given.locators or (app.THIS_PC,)), settings, None, tongue), used.known, tongue)
    if given.debug:
        _debug(view.report, tongue)
        return _worst(answer(host.verdict) for host in view.hosts)
    written = [_reported(host, given, view) for host in view.hosts]
    return _worst(written)


def _worst(answers: Iterator[Answer] | list[Answer]) -> int:
    """One yes is a yes; else one unknown is unknown. Nothing at all is unknown, too."""
    every = set(answers)
    first = next((answer for answer in (Answer.YES, Answer.UNKNOWN, Answer.NO) if answer in every), Answer.UNKNOWN)
    return first.status


def _reported(host: HostView, given: Asked, view: View) -> Answer:
    """Write the report on one host. One that cannot be written leaves no doubt about it, and is never a no."""
    says = answer(host.verdict)
    level = view.named("level", host.level)
    if not given.quiet:
        put(view.say(_SAID[says], host=host.name, level=level))
    for source in host.sources:
        if source.kind == app.UNOPENED:
            reasons = dict.fromkeys(view.named("reason", gap.reason) for gap in source.gaps)
            note(view.say(_UNOPENED, path=source.place, why=view.listed(reasons)))
    if says is Answer.UNKNOWN and host.level not in (Level.UNDETERMINED, Level.NO_SIGN):
        note(view.say(_NOTE, host=host.name, level=level))
    try:
        path = _write(_report(host, says), given, view.language)
    except OSError as error:
        note(view.say(_UNWRITABLE, path=given.output, why=cause(error).say(view.language)))
        return Answer.YES if says is Answer.YES else Answer.UNKNOWN
    if not given.quiet:
        put(f"{_WRITTEN.say(view.language)}\n\n\t{shown(path)}\n")
    return says


def _report(host: HostView, says: Answer) -> EmoCheckReport:
    named = next((source.host for source in host.sources if source.host), "")
    listed = processes(found for found in host.verdict.because if found.family == "emotet") if says is Answer.YES else ()
    return EmoCheckReport(named, datetime.now().astimezone(), f"{app.version()}-mimawari", says, listed)


def _write(report: EmoCheckReport, given: Asked, tongue: str) -> Path:
    """Write it under the first name that is free: two PCs may bear the same name, and none may hide the other."""
    folder = _folder(given, tongue)
    while True:
        path = folder / report.name("json" if given.json else "txt")
        text = report.as_json() if given.json else report.as_text(tongue)
        try:
            with path.open("xb") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
        except FileExistsError:
            report = report.later()
        else:
            return path


def _folder(given: Asked, tongue: str) -> Path:
    """The folder asked for; the current one where it is not there, as EmoCheck does."""
    folder = Path(given.output)
    if folder.is_dir():
        return folder
    note(_ELSEWHERE.say(tongue).format(path=shown(folder)))
    return Path()


def _debug(report: Report, tongue: str) -> None:
    for source in report.sources:
        for finding in source.findings:
            note(f"[Dbg] {finding.strength.word} {finding.kind}: {shown(finding.sentence.say(tongue), 600)}")
        for gap in source.gaps:
            note(f"[Dbg] {gap.reason} {gap.wanted}: {shown(' > '.join(gap.origin.path))} {shown(gap.detail)}")
