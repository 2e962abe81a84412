"""What a piece of a content can tell of a rule: whether the rest matters to its condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mimawari.signatures.yara.reach import ends, is_far, is_masked
from mimawari.signatures.yara.rule_text import Parts, RuleText

_ANY = frozenset({"any", "1", "of", "them", "(", ")", ",", "or"})
_PLACED = frozenset({"any", "all", "of", "them", "at", "in", "..", "(", ")", ",", "%"})
_WIDTHS = {"uint8": 1, "uint16": 2, "uint32": 4}
START = 16
"""So many of the first bytes are known of what is matched in pieces."""
_PLACES = frozenset(map(str, range(START - 3)))
Asked = tuple[int, int, int]
"""Offset, width in bytes and value of a number (little endian) in the first bytes; with a width of 0 the size has to be below the
value."""
_DEPTH, MOST_WORDS = 20, 5000


def is_local(rule: RuleText, text: Parts) -> bool:
    """Whether one of its patterns is enough, wherever it stands: then pieces that overlap tell as much as the whole."""
    if text.has_global or is_far(rule) or is_masked(rule) or any(ends(rule)):
        return False
    return bool(rule.condition) and all(word in _ANY or word.startswith("$") for word in rule.condition)


def needs_pattern(rule: RuleText) -> bool:
    """Whether it is certain that it fits nothing in which there is none of its patterns. In doubt it is not.

    A pattern that may be longer than what pieces have in common may be in the whole and in none of them.
    """
    if rule.condition == ["false"]:
        return True
    if not rule.patterns.strip() or len(rule.condition) > MOST_WORDS or is_far(rule):
        return False
    return _needs(rule.condition, _DEPTH)


def asked(rule: RuleText) -> Iterator[Asked]:
    """What a rule asks of the first bytes and of the size, beside all else: ``uint16(0) == 0x5A4D and filesize < 4MB and ...``."""
    for part in _joined(rule):
        if ask := _ask(part):
            yield ask


def unasked(rule: RuleText) -> Iterator[Sequence[str]]:
    """All else: what has to be true together with that."""
    return (part for part in _joined(rule) if not _ask(part))


def _joined(rule: RuleText) -> list[Sequence[str]]:
    """What has to be true together."""
    words = _bared(rule.condition)
    if len(words) > MOST_WORDS or len(list(_split(words, "or"))) > 1:
        return [words]
    return list(_split(words, "and"))


def _ask(part: Sequence[str]) -> Asked | None:
    *words, last = (word.lower() for word in part) if part else ("",)
    value = _number(last)
    if value is None:
        return None
    if len(words) == 5 and words[0] in _WIDTHS and [words[1], *words[3:]] == ["(", ")", "=="] and words[2] in _PLACES:
        return int(words[2]), _WIDTHS[words[0]], value
    return (0, 0, value + (words[1] == "<=")) if words in (["filesize", "<"], ["filesize", "<="]) else None


def is_met(ask: Asked, start: bytes, size: int) -> bool:
    """Whether a content of *size* bytes that begins with *start* is what a rule asks for."""
    at, width, value = ask
    return int.from_bytes(start[at : at + width], "little") == value if width else size < value


def _number(word: str) -> int | None:
    """A whole number of the language; ``MB`` and ``KB`` are of 1024."""
    unit = {"mb": 20, "kb": 10}.get(word[-2:], 0) if not word.startswith("0x") else 0
    digits = word[:-2] if unit else word
    try:
        return int(digits, 16 if digits.startswith("0x") else 10) << unit if digits.isascii() and len(digits) < 20 else None
    except ValueError:
        return None


def _needs(words: Sequence[str], depth: int) -> bool:
    words = _bared(words)
    if not words or not depth:
        return False
    for joint, holds in (("or", all), ("and", any)):
        parts = list(_split(words, joint))
        if len(parts) > 1:
            return holds(_needs(part, depth - 1) for part in parts)
    return _is_of_patterns(words) or _is_of_each(words) or _is_count(words)


def _is_count(words: Sequence[str]) -> bool:
    """``#a >= 5``."""
    if len(words) != 3 or not words[0].startswith("#") or not words[2].isdecimal():
        return False
    return words[1] == ">" or (words[1] == ">=" and int(words[2][:9]) > 0)


def _is_of_each(words: Sequence[str]) -> bool:
    """``for any i in (1..#a) : (...)``: of a pattern that is nowhere there is none to look at."""
    if len(words) < 10 or [*words[:2], *words[3:7]] != ["for", "any", "in", "(", "1", ".."]:
        return False
    return len(words[7]) > 1 and words[7].startswith("#") and words[8:10] == [")", ":"]


def _is_of_patterns(words: Sequence[str]) -> bool:
    """``$a``, ``$a at 0``, ``2 of ($b*) in (0..1024)``: true only where a pattern is."""
    if words[0] == "0" or not any(word.startswith("$") or word == "them" for word in words):
        return False
    return all(word in _PLACED or word.startswith("$") or word[0].isdigit() for word in words)


def _bared(words: Sequence[str]) -> Sequence[str]:
    """Without parentheses around all of it."""
    while len(words) > 1 and words[0] == "(" and _closing(words) == len(words) - 1:
        words = words[1:-1]
    return words


def _closing(words: Sequence[str]) -> int:
    """Where the parenthesis closes with which *words* begin."""
    depth = 0
    for place, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if not depth:
            return place
    return -1


def _split(words: Sequence[str], joint: str) -> Iterator[Sequence[str]]:
    """What stands between the *joint* words that are in no parentheses."""
    depth = start = 0
    for place, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if word == joint and not depth:
            yield words[start:place]
            start = place + 1
    yield words[start:]
