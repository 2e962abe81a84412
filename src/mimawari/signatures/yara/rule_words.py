"""What each rule of a text says, for people who compare two versions of it: comments and blanks say nothing."""

from __future__ import annotations

from mimawari.signatures.yara.rule_text import parts, tokens

_BEFORE = ("rule", "private", "global")


def rule_words(text: str) -> dict[str, tuple[str, ...]]:
    """The words and signs of each rule of *text*, by its name; of a name that is given twice those of all. It need not be right."""
    data, found = text.encode("utf-8", "surrogatepass"), dict[str, tuple[str, ...]]()
    rules = parts(text).rules
    ends = [*(rule.start for rule in rules[1:]), len(data)]
    for rule, end in zip(rules, ends, strict=False):
        words = [word for _, word, _ in tokens(data[rule.start : end])]
        while words and words[-1] in _BEFORE:
            words.pop()
        found[rule.name] = (*found.get(rule.name, ()), f"{rule.is_private:d}{rule.is_global:d}", *words)
    return found
