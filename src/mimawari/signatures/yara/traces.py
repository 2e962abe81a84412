"""Rules for pieces: all of a set, and beside each that a piece does not decide one that fits wherever one of its patterns is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mimawari.signatures.yara.room import compiler
from mimawari.signatures.yara.rule_files import RuleFile
from mimawari.signatures.yara.rule_text import RuleText, parts
from mimawari.signatures.yara.scope import is_local, needs_pattern

TRACE = "+"
"""What stands before the number of the file where a rule of YARA-X only says that a pattern of that rule is there."""


def for_pieces(files: Sequence[RuleFile]) -> Any:
    """YARA-X's rules of *files*, and those traces."""
    one = compiler()
    for number, file in enumerate(files):
        text = parts(file.text)
        loosened = [_loosened(rule) for rule in text.rules if needs_pattern(rule) and not is_local(rule, text)]
        one.new_namespace(str(number))
        one.add_source(file.text)
        one.new_namespace(f"{TRACE}{number}")
        one.add_source("\n".join(loosened))
    return one.build()


def _loosened(rule: RuleText) -> str:
    return f"rule {rule.name} {{ strings: {rule.patterns}\n condition: any of them }}"
