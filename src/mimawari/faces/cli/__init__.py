"""The command line: one module a command, imported when it is called, so that help is there at once.

stdout is data, stderr everything else. The exit status is the level's; beside it 2 usage, 3 nothing could be opened, 70 a bug
of ours, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from types import TracebackType

import click

from mimawari.faces.cli import window
from mimawari.faces.cli.spoken import Help, Lazy, say
from mimawari.faces.language import language
from mimawari.faces.streams import Unwritten, note, settle

USAGE, BUG, INTERRUPTED = 2, 70, 130

COMMANDS = {
    "check": Help(en="Look round this PC, or evidence, and give a verdict.", ja="このPCやデータを調べて、感染の有無を判定します。"),
    "explain": Help(en="Say why a verdict was given.", ja="判定の理由を説明します。"),
    "merge": Help(en="Make one picture of many reports.", ja="複数のレポートを1つにまとめます。"),
    "us": Help(
        en="Us, or only our address? Your firm's file, and letters.",
        ja="「自社か、アドレスだけか」を調べるための自社情報の作成、連絡文の作成をします。",
    ),
    "prepare": Help(
        en="Before it happens: what keeps it out, and an emergency sheet.",
        ja="感染する前の備え：設定の確認と、緊急連絡シートの作成をします。",
    ),
    "respond": Help(en="After a verdict: the plan, and a record of it.", ja="判定のあと、行うことを示し、対応の記録を始めます。"),
    "case": Help(
        en="The record of a case: what to do, what was done.", ja="対応の記録：行うことの確認、行ったことの記録をします。"
    ),
    "emocheck": Help(en="Check with EmoCheck's options and reports.", ja="EmoCheckと同じオプション・レポート形式で調べます。"),
    "examples": Help(en="Write inert example evidence to try it on.", ja="お試し用の無害なサンプルデータを作ります。"),
    "detectors": Help(en="List what is detected.", ja="検知できるものの一覧を表示します。"),
    "sources": Help(en="List what can be looked at.", ja="調べられるデータの種類を表示します。"),
    "formats": Help(en="List the file formats that are opened.", ja="展開して調べられるファイル形式を表示します。"),
    "rules": Help(en="List the YARA rules in use.", ja="使用するYARAルールの一覧を表示します。"),
    "indicators": Help(
        en="Show the lists of hashes and names that are looked for.", ja="検索に使うハッシュ値・ファイル名のリストを表示します。"
    ),
    "knowledge": Help(en="Show the knowledge in use.", ja="使用している知識データを表示します。"),
    "update": Help(en="Bring newer knowledge, signed.", ja="新しい知識データを取得し、署名を検証して使います。"),
}

_BUG = Help(
    en="mimawari: a bug of ours ({error}). Please report it; MIMAWARI_DEBUG=1 shows the details. Nothing was decided.",
    ja="mimawari：プログラムの不具合です（{error}）。判定は行われていません。不具合としてご連絡ください。"
    "MIMAWARI_DEBUG=1 を設定して実行すると、詳細が表示されます。",
)
_UNWRITTEN = Help(
    en="mimawari: the result could not be written ({why}).",
    ja="mimawari：結果を書き込めませんでした（{why}）。",
)
_INTERRUPTED = Help(en="mimawari: interrupted.", ja="mimawari：中断しました。")


@click.group(
    cls=Lazy,
    package=__name__,
    every=COMMANDS,
    words=Help(
        en="Look round a PC, or its data, for Emotet: say what was found, what could not be looked at, and what to do.",
        ja="PCやそのデータにEmotetの痕跡がないかを調べ、見つかったもの、調べられなかったもの、次に行うことを示します。",
    ),
)
@click.version_option(package_name="mimawari", message="%(prog)s %(version)s")
def commands() -> None:
    """Everything below is a command."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and give the exit status."""
    settle(language())
    try:
        status = commands.main(arguments, prog_name="mimawari", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Unwritten as error:
        note(say(_UNWRITTEN).format(why=say(error.why)))
        return USAGE
    except click.Abort:
        note(say(_INTERRUPTED))
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def main() -> None:
    """The program."""
    sys.excepthook = report_bug
    arguments = window.asked(sys.argv[1:])
    sys.exit(window.kept(partial(run, arguments)) if len(arguments) != len(sys.argv) - 1 else run(arguments))


def report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The last resort for what nobody foresaw: one line, and a status that no script takes for a verdict."""
    if issubclass(kind, KeyboardInterrupt):
        note(say(_INTERRUPTED))
        sys.exit(INTERRUPTED)
    if os.environ.get("MIMAWARI_DEBUG"):
        sys.__excepthook__(kind, error, trace)
    note(say(_BUG).format(error=kind.__name__))
    sys.exit(BUG)
