"""How far a pattern may reach: whether it can be longer than what two pieces have in common, or is tied to an end of all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.signatures.yara.rule_text import RuleText, tokens

FAR = 1 << 19
"""Of more bytes no two pieces are sure to have all in common. Where YARA-X bounds a pattern itself it is by some 4 kB."""

_JUMP = re.compile(r"\[([^\]]*+)\]?")
_BOUNDS = re.compile(r"\s*([0-9]{1,9})\s*(?:-\s*([0-9]{1,9})\s*)?")
_REPEAT = re.compile(r"\{([0-9]{0,9}),?([0-9]{0,9})\}")
_ENDLESS = re.compile(r"[*+]|\{[0-9]*,\}")
_ANY_BYTE = re.compile(r"\(\?|\\[SDW]|\\x[fF][fF]|/[is]*s[is]*$")
"""Where a regular expression may say that any byte will do: YARA-X follows such a gap however long it is."""

_START = re.compile(r"(?<![\[\\])(?:\\\\)*+\^|\\A")
_END = re.compile(r"(?<!\\)(?:\\\\)*+\$|\\z")
_WORD = re.compile(r"\\[bB<>]")


def is_far(rule: RuleText) -> bool:
    """Whether one of its patterns may be longer than what two pieces have in common. In doubt it is."""
    return any(_is_far_jump(word) if kind == "hex" else _is_far_gap(word) for kind, word in _found(rule))


def ends(rule: RuleText) -> tuple[bool, bool]:
    """Whether one of its patterns fits the first bytes of a content only; whether one fits the last only."""
    regexes = [word for kind, word in _found(rule) if kind == "pattern"]
    return any(map(_START.search, regexes)), any(map(_END.search, regexes))


def is_worded(rule: RuleText) -> bool:
    """Whether one of its patterns asks for the border of a word."""
    kinds = list(tokens(rule.patterns.encode()))
    return any(word == "fullword" if kind == "word" else kind == "pattern" and _WORD.search(word) for kind, word, _ in kinds)


def is_masked(rule: RuleText) -> bool:
    """Whether it does for texts behind a key: then nobody can tell where a word ends without it."""
    words = {word for kind, word, _ in tokens(rule.patterns.encode()) if kind == "word"}
    return words >= {"xor", "fullword"}


def _found(rule: RuleText) -> Iterator[tuple[str, str]]:
    for kind, word, _ in tokens(rule.patterns.encode()):
        if kind in ("hex", "pattern"):
            yield kind, word


def _is_far_jump(pattern: str) -> bool:
    reach = 0
    for jump in _JUMP.findall(pattern):
        bounds = _BOUNDS.fullmatch(jump)
        if not bounds:
            return True
        reach += int(bounds[2] or bounds[1])
    return reach >= FAR


def _is_far_gap(pattern: str) -> bool:
    if not _ANY_BYTE.search(pattern):
        return False
    return bool(_ENDLESS.search(pattern)) or sum(int(most or least or 0) for least, most in _REPEAT.findall(pattern)) >= FAR
