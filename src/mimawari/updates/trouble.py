"""Why there is no newer knowledge: kinds that scripts can tell apart, and a sentence for people."""

from __future__ import annotations

from enum import StrEnum

from mimawari.model import Words


class Kind(StrEnum):
    """What stood in the way."""

    ASKED = "asked"
    """It was not asked for as it can be done: no place, no root, no such version."""

    UNREACHED = "unreached"
    """Nothing came, or not all of it: no connection, not there, too slow."""

    UNTRUSTED = "untrusted"
    """What came is not what was signed: wrong signature, older than what was seen before, another content or length."""

    EXPIRED = "expired"
    """What came was valid once. Somebody may be holding newer knowledge back, or this PC's clock is wrong."""

    UNUSABLE = "unusable"
    """It is rightly signed, and this program cannot use it."""

    UNKEPT = "unkept"
    """It could not be written: no room, no permission, another update under way."""


class Trouble(Exception):
    """Nothing was changed: the knowledge in force before is still in force."""

    def __init__(self, kind: Kind, words: Words, **facts: object) -> None:
        super().__init__(kind, words, facts)
        self.kind, self.words, self.facts = kind, words, facts
