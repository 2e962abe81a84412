"""What the commands of the release tool share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.update import STATUS
from mimawari.faces.safe import harmless, shown
from mimawari.faces.streams import put
from mimawari.model import Words

PATH = click.Path(path_type=Path)
ROLE = click.Choice(app.release.ROLES)
Face = Callable[..., Any]
DRAFTED = Words(
    en="drafted; now each signer runs: mimawari knowledge release sign {repo} --key FILE",
    ja="下書きを作成しました。署名する人がそれぞれ mimawari knowledge release sign {repo} --key ファイル を実行してください",
)


class TroubleRefused(spoken.Refused):
    """What the release tool refuses, with the exit status of its kind."""

    def __init__(self, trouble: app.updates.Trouble, tongue: str) -> None:
        facts = {name: value if isinstance(value, int) else harmless(value, 2000) for name, value in trouble.facts.items()}
        super().__init__(trouble.words.fill(facts), tongue, STATUS[trouble.kind])


@contextmanager
def refusing(tongue: str) -> Iterator[None]:
    """What stands in the way, as the error of the command."""
    try:
        yield
    except app.updates.Trouble as trouble:
        raise TroubleRefused(trouble, tongue) from trouble


def say(words: Words, tongue: str, **facts: object) -> int:
    """Say it, and end well."""
    put(words.fill({name: shown(value, 2000) for name, value in facts.items()}).say(tongue))
    return 0


def argument(name: str, kind: Any = PATH) -> Callable[[Face], Face]:
    """What has to be named: a path, if *kind* is no other."""
    return click.argument(name, type=kind)


repo = argument("repo")


def path_option(*names: str, en: str, ja: str, **given: Any) -> Callable[[Face], Face]:
    """An option that names a file or, with another ``metavar``, a folder."""
    return spoken.option(*names, en=en, ja=ja, **{"type": PATH, "metavar": "FILE"} | given)


def number_option(name: str, most: int, en: str, ja: str, default: int | None = None) -> Callable[[Face], Face]:
    """An option that gives a number from 1 to *most*."""
    return spoken.option(name, en=en, ja=ja, type=click.IntRange(1, most), metavar="N", default=default)


@click.group(
    cls=spoken.Group,
    words=Words(
        en="For those who publish knowledge: keys, roles, signatures and the repository that `mimawari update` asks. "
        "docs/key-ceremony.md says how.",
        ja="知識データの配布者向けです。鍵、役割、署名と、mimawari update の取得元になるリポジトリを管理します。"
        "手順は docs/key-ceremony.md にあります。",
    ),
)
def command() -> None:
    """Everything below is a command."""
