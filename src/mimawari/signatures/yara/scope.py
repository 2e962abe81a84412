"""What a piece of a content can tell of a rule: whether the rest matters to its condition."""

from __future__ import annotations

from mimawari.signatures.yara.rule_text import Parts, RuleText

_ANY = frozenset({"any", "1", "of", "them", "(", ")", ",", "or"})
_ABSENT = frozenset({"not", "none"})
_COMPARED = frozenset({"<", "<=", "==", "!="})


def is_local(rule: RuleText, text: Parts) -> bool:
    """Whether one of its patterns is enough, wherever it stands: then pieces that overlap tell as much as the whole."""
    if any(other.is_global for other in text.rules):
        return False
    return bool(rule.condition) and all(word in _ANY or word.startswith("$") for word in rule.condition)


def is_doubtful(rule: RuleText) -> bool:
    """Whether it can fit a piece because of what the piece lacks: something that must not be there, or not that often."""
    words = set(rule.condition)
    return bool(words & _ABSENT) or (any(word.startswith("#") for word in words) and bool(words & _COMPARED))
