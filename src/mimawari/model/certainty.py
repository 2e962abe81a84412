"""How sure a fact from elsewhere is, so that nothing unconfirmed is ever shown as if it were certain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.words import Words

TO_CHECK = Words(en="[to be checked]", ja="【要確認】")
"""The one mark that stands behind a fact which whoever uses it must look up before."""


class Certainty(StrEnum):
    """``read``: read in the source itself; ``second-hand``: read in what others wrote of it; ``unconfirmed``: by nobody."""

    READ = "read"
    SECOND_HAND = "second-hand"
    UNCONFIRMED = "unconfirmed"

    @property
    def to_check(self) -> bool:
        """Whether whoever uses it must look it up before."""
        return self is not Certainty.READ


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Cited:
    """Where a fact is from: the source's title, its page, the day on which it was read (ISO date), and how sure it is."""

    title: Words
    page: str = ""
    as_of: str
    certainty: Certainty
