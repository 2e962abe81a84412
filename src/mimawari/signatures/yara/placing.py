"""Whether a rule that fits a piece of a content fits all of it: where what it asks for may stand anywhere, or is near the start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mimawari.signatures.yara.reach import ends, is_masked
from mimawari.signatures.yara.rule_text import Parts, RuleText
from mimawari.signatures.yara.scope import MOST_WORDS, unasked

_AT = r"@\w+ \[ \w+ \]"
_STEPS = r"(?: [+*-] (?:\w+|\?))*+"
_BEFORE = r"(^|\(|\band|\bor|:) "
_Forms = Sequence[tuple[re.Pattern[str], str]]

_RELATIVE: _Forms = (
    (re.compile(rf"\bu?int(?:8|16|32)(?:be)? \( {_AT}{_STEPS} \)"), "?"),
    (re.compile(rf"\bin \( {_AT}{_STEPS} \.\. {_AT}{_STEPS} \)|\bat {_AT}{_STEPS}"), ""),
    (re.compile(rf"{_AT} [<>]=? {_AT}{_STEPS}"), "?"),
    (re.compile(r"\bfor (any|all|[1-9]\d*+) (\w+) in \( \w+ \.\. \w+ \) :"), r"for \1 \2 :"),
)
"""What is asked beside a pattern: a piece with the pattern has it as well, but for what the border cuts off, and then it does not
fit. ``?`` stands for a value."""

_GROWING: _Forms = (
    (re.compile(rf"{_BEFORE}(?:#\w*+|filesize) >=? \w+(?= (?:and|or|\))| *$)"), r"\1 ?"),
    (re.compile(rf"{_BEFORE}\w+ <=? #\w*+(?= (?:and|or|\))| *$)"), r"\1 ?"),
    (re.compile(r"\bfor (any|[1-9]\d*+) (\w+) in \( 1 \.\. #\w++ \) :"), r"for \1 \2 :"),
)
"""What is the truer, the more there is of a content."""

_BOUND = re.compile(r"\bfor \S++ (\w+) (?:in|:)|(?:\bwith|,) (\w+) = ")
_FREE = frozenset(
    ("any", "all", "of", "them", "and", "or", "(", ")", ",", "%", "?", "==", "!=", "<", ">", "<=", ">=", "&", "^", "|", "for", ":",
     "with", "=", "true")
)  # fmt: skip
_NUMBERS = frozenset(f"{sign}int{width}{order}" for sign in ("u", "") for width in (8, 16, 32) for order in ("be", ""))
_PLACED = _FREE | _NUMBERS | {"+", "-", "*", "~", "at", "in", "..", "[", "]"}


def is_free(rule: RuleText, text: Parts) -> bool:
    """Whether it fits the whole wherever it fits a piece, beside what :func:`scope.asked` tells. In doubt it does not."""
    return not any(ends(rule)) and not is_masked(rule) and _is_of(rule, text, (*_RELATIVE, *_GROWING), _FREE)


def is_free_at_start(rule: RuleText, text: Parts) -> bool:
    """Whether it does where it fits the first piece: there every place is the whole's. In doubt it does not."""
    return not ends(rule)[1] and not is_masked(rule) and _is_of(rule, text, _GROWING, _PLACED)


def _is_of(rule: RuleText, text: Parts, forms: _Forms, allowed: frozenset[str]) -> bool:
    """Whether its condition has words of one kind only. Global rules in *text* are part of it, and are not read."""
    if not rule.condition or len(rule.condition) > MOST_WORDS or text.has_global:
        return False
    said = " ".join(" and ".join(f"( {' '.join(part)} )" for part in unasked(rule)).split())
    for form, by in forms:
        said = " ".join(form.sub(by, said).split())
    names = {name for found in _BOUND.findall(said) for name in found if name}
    words = said.split()
    return _are_some(words) and all(_is_one(word, names, allowed) for word in words)


def _is_one(word: str, names: set[str], allowed: frozenset[str]) -> bool:
    if word in allowed or word in names or word.startswith("$"):
        return True
    return word[0].isdigit() or (word[0] == "@" and "at" in allowed)


def _are_some(words: Iterable[str]) -> bool:
    """Whether nowhere none of several may be what is asked for: ``0 of them``."""
    words = ["", *words, ""]
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if (word == "of" and not _is_number(before)) or (word == "for" and not _is_number(after)):
            return False
    return True


def _is_number(word: str) -> bool:
    return word in ("any", "all", "%") or (word.isdecimal() and word.strip("0") != "")
