"""``mimawari us``: the firm's own file, and letters to those whom an answer concerns. One module a command below it."""

from __future__ import annotations

from importlib import import_module

import click

from mimawari.faces.cli.spoken import Group, Help, say

COMMANDS = {
    "init": Help(
        en="Write the firm's own file, by a few questions.", ja="いくつかの質問に答えて、自社の情報ファイルを作成します。"
    ),
    "show": Help(en="Say in words what is understood of it.", ja="自社の情報ファイルの内容を、言葉で確認します。"),
    "letter": Help(en="Print a letter to send.", ja="連絡文を作成します。"),
}


class _Below(Group):
    """The commands by name; help does not import them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """Their names and what they are for."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(words)) for name, words in COMMANDS.items()])


@click.group(
    cls=_Below,
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
