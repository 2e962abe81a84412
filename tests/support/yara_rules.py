"""The bundled rules, compiled as strictly as YARA-X can, what they say of themselves, and what fits a content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yara_x

from mimawari import knowledge

FOLDER = Path(str(files(knowledge) / "data" / "yara"))


@dataclass(frozen=True)
class Told:
    """A rule and its ``meta``."""

    name: str
    file: str
    meta: dict[str, str]


def sources() -> dict[str, str]:
    """Every file of rules by its name."""
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yar"))}


def compiler(texts: dict[str, str]) -> yara_x.Compiler:
    """With a namespace a file; a pattern that would be slow is an error."""
    made = yara_x.Compiler(error_on_slow_pattern=True, includes_enabled=False)
    for name, text in texts.items():
        made.new_namespace(name)
        made.add_source(text, name)
    return made


@cache
def compiled() -> yara_x.Rules:
    return compiler(sources()).build()


@cache
def rules() -> tuple[Told, ...]:
    """Every rule, by file and as they stand in it."""
    return tuple(Told(rule.identifier, rule.namespace, dict(rule.metadata)) for rule in compiled())


def fits(data: bytes) -> set[str]:
    """The names of the rules that fit *data*."""
    return {rule.identifier for rule in compiled().scan(data).matching_rules}
