"""``mimawari case passwords``: which passwords to change, in order."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mimawari.app.case_hosts import host_named, hosts_of
from mimawari.app.passwording import passwords_of
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import Words

_ONE_FORM = Words(en="give --json or --csv, not both.", ja="--json と --csv は、どちらか一方だけを指定してください。")
_ONE_CHOICE = Words(en="give --host or --all, not both.", ja="--host と --all は、どちらか一方だけを指定してください。")
_NO_PC = Words(
    en="the case knows of no PC “{given}”. It knows of: {names}.", ja="「{given}」というPCは記録にありません。記録にあるPC：{names}"
)
_TAKEN = Words(
    en="{path} is there already. Give another name: nothing is overwritten.",
    ja="{path} はすでにあります。上書きを避けるため、別の名前を指定してください。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Show which passwords to change because of what was on the PCs of the case, in order, with the key of each for "
        "`mimawari case step`. No password is read or changed.",
        ja="この件のPCに残っていたものから、変更が必要なパスワードを順番に表示します。"
        "各項目の記号（KEY）は mimawari case step で使います。パスワードを読み取ったり、変更したりすることはありません。",
    ),
)
@spoken.as_json
@spoken.option(
    "--csv",
    "table",
    metavar="FILE",
    en="Write the list to FILE, for a spreadsheet.",
    ja="一覧を、表計算ソフト用にFILEへ保存します。",
)
@spoken.option(
    "--host", "hosts", metavar="NAME", multiple=True,
    en="Only of this PC, beside the accounts that the plan names. Can be given again.",
    ja="PCについては、指定したものだけを表示します（複数回指定できます）。手順で対象になったアカウントは常に表示します。",
)  # fmt: skip
@spoken.option("--all", "every", is_flag=True, en="Of every PC of the case.", ja="この件で調べたすべてのPCについて表示します。")
@common.case_option
@spoken.lang
def command(table: str | None, hosts: tuple[str, ...], place: str | None, lang: str | None, *, as_json: bool, every: bool) -> int:
    """Print the plan, or write it."""
    from mimawari.faces.passwords_data import passwords_document, passwords_table
    from mimawari.faces.text import show
    from mimawari.faces.text.passwords import password_lines

    tongue = spoken.speaking(lang)
    if as_json and table is not None:
        raise spoken.Refused(_ONE_FORM, tongue)
    if hosts and every:
        raise spoken.Refused(_ONE_CHOICE, tongue)
    if table is not None:
        common.some_name(table, tongue)
    with common.at_desk(place, lang) as desk:
        plan = passwords_of(desk.opened, desk.known, [_host(desk, name) for name in hosts], every=every)
        state = desk.opened.state
        if as_json:
            put(json.dumps(passwords_document(plan, state), indent=1))
        elif table is not None:
            _write(Path(table), passwords_table(plan, state, desk.tongue), desk.tongue)
            put(shown(table))
        else:
            show(password_lines(plan, state, desk.tongue))
    return 0


def _host(desk: common.Desk, given: str) -> str:
    if (found := host_named(desk.opened, given)) is None:
        names = ", ".join(shown(name) for name in hosts_of(desk.opened)) or "-"
        raise refused(_NO_PC, desk.tongue, given=given, names=names)
    return found


def _write(path: Path, text: str, tongue: str) -> None:
    """Whole or not at all, for whoever writes it alone to read; nothing is overwritten."""
    from mimawari.faces.documents import Unwritable
    from mimawari.faces.documents.files import put as put_files

    if path.exists():
        raise refused(_TAKEN, tongue, path=path)
    try:
        put_files(path.parent, {path.name: text.encode("utf-8")})
    except Unwritable as error:
        raise spoken.Refused(error.words, tongue) from error
