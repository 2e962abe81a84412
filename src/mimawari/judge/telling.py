"""What would settle it and what to do now, in words, by the tables ``settle.toml`` and ``say.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mimawari.knowledge import Knowledge
from mimawari.knowledge.us import Saying
from mimawari.model import Answered, Finding, Settle, Words

_MOST_SETTLE, _MOST_SAY = 4, 5
_UNNAMED = {
    "account": ("the account concerned", "該当アカウント"),
    "machine": ("the PCs that use it", "該当アカウントを使っているPC"),
    "day": ("that day", "該当日"),
    "partner": ("the partner", "取引先"),
}


def settling(names: set[str], every: tuple[Finding, ...], answers: tuple[Answered, ...], known: Knowledge) -> tuple[Settle, ...]:
    """The rows of ``settle.toml`` that fit, the most useful first, at most four."""
    found = []
    for row in _fitting(known.us.settle, names):
        clue = _clue(row, every, answers)
        facts = clue.facts if clue else {}
        found.append(Settle(row.id, _filled(row.words, facts), str(facts.get("day") or ""), str(facts.get("subject") or "")))
    return tuple(found[:_MOST_SETTLE])


def saying(names: set[str], every: tuple[Finding, ...], answers: tuple[Answered, ...], known: Knowledge) -> tuple[Words, ...]:
    """The rows of ``say.toml`` that fit, at most five."""
    rows = _fitting(known.us.say, names)
    return tuple(_filled(row.words, facts.facts if (facts := _clue(row, every, answers)) else {}) for row in rows)[:_MOST_SAY]


def _fitting(rows: Iterable[Saying], names: set[str]) -> list[Saying]:
    found = []
    for row in rows:
        if row.when.holds(names):
            found.append(row)
            if row.last:
                break
    return found


def _clue(row: Saying, every: tuple[Finding, ...], answers: tuple[Answered, ...]) -> Finding | None:
    """The first of the facts that the row is about; one of an account that the answer names goes before others."""
    accounts = {name for one in answers for name in one.accounts}
    for name in row.of:
        them = [clue for clue in every if clue.kind == name]
        if them:
            return min(them, key=lambda clue: (clue.facts.get("account") not in accounts, clue))
    return None


def _filled(words: Words, facts: Mapping[str, object]) -> Words:
    """The words with the facts; what a fact does not name is told of generally."""
    said = {key: value for key, value in facts.items() if value not in ("", None)}
    said = {"account": said["author"]} | said if "author" in said else said
    english = _Facts({key: pair[0] for key, pair in _UNNAMED.items()} | said)
    japanese = _Facts({key: pair[1] for key, pair in _UNNAMED.items()} | said)
    return Words(en=words.en.format_map(english), ja=words.ja.format_map(japanese))


class _Facts(dict[str, object]):
    """Facts in which a missing one is a dash."""

    def __missing__(self, key: str) -> str:
        return "-"
