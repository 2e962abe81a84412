"""What the commands around a sealed bag share: what went wrong in one sentence, and a password that is never typed as an option."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from mimawari.app import sealing as bags
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import refused
from mimawari.model import Words

PASSWORD = "MIMAWARI_SEAL_PASSWORD"  # noqa: S105  # the name of the variable
"""For scripts: the environment variable that holds the password of a secret key."""
_ASK = Words(en="Password of the secret key", ja="秘密鍵のパスワード")
_AGAIN = Words(en="The same again", ja="もう一度")
_DIFFERENT = Words(
    en="the two passwords are not the same. Nothing was written.", ja="2回のパスワードが一致しません。何も保存していません。"
)
_NOBODY = Words(
    en="the password has to be typed, or to be in the environment variable {name}. Nothing was written.",
    ja="パスワードを入力するか、環境変数 {name} で指定してください。何も保存していません。",
)
_EMPTY = Words(
    en="the password is empty. Nothing was written. --no-password makes a key without one.",
    ja="パスワードが空です。何も保存していません。パスワードなしの鍵は --no-password で作れます。",
)


@contextmanager
def troubles(tongue: str) -> Iterator[None]:
    """Refuse in one sentence what cannot be sealed or looked at."""
    try:
        yield
    except bags.SealTrouble as trouble:
        raise refused(trouble.words, tongue, **trouble.facts) from trouble


def password_of(key: str, tongue: str) -> str:
    """The password of a secret key; empty where it has none."""
    return (os.environ.get(PASSWORD) or _asked(_ASK, tongue)) if bags.needs_password(key) else ""


def new_password(tongue: str) -> str:
    """The password for a new key, asked for twice."""
    if given := os.environ.get(PASSWORD):
        return given
    first = _asked(_ASK, tongue)
    if not first:
        raise spoken.Refused(_EMPTY, tongue)
    if _asked(_AGAIN, tongue) != first:
        raise spoken.Refused(_DIFFERENT, tongue)
    return first


def _asked(words: Words, tongue: str) -> str:
    if not sys.stdin.isatty():
        raise refused(_NOBODY, tongue, name=PASSWORD)
    try:
        given: str = click.prompt(words.say(tongue), hide_input=True, default="", show_default=False, err=True)
    except click.Abort as stopped:
        raise refused(_NOBODY, tongue, name=PASSWORD) from stopped
    return given
