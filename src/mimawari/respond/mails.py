"""The mails that findings and gaps lie in, so that a person can find them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mimawari.model import Letter, Origin, Source
from mimawari.model.item import mail_at

Letters = Mapping[str, Mapping[tuple[str, ...], Letter]]


def letters_of(sources: Iterable[Source]) -> Letters:
    """The mails that are named in the evidence, by the id of their source and by their path."""
    return {source.id: {letter.path: letter for part in source.parts for letter in part.letters} for source in sources}


def mail_of(origin: Origin, letters: Letters) -> Letter | None:
    """The mail that something lies in; None where it lies in none."""
    mails = letters.get(origin.source, {})
    return mails.get(mail_at(origin.path, mails))
