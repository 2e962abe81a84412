"""Who helps with what: a desk, how it is reached, what to bring, and how old all that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mimawari.model.certainty import Certainty, Cited
from mimawari.model.playbook import Situation
from mimawari.model.words import Words

OLD = 365
"""Days after which what is said of a desk is called old."""


class Asker(StrEnum):
    """Who a desk is for."""

    COMPANY = "company"
    INDIVIDUAL = "individual"


class Means(StrEnum):
    """How a desk is reached."""

    MAIL = "mail"
    PHONE = "phone"
    FAX = "fax"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One way to a desk: its address or number as it is used, and when somebody is there. ``certainty`` is of this way alone."""

    means: Means
    value: str
    hours: Words | None = None
    certainty: Certainty = Certainty.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDesk:
    """A desk. ``helps`` is what it does, ``not_for`` what people expect of it and it does not do, ``bring`` what to have at hand.

    ``prefecture`` is its code of JIS X 0401 (``13``), empty for the whole country. ``situations`` in which it is proposed;
    ``since`` is the day from which it is so (ISO date). ``first``: one of those to begin with.
    """

    id: str
    name: Words
    askers: frozenset[Asker]
    helps: Words
    contacts: tuple[Contact, ...]
    bring: tuple[Words, ...]
    cited: Cited
    situations: frozenset[Situation] = frozenset()
    not_for: Words | None = None
    prefecture: str = ""
    since: str = ""
    first: bool = False

    @property
    def to_check(self) -> bool:
        """Whether any of it is to be looked up on the desk's page before it is used."""
        return self.cited.certainty.to_check or any(one.certainty.to_check for one in self.contacts)

    def age(self, today: date) -> int:
        """How many days ago it was read."""
        return (today - date.fromisoformat(self.cited.as_of)).days

    def is_old(self, today: date) -> bool:
        """Whether it was read so long ago that it may have changed."""
        return self.age(today) > OLD
