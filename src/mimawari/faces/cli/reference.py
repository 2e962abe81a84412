"""The reference of the command line, made from the commands themselves: ``python -m mimawari.faces.cli.reference``."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from mimawari.faces.cli import commands
from mimawari.faces.streams import put

_HEAD = """\
# Command line

This page is made by `python -m mimawari.faces.cli.reference`; a test holds it to what the program says.
"""


def pages() -> Iterator[str]:
    """The page, piece by piece: the program, then each command."""
    yield _HEAD
    yield _section("mimawari", _help(commands, "mimawari"))
    yield from _below(commands, "mimawari")


def _below(group: click.Group, title: str) -> Iterator[str]:
    """Each command of *group*, and what is below it."""
    top = click.Context(group, info_name=title)
    for name in group.list_commands(top):
        command = group.get_command(top, name)
        if command:
            yield _section(f"{title} {name}", _help(command, f"{title} {name}"))
        if isinstance(command, click.Group):
            yield from _below(command, f"{title} {name}")


def _help(command: click.Command, name: str) -> str:
    return command.get_help(click.Context(command, info_name=name, terminal_width=80, max_content_width=80))


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text}\n```\n"


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    put("\n".join(pages()).removesuffix("\n"))
