"""``mimawari us``: the firm's own file, and letters to those whom an answer concerns. One module a command below it."""

from __future__ import annotations

import click

from mimawari.faces.cli.spoken import Help, Lazy

COMMANDS = {
    "init": Help(
        en="Write the firm's own file, by a few questions.", ja="いくつかの質問に答えて、自社の情報ファイルを作成します。"
    ),
    "show": Help(en="Say in words what is understood of it.", ja="自社の情報ファイルの内容を、言葉で確認します。"),
    "letter": Help(en="Print a letter to send.", ja="連絡文を作成します。"),
}


@click.group(
    cls=Lazy,
    package=__name__,
    every=COMMANDS,
    words=Help(
        en="“We got a strange mail from you”: is it us, or only our address? For that mimawari must know what belongs to your "
        "firm. That stands in a file, us.toml, which stays on this PC.",
        ja="「御社から不審なメールが届いた」と言われたとき、自社が原因なのか、アドレスが使われただけなのかを調べるには、"
        "どれが自社のものかを知る必要があります。その内容を us.toml というファイルに書いておきます"
        "（このPCの外には送信されません）。",
    ),
)
def command() -> None:
    """Everything below is a command."""
