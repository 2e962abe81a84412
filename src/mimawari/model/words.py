"""A sentence in every language mimawari speaks. Leaving one out is a type error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Words:
    """One sentence in English and in Japanese; may hold ``{field}`` places to fill."""

    en: str
    ja: str

    def fill(self, facts: Mapping[str, object]) -> Words:
        """The same sentence with its places filled; a place that *facts* lacks is a ``KeyError``."""
        return Words(en=self.en.format_map(facts), ja=self.ja.format_map(facts))

    def say(self, language: str) -> str:
        """The sentence in *language*, one of :data:`LANGUAGES`."""
        text: str = getattr(self, language)
        return text


LANGUAGES = tuple(field.name for field in fields(Words))
