"""The answer to "us, or only our address?" as a part of a report's document."""

from __future__ import annotations

from typing import Any

from mimawari.model import Answered, Settle, Us, Words

Json = dict[str, Any]


def us(answer: Us | None) -> Json:
    """The answer; empty where nobody asked. What it rests on is named by the ids of findings."""
    if answer is None:
        return {}
    return {
        "answers": [_answered(one) for one in answer.answers],
        "because": list(dict.fromkeys(clue.id for clue in answer.because)),
        "against": list(dict.fromkeys(clue.id for clue in answer.against)),
        "settle": [_settle(one) for one in answer.settle],
        "rows": list(answer.rows),
        "routine": answer.routine,
        "say": [_words(one) for one in answer.say],
    }


def _answered(one: Answered) -> Json:
    return {
        "answer": one.answer,
        "strength": one.strength.word if one.strength else None,
        "accounts": list(one.accounts),
        "machines": list(one.machines),
        "past": one.past,
    }


def _settle(one: Settle) -> Json:
    return {"kind": one.kind, "day": one.day, "subject": one.subject, "words": _words(one.words)}


def _words(words: Words) -> Json:
    return {"en": words.en, "ja": words.ja}
