"""Rules made to fit wherever one of their patterns is: what of a rule was seen in a content that went by in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mimawari.signatures.yara.rule_files import RuleFile
from mimawari.signatures.yara.rule_text import RuleText, parts
from mimawari.signatures.yara.scope import is_local, needs_pattern


def traces(files: Sequence[RuleFile]) -> Any | None:
    """YARA-X's rules, named as those of *files* that a piece alone does not decide; None where there are none."""
    import yara_x

    compiler = yara_x.Compiler(includes_enabled=False)
    compiler.ignore_invalid_rules(True)
    compiler.max_warnings(1)
    for number, file in enumerate(files):
        text = parts(file.text)
        loosened = [_loosened(rule) for rule in text.rules if needs_pattern(rule) and not is_local(rule, text)]
        compiler.new_namespace(str(number))
        compiler.add_source("\n".join(loosened))
    rules = compiler.build()
    return rules if any(True for _ in rules) else None


def _loosened(rule: RuleText) -> str:
    return f"rule {rule.name} {{ strings: {rule.patterns}\n condition: any of them }}"
