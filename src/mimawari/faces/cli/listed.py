"""Options that bring lists of hashes and names of files."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.spoken import Help
from mimawari.model import Words

_NOT_THERE = Words(en="there is no such list: {path}", ja="リストが見つかりません：{path}")
_BOTH = Words(
    en="give --indicators or --without indicators, not both.",
    ja="--indicators と --without indicators は、どちらか一方だけを指定してください。",
)

indicators = click.option(
    "--indicators",
    multiple=True,
    metavar="FILE",
    cls=spoken.Option,
    words=Help(
        en="A list of hashes and names of malicious files to look for (STIX 2.1, MISP, CSV, text; told by its content), or a "
        "folder of them. Can be given again.",
        ja="悪質なファイルのハッシュ値・ファイル名のリスト（STIX 2.1、MISP、CSV、テキスト。形式は中身から判別します）、"
        "またはそれらを入れたフォルダー。複数回指定できます。",
    ),
)
known_good = click.option(
    "--known-good",
    multiple=True,
    metavar="FILE",
    cls=spoken.Option,
    words=Help(
        en="A list of SHA-256 hashes of files that are known to be harmless: rules and lists that fit them are told as hints. Can "
        "be given again.",
        ja="安全と確認済みのファイルのSHA-256のリスト。これらに一致した検知は、参考情報として扱います。複数回指定できます。",
    ),
)


def chosen(brought: tuple[str, ...], good: tuple[str, ...], without: str | None, tongue: str) -> app.Chosen:
    """What the options say; refuses a list that is not there."""
    if brought and without:
        raise spoken.Refused(_BOTH, tongue)
    for path in (*brought, *good):
        if not os.path.exists(path):  # noqa: PTH110  # unlike its twin it never raises
            raise refused(_NOT_THERE, tongue, path=path)
    left_out = frozenset({"indicator"} if without else ())
    return app.Chosen(indicators=_paths(brought), known_good=_paths(good), without=left_out)


def _paths(given: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(Path(path).absolute() for path in given)
