"""What the user wants to be looked for beside what comes with the knowledge: the options, and what they come to."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import memory, spoken
from mimawari.faces.cli.common import refused
from mimawari.model import Words

_NOT_THERE = Words(en="there is no file or folder of rules {path}.", ja="ルールのファイルまたはフォルダー {path} がありません。")

rules = click.option(
    "--rules",
    multiple=True,
    metavar="PATH",
    cls=spoken.Option,
    words=spoken.Help(
        en="YARA rules of your own: a file, or a folder with all .yar and .yara files in it. Can be given again. What cannot be "
        "held against them is then a gap that counts.",
        ja="追加で使うYARAルール。ファイル、またはフォルダー（中の .yar と .yara ファイルをすべて使用）を指定します。"
        "複数回指定できます。照合できなかったものがあれば「判断できず」として扱います。",
    ),
)


def chosen(rules: tuple[str, ...], tongue: str) -> app.Chosen:
    """The sets that are named; refused where one is not there. They are compiled once: only then anything is kept."""
    paths = [Path(rule) for rule in rules]
    for path in paths:
        if not path.exists():
            raise refused(_NOT_THERE, tongue, path=path)
    return app.Chosen(rules=tuple(path.absolute() for path in paths), cache=memory.folder() / "rules" if paths else None)
