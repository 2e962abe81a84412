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
        """The same sentence with its places filled, by words in each language; a place that *facts* lacks is a ``KeyError``."""
        english, japanese = (
            {name: one.say(language) if isinstance(one, Words) else one for name, one in facts.items()} for language in LANGUAGES
        )
        return Words(en=self.en.format_map(english), ja=self.ja.format_map(japanese))

    def say(self, language: str) -> str:
        """The sentence in *language*, one of :data:`LANGUAGES`."""
        text: str = getattr(self, language)
        return text


LANGUAGES = tuple(field.name for field in fields(Words))
