"""Which products of a list are installed on a PC, by the names that Windows lists."""

from __future__ import annotations

from mimawari.knowledge.protections import Product
from mimawari.model import Setting
from mimawari.respond.protecting import Watched


def products(watched: Watched, table: tuple[Product, ...], user: str = "") -> list[tuple[Product, Setting]]:
    """Products of a list that are installed: for all, or for one user."""
    installed = [one for whose in dict.fromkeys(("", user)) for one in watched.of("installed", whose)]
    return [(product, one) for one in installed for product in table if one.value and product.match.search(one.value)]


def is_looked_at(watched: Watched, user: str = "") -> bool:
    """Whether the lists of installed programs were read wholly."""
    return any(not one.value for one in watched.of("installed", user))
