"""Which products of a list are installed on a PC, by the names that Windows lists."""

from __future__ import annotations

from mimawari.knowledge.protections import Product
from mimawari.model import Setting
from mimawari.respond.protecting import Watched


def products(watched: Watched, table: tuple[Product, ...], user: str = "") -> list[tuple[Product, Setting]]:
    """Products of a list that are installed, for all or for one user; of each name the first product that fits."""
    installed = [one for whose in dict.fromkeys(("", user)) for one in watched.of("installed", whose) if one.value]
    found = ((next((product for product in table if product.fits(one.value)), None), one) for one in installed)
    return [(product, one) for product, one in found if product]


def is_looked_at(watched: Watched, user: str = "") -> bool:
    """Whether the lists of installed programs were read wholly."""
    return any(not one.value for one in watched.of("installed", user))
