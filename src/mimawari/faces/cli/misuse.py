"""What click says of a command line that it cannot take, in Japanese: click itself speaks English only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

_HELP = "使い方は {command} --help で確認できます。"


def asked_language(arguments: Sequence[str]) -> str | None:
    """What ``--lang`` says among *arguments* that could not be taken apart; None where it says nothing of use."""
    for place, word in enumerate(arguments):
        name, mark, value = word.partition("=")
        told = value if mark else "".join(arguments[place + 1 : place + 2])
        if name == "--lang" and told in ("ja", "en"):
            return told
    return None


def in_japanese(error: click.UsageError, command: str) -> str:
    """The sentence, and how the help of *command* is called. Values are as they were typed."""
    return _SAID.get(type(error).__name__, _otherwise)(error) + _HELP.format(command=command)


def _named(error: click.BadParameter) -> str:
    hint = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param and error.ctx else "")
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "").replace('"', "")


def _missing(error: Any) -> str:
    return f"{_named(error)} を指定してください。{_choices(error)}"


def _bad(error: Any) -> str:
    return f"{_named(error)} に指定された値は使えません。{_choices(error)}"


def _choices(error: Any) -> str:
    kind = getattr(error.param, "type", None)
    if not isinstance(kind, click.Choice) or "|" in _named(error):
        return ""
    return f"次のどれかを指定してください：{'、'.join(map(str, kind.choices))}。"


def _no_option(error: Any) -> str:
    return f"{error.option_name} というオプションはありません。{_near(error)}"


def _no_command(error: Any) -> str:
    return f"{error.command_name} というコマンドはありません。{_near(error)}"


def _near(error: Any) -> str:
    return f"{'、'.join(error.possibilities)} ではありませんか。" if error.possibilities else ""


def _bad_option(error: Any) -> str:
    has_value = "does not take a value" in error.message
    return f"{error.option_name} に値は付けられません。" if has_value else f"{error.option_name} には値が必要です。"


def _otherwise(error: click.UsageError) -> str:
    rest = error.message.rstrip(".").rpartition("(")[2].rstrip(")") if "unexpected extra" in error.message else ""
    return f"余分な指定があります：{rest}。" if rest else "コマンドの指定が正しくありません。"


_SAID: dict[str, Callable[[Any], str]] = {
    "MissingParameter": _missing,
    "BadParameter": _bad,
    "NoSuchOption": _no_option,
    "NoSuchCommand": _no_command,
    "BadOptionUsage": _bad_option,
}
"""By the names of click's classes, some of which older versions of it do not have."""
