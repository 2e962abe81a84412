"""``mimawari examples``: inert evidence to try the program on."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import Words

_UNWRITABLE = Words(en="cannot write to {path} ({why}).", ja="{path} に作成できません（{why}）。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Write inert example evidence below DIR: nothing in it can run or do harm. Prints what was written.",
        ja="お試し用の無害なサンプルデータをDIRの下に作ります（実行されたり害を及ぼしたりするものは含みません）。"
        "作成した場所を表示します。",
    ),
)
@click.argument("folder", metavar="DIR")
@spoken.lang
def command(folder: str, lang: str | None) -> int:
    """Write the examples and name them."""
    tongue = spoken.speaking(lang)
    try:
        written = app.write_examples(Path(folder))
    except OSError as error:
        raise refused(_UNWRITABLE, tongue, path=folder, why=error) from error
    for path in written:
        put(shown(path))
    return 0
