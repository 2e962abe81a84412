"""One reason to believe something, kept in fields; the sentence is made when it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any

from mimawari.model.identity import digest, kind_of
from mimawari.model.origin import Origin
from mimawari.model.words import Words

Fact = str | int | float | bool | None


class Strength(IntEnum):
    """How much one finding weighs: a hint alone never raises a verdict, a conclusive one decides it."""

    HINT = 1
    STRONG = 2
    CONCLUSIVE = 3

    @property
    def word(self) -> str:
        """The name used outside: ``hint``, ``strong``, ``conclusive``."""
        return self.name.lower()


class About(StrEnum):
    """What a finding speaks of: a machine, something that was delivered to it and that nobody need have opened, or a mail's way.

    ``MAIL``: how a mail was written and sent, whatever it carries. ``ORIGIN``: where mails in a firm's name come from; it says
    nothing of a level by itself.
    """

    HOST = "host"
    DELIVERY = "delivery"
    MAIL = "mail"
    ORIGIN = "origin"


@dataclass(frozen=True, kw_only=True, eq=False)
class Finding:
    """The base of every finding. A subclass gives defaults for what its detector always says, and adds facts.

    ``family`` is ``"emotet"``, another name of ``knowledge/families.toml``, or None for what any loader does.
    ``attack`` holds MITRE ATT&CK technique ids. ``era`` names the rows of ``knowledge/eras.toml`` it fits.
    ``seen_at`` is a UTC time (ISO 8601, ``Z``), the moment that the trace speaks of. ``past`` marks what says
    *was*, not *is*. ``about`` says whether a machine or a delivery is spoken of. Two findings are the same when they say the
    same, whatever class carries it.
    """

    origin: Origin
    strength: Strength
    words: Words
    family: str | None = None
    attack: tuple[str, ...] = ()
    era: tuple[str, ...] = ()
    seen_at: str | None = None
    past: bool = False
    about: About = About.HOST

    @property
    def kind(self) -> str:
        """The finding's name outside: that of its class."""
        return kind_of(type(self))

    @property
    def facts(self) -> dict[str, Fact]:
        """What the subclass added, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _BASE}

    @cached_property
    def sentence(self) -> Words:
        """The words with the facts filled in."""
        return self.words.fill(self.facts)

    @cached_property
    def record(self) -> tuple[Any, ...]:
        """All that the finding says, in one comparable order: the strongest first."""
        at = self.origin
        facts = tuple(sorted((k, v is None, str(v)) for k, v in self.facts.items()))
        said = self.sentence
        return (
            -self.strength, self.kind, at.source, at.locator, at.path, self.family or "", self.attack, self.era,
            self.seen_at or "", self.past, self.about, facts, said.en, said.ja,
        )  # fmt: skip

    @cached_property
    def id(self) -> str:
        """``f-`` and a digest of everything the finding says."""
        return "f-" + digest(*self.record)

    def __getstate__(self) -> dict[str, object]:
        """Without what was only worked out."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __eq__(self, other: object) -> bool:
        return self.record == other.record if isinstance(other, Finding) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.record)

    def __lt__(self, other: Finding) -> bool:
        return bool(self.record < other.record)


@dataclass(frozen=True, kw_only=True, eq=False)
class ReadFinding(Finding):
    """A finding read back from a report: its sentence is already made."""

    name: str
    given: tuple[tuple[str, Fact], ...] = field(default=())

    @property
    def kind(self) -> str:
        """The kind that the report gave."""
        return self.name

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts that the report gave."""
        return dict(self.given)

    @cached_property
    def sentence(self) -> Words:
        """The words as they stand."""
        return self.words


@dataclass(frozen=True, kw_only=True, eq=False)
class Delivery(Finding):
    """The base of findings about a mail, a document or a link target: strong ones mean *exposed*, never *infected*."""

    about: About = About.DELIVERY


@dataclass(frozen=True, kw_only=True, eq=False)
class Trait(Finding):
    """The base of findings about a mail's header and text: a trait alone is a hint, a lure is a combination of them."""

    strength: Strength = Strength.HINT
    about: About = About.MAIL


_BASE = frozenset(f.name for f in fields(Finding))
