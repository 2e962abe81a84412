"""The commands of a guide: read out of its blocks, and run in order as somebody would who follows it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from click.testing import CliRunner
from support.cli import status

from mimawari.faces.cli import commands

GUIDES = Path(__file__).parents[2] / "docs/guides"
LOCALES = {"ja": "ja_JP.UTF-8", "en": "en_GB.UTF-8"}
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```\n(?:\n([^\n`]*`\w+`[^\n]*))?", re.MULTILINE | re.DOTALL)
_STATED = re.compile(r"(?:exit status of )?`(\w+)` (?:の終了コードは|is) (\d+)")
_TOLD = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Command:
    """One line of a guide: ``words`` without the program's name, ``into`` the file for what it prints, ``ends`` its status."""

    line: str
    words: tuple[str, ...]
    into: str
    ends: int

    @property
    def form(self) -> str:
        """The line as it is in every language: what people say in their own words, and the language itself, left out."""
        return re.sub(r"--lang \w+", "--lang", _TOLD.sub('""', self.line))


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    command: Command
    status: int
    out: str
    err: str


def guide(name: str, tongue: str) -> str:
    """The text of a guide."""
    return (GUIDES / (f"{name}.ja.md" if tongue == "ja" else f"{name}.md")).read_text("utf-8")


def commands_of(text: str) -> list[Command]:
    """Every command of the plain blocks, in order; what stands in blocks of another kind (``text``) is only to be read."""
    return [
        command_of(line, {name: int(status) for name, status in _STATED.findall(below)})
        for kind, block, below in _BLOCK.findall(text)
        for line in block.splitlines()
        if line.strip() and not kind
    ]


def command_of(line: str, stated: Mapping[str, int] = MappingProxyType({})) -> Command:
    """A line as a command; *stated* are the statuses that a sentence tells of commands by their name."""
    program, *words = shlex.split(line)
    assert program == "mimawari", line
    into = words[words.index(">") + 1] if ">" in words else ""
    name = words[1] if words[0] == "case" else words[0]
    return Command(line, tuple(words[: words.index(">")] if into else words), into, stated.get(name, 0))


def run(command: Command, folder: Path, tongue: str, state: Path) -> Done:
    """The command in *folder*, in a terminal of that language; what it prints goes where the guide says."""
    environment = {"LC_ALL": LOCALES[tongue], "MIMAWARI_STATE": str(state), "MIMAWARI_CASE": None}
    with chdir(folder):
        result = CliRunner(env=environment).invoke(commands, command.words, standalone_mode=False)
    if command.into:
        (folder / command.into).write_text(result.stdout, "utf-8")
    return Done(command, status(result), result.stdout, result.stderr or str(result.exception or ""))
