"""What the user wants to be looked for beside what comes with the knowledge: the options, and what they come to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any, TypedDict

import click

from mimawari import app
from mimawari.faces.cli import listed, memory, spoken
from mimawari.faces.cli.common import refused
from mimawari.model import Words

_NOT_THERE = Words(en="there is no file or folder of rules {path}.", ja="ルールのファイルまたはフォルダー {path} がありません。")

Face = Callable[..., Any]


class Named(TypedDict, total=False):
    """What the options were given; a command need not have all of them."""

    rules: tuple[str, ...]
    indicators: tuple[str, ...]
    known_good: tuple[str, ...]
    without: str | None
    clamd: str
    clamd_config: str | None


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
_OPTIONS = (
    rules,
    listed.indicators,
    listed.known_good,
    click.option(
        "--without",
        type=click.Choice(["indicators"]),
        cls=spoken.Option,
        words=Words(
            en="Leave lists of addresses, hashes and file names out, ours too: judge by what things are and do alone.",
            ja="アドレス・ハッシュ値・ファイル名のリスト（内蔵のものを含む）を使わずに、内容や動作だけで判定します。",
        ),
    ),
    click.option(
        "--clamd",
        default="",
        metavar="SOCKET|HOST:PORT|auto",
        cls=spoken.Option,
        words=Words(
            en="Show every content to ClamAV's daemon on this machine as well: its socket, or the port it listens on here. "
            "auto: where it usually is.",
            ja="すべての中身を、このPCで動いているClamAV（clamd）にも調べさせます。ソケットまたはポートを指定します。"
            "auto：標準の場所から探します。",
        ),
    ),
    click.option(
        "--clamd-config",
        metavar="FILE",
        cls=spoken.Option,
        words=Words(
            en="The settings of that daemon (else found): they say how much of a file it looks at.",
            ja="clamdの設定ファイル（省略時は標準の場所から探します）。ファイルをどこまで調べるかの上限を確認します。",
        ),
    ),
)


def options(command: Face) -> Face:
    """All of these options, in their order."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


def chosen(named: Named, tongue: str) -> app.Chosen:
    """The sets that are named; refused where one is not there. They are compiled once: only then anything is kept."""
    paths = [Path(rule) for rule in named.get("rules", ())]
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110  # unlike its twin it never raises
            raise refused(_NOT_THERE, tongue, path=path)
    config = named.get("clamd_config")
    lists = listed.chosen(named.get("indicators", ()), named.get("known_good", ()), named.get("without"), tongue)
    return replace(
        lists,
        rules=tuple(path.absolute() for path in paths),
        clamd=named.get("clamd", ""),
        clamd_config=Path(config) if config else None,
        cache=memory.folder() / "rules" if paths else None,
    )
