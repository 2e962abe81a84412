"""What would settle it and what to do now, in words, by the tables ``settle.toml`` and ``say.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mimawari.knowledge import Knowledge
from mimawari.knowledge.us import Saying
from mimawari.model import Answer, Answered, Finding, Settle, Words

_MOST_SETTLE, _MOST_SAY = 4, 5
_UNNAMED = {
    "account": ("the account concerned", "該当アカウント"),
    "machine": ("the PCs that use the account", "該当アカウントを使っているPC"),
    "day": ("that day", "該当日"),
    "partner": ("the partner", "取引先"),
}


def settling(names: set[str], every: tuple[Finding, ...], answers: tuple[Answered, ...], known: Knowledge) -> tuple[Settle, ...]:
    """The rows of ``settle.toml`` that fit, the most useful first, at most four."""
    found = []
    for row in _fitting(known.us.settle, names):
        clue = _clue(row, every, answers)
        facts = clue.facts if clue else {}
        found.append(
            Settle(row.id, _filled(row.words, facts, answers), str(facts.get("day") or ""), str(facts.get("subject") or ""))
        )
    return tuple(found[:_MOST_SETTLE])


def saying(names: set[str], every: tuple[Finding, ...], answers: tuple[Answered, ...], known: Knowledge) -> tuple[Words, ...]:
    """The rows of ``say.toml`` that fit, at most five."""
    rows = _fitting(known.us.say, names)
    found = ((row.words, _clue(row, every, answers)) for row in rows[:_MOST_SAY])
    return tuple(_filled(words, clue.facts if clue else {}, answers) for words, clue in found)


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


def _filled(words: Words, facts: Mapping[str, object], answers: tuple[Answered, ...]) -> Words:
    """The words with the facts; what a fact does not name is as the answers name it, or told of generally."""
    said = {key: value for key, value in facts.items() if value not in ("", None)}
    said = {"account": said["author"]} | said if "author" in said else said
    english, japanese = (
        _Facts({key: pair[place] for key, pair in _UNNAMED.items()} | _answered(said, answers, comma) | said)
        for place, comma in enumerate((", ", "、"))
    )
    return Words(en=words.en.format_map(english), ja=words.ja.format_map(japanese))


def _answered(said: Mapping[str, object], answers: tuple[Answered, ...], comma: str) -> dict[str, str]:
    """The accounts that the answers name, those that are used before those that were read, and the PCs of what names no account."""
    ordered = sorted(answers, key=lambda one: one.answer is not Answer.OUR_ACCOUNT)
    accounts = next((one.accounts for one in ordered if one.accounts), ())
    machines = () if "account" in said else next((one.machines for one in ordered if one.accounts == accounts), ())
    return {name: comma.join(them) for name, them in (("account", accounts), ("machine", machines)) if them}


class _Facts(dict[str, object]):
    """Facts in which a missing one is a dash."""

    def __missing__(self, key: str) -> str:
        return "-"
