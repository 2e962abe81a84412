"""Where not all that a rule looks for is counted, that is known: beside each rule that asks where something stands, or how often,
one that fits a content with more of it than is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mimawari.signatures.yara.rule_text import Parts, RuleText

FULL = "="
"""What stands before the number of the file where a rule of YARA-X only says that of that rule not all was counted."""

MOST_MATCHES = 100_000
"""Of a pattern in one content; each takes 30 bytes of memory, and an attacker may have put many there."""

_ALL = "them"


def witnesses(text: Parts) -> str:
    """The rules that say so, for those of *text*."""
    return "\n".join(_witness(rule, names) for rule in text.rules if rule.patterns.strip() and (names := counted(rule)))


def _witness(rule: RuleText, names: frozenset[str]) -> str:
    if _ALL in names:
        full = f"for any of them : ( # >= {MOST_MATCHES} )"
    else:
        full = " or ".join(f"#{name} >= {MOST_MATCHES}" for name in sorted(names))
    return f"rule {rule.name} {{ strings: {rule.patterns}\n condition: any of them and ({full}) }}"


def counted(rule: RuleText) -> frozenset[str]:
    """Of which patterns it may matter where all stand, or how many there are; ``them`` stands for any."""
    return frozenset(_counted(["", *rule.condition, "", "", "", "", ""]))


def leaning(text: Parts) -> Iterator[str]:
    """The rules that are not decided by what is in them alone: they name others, or a global one speaks for all."""
    names = {rule.name for rule in text.rules}
    for rule in text.rules:
        if text.has_global or any(word in names or (word.endswith("*") and word[0].isalpha()) for word in rule.condition):
            yield rule.name


def _counted(words: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        after = words[place + 1 : place + 6]
        if word in ("#", "@", "!", "$"):
            yield _ALL
        elif word[:1] in ("#", "@") or (word[:1] == "!" and word != "!="):
            if not (word[0] == "#" and _is_soon(after)):
                yield word[1:]
        elif word in ("at", "in") and not _is_near(after):
            yield from _placed(words[place - 1])


def _placed(before: str) -> Iterator[str]:
    """What is asked to stand somewhere: ``$a at``, ``any of them in``; in ``for any i in`` there is nothing of the kind."""
    if before.startswith("$") and not before.endswith("*"):
        yield before[1:] or _ALL
    elif before in (")", _ALL):
        yield _ALL


def _is_soon(after: Sequence[str]) -> bool:
    """``#a > 3``: what is counted is enough."""
    return after[0] in (">", ">=") and _is_low(after[1]) and after[2] in ("", "and", "or", ")")


def _is_near(after: Sequence[str]) -> bool:
    """``$a at 0``, ``$a in (0 .. 1024)``: so near the start no more is found than is counted."""
    if after[0] == "(":
        return _is_low(after[1]) and after[2] == ".." and _is_low(after[3]) and after[4] == ")"
    return _is_low(after[0]) and after[1] in ("", "and", "or", ")")


def _is_low(word: str) -> bool:
    return word.isdecimal() and len(word) < len(str(MOST_MATCHES))
