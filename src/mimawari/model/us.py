"""The answer to "us, or only our address?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mimawari.model.finding import About, Finding, Strength
from mimawari.model.words import Words

_PLACE = re.compile(r"\s?[(（][^(){}（）]*\{(\w+)\}[^(){}（）]*[)）]| \{(\w+)\}")
"""A bracket with one place, or a place and the space before it."""


class Answer(StrEnum):
    """Where strange mails in the firm's name come from.

    ``OUR_DEVICE``: mail was stolen from a machine or mailbox of the firm. ``OUR_ACCOUNT``: mail really leaves through its server
    or account and not by its will. ``ADDRESS_ONLY``: a partner's mailbox was robbed, or the address is only written on it.
    ``UNKNOWN`` stands alone and has no strength.
    """

    OUR_DEVICE = "our-device"
    OUR_ACCOUNT = "our-account"
    ADDRESS_ONLY = "address-only"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, and whom of the firm it speaks of. ``past``: it was so once, and nothing says that it still is."""

    answer: Answer
    strength: Strength | None = None
    accounts: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True, slots=True)
class Settle:
    """What would settle it. ``kind`` is a row of ``knowledge/data/us/settle.toml``; ``day`` is the ISO day that it is about."""

    kind: str
    words: Words
    day: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Us:
    """All that can be said: the answers, the strongest first, what they rest on, what speaks against, and what would settle it.

    ``rows`` are the rows of the decision table that apply. ``routine``: what was looked at fits the firm's own routine.
    ``say`` is what to do now, in this case.
    """

    answers: tuple[Answered, ...]
    because: tuple[Finding, ...] = ()
    against: tuple[Finding, ...] = ()
    settle: tuple[Settle, ...] = ()
    rows: tuple[str, ...] = ()
    routine: bool = False
    say: tuple[Words, ...] = ()

    def strength(self, answer: Answer) -> Strength | None:
        """How strong an answer is; None where it is not given."""
        return next((one.strength for one in self.answers if one.answer is answer), None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Clue(Finding):
    """One fact that the answer rests on: ``name`` is a row of ``knowledge/data/us/clues.toml``, ``given`` its facts.

    Among its facts: ``subject``, what it is a fact of (the id of a mail, a bounce, an account, a source, or ``firm``);
    ``account`` in full where it is about one; ``day`` (ISO) where it is about a day.
    """

    name: str
    given: tuple[tuple[str, str | int | float | bool | None], ...] = ()
    strength: Strength = Strength.HINT
    about: About = About.ORIGIN

    @property
    def kind(self) -> str:
        """The name of the clue."""
        return self.name

    @property
    def facts(self) -> dict[str, str | int | float | bool | None]:
        """What was given."""
        return dict(self.given)

    @cached_property
    def sentence(self) -> Words:
        """The words with the facts filled in; a bracket about what is not known is left out."""
        return Words(en=self._known(self.words.en), ja=self._known(self.words.ja)).fill(self.facts)

    def _known(self, text: str) -> str:
        facts = self.facts
        return _PLACE.sub(lambda found: "" if facts[found[1] or found[2]] in ("", None) else found[0], text)
