"""Passphrases of keys: typed by a person, or in a file for what a server does by itself."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli.release.common import path_option
from mimawari.faces.streams import note
from mimawari.model import Words

_ASKED = Words(en="Passphrase", ja="パスフレーズ")
_AGAIN = Words(en="The same once more", ja="もう一度入力してください")
_EMPTY = Words(
    en="mimawari: a key needs a passphrase: whoever finds the stick could sign with it. Nothing is shown while you type.",
    ja="mimawari：鍵には必ずパスフレーズを設定してください（USBメモリーを拾った人に署名されるおそれがあります）。"
    "入力した文字は画面に表示されません。",
)
_OTHER = Words(
    en="mimawari: these are two different ones. Both again.", ja="mimawari：2回の入力が一致しません。最初から入力してください。"
)

option = path_option(
    "--passphrase-file", "passphrase_file",
    en="Take the passphrase from the first line of FILE, which only its owner may read (not looked at on Windows): for the "
    "server's key.",
    ja="ファイルの1行目をパスフレーズとして使います（サーバーの鍵向け）。所有者だけが読み取れるファイルにしてください"
    "（Windowsでは確認しません）。",
)  # fmt: skip


def asked(file: Path | None, tongue: str) -> str:
    """The passphrase of a key that there is; empty where it has none. Raises ``Trouble``."""
    return app.release.passphrase_in(file) if file else _typed(_ASKED, tongue)


def chosen(file: Path | None, tongue: str) -> str:
    """A passphrase for a new key, typed twice; never empty. Raises ``Trouble``."""
    if file:
        return app.release.passphrase_in(file)
    while True:
        typed = _typed(_ASKED, tongue)
        if not typed:
            note(_EMPTY.say(tongue))
        elif typed == _typed(_AGAIN, tongue):
            return typed
        else:
            note(_OTHER.say(tongue))


def _typed(words: Words, tongue: str) -> str:
    answer: str = click.prompt(words.say(tongue), hide_input=True, default="", show_default=False, err=True)
    return answer
