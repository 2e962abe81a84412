"""Services on the net that a small firm signs in to: what they are for, and where their passwords are changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.certainty import Cited
from mimawari.model.words import Words


class Use(StrEnum):
    """What a service is used for, in the order in which its password is changed: what opens all others comes first."""

    MAIL = "mail"
    IDENTITY = "identity"
    DOMAIN = "domain"
    HOSTING = "hosting"
    PAYMENT = "payment"
    BANK = "bank"
    SHOP = "shop"
    REMOTE = "remote"
    ACCOUNTING = "accounting"
    CLOUD = "cloud"
    COURIER = "courier"
    ADVERTISING = "advertising"
    SOCIAL = "social"
    PURCHASE = "purchase"
    OTHER = "other"

    @property
    def rank(self) -> int:
        """Its place in the order, from 0."""
        return list(Use).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineService:
    """One service. ``hosts`` are names that stand for it with everything below them, in lower case.

    ``tenants`` are those of them below which each customer has a site of its own, so that a login there may be another firm's.

    ``change`` is the page on which its password is changed, or on which the service says how, empty where none was found.
    ``way`` are the menus that lead there once one has signed in (``Settings > Security > Password``), where they are known.
    ``note`` is what has to be done there beside a new password. ``cited`` is where ``change`` and ``way`` are from.
    """

    id: str
    name: Words
    use: Use
    hosts: tuple[str, ...]
    change: str = ""
    way: Words | None = None
    note: Words | None = None
    tenants: tuple[str, ...] = ()
    cited: Cited | None = None
