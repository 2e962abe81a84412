"""``mimawari us letter``: a text to send to who reported a mail, to the provider, or to a partner."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import read_report
from mimawari.faces.cli.us import common
from mimawari.faces.streams import note, put
from mimawari.model import Firm, Words

_READ_IT = Words(
    en="mimawari: nothing was sent. Read the letter, fill in what stands in [brackets], and send it yourself.",
    ja="mimawari：メールは送信していません。内容を確認し、【 】の部分を書き換えてから、ご自分で送信してください。",
)
_CALL = Words(
    en="mimawari: call them first. Others may be reading their mail.",
    ja="mimawari：先に電話で知らせてください。相手のメールは、第三者に読まれているおそれがあります。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Print a letter about the answer in REPORT. reporter: to who told you of a strange mail. provider: asks your mail "
        "provider for the logs of the days in question. partner: to a partner whose mailbox looks robbed. Nothing is sent. "
        "The letter claims no more than the answer's strength allows.",
        ja="REPORTの結果をもとに、連絡文を作成します。reporter：不審なメールを知らせてくれた相手に。provider：メールのプロバイダーに"
        "（該当する日のログを依頼）。partner：メールが漏れているとみられる取引先に。送信は行いません。"
        "結果の確かさを超えることは書きません。",
    ),
)
@click.argument("report")
@click.option(
    "--to", "to", type=click.Choice(["reporter", "provider", "partner"]), required=True, cls=spoken.Option,
    words=Words(en="Whom to write to.", ja="連絡先。"),
)  # fmt: skip
@click.option(
    "--us", "own", metavar="FILE", cls=spoken.Option,
    words=Words(
        en="The firm's own file, for its name (else us.toml, where there is one).",
        ja="自社の情報ファイル。会社名の記入に使います（省略時は us.toml があればそれ）。",
    ),
)  # fmt: skip
@spoken.lang
def command(report: str, to: str, own: str | None, lang: str | None) -> int:
    """Print the letter on the report in a file."""
    from mimawari.faces.letters import NoLetter, To, letter

    tongue = spoken.speaking(lang)
    firm = _own(own, tongue)
    us = app.judge(read_report(report, tongue)).us
    try:
        text = letter(us, To(to), tongue, firm)
    except NoLetter as none:
        raise spoken.Refused(none.words, tongue) from none
    put(text.rstrip("\n"))
    note(_READ_IT.say(tongue))
    if to == To.PARTNER:
        note(_CALL.say(tongue))
    return 0


def _own(named: str | None, tongue: str) -> Firm:
    if named:
        return common.read(named, tongue)
    return common.read(common.FILE, tongue) if Path(common.FILE).is_file() else Firm()
