"""Which letter somebody gets: that to customers, or that to partners."""

from __future__ import annotations

from mimawari.model import Datum, Template, Tie

GRAVE = frozenset((Datum.BANK, Datum.CARD, Datum.BIRTHDAY, Datum.POSTAL_ADDRESS))
"""Kinds of data that somebody must be told of by name."""


def template(ties: frozenset[Tie], data: frozenset[Datum], *, has_firm: bool, is_shared: bool, reachable: bool) -> Template:
    """A customer ordered something, or has an address where anybody can have one, and no firm is named beside it.

    Whoever has data of a :data:`GRAVE` kind gets the letter to customers at any address: it says which kinds of data they are.

    A partner has an address in a firm's own domain (``is_shared``: it is none), or is known with a firm. Whoever has no mail
    address is taken for a customer: addresses of people without one come from orders.
    """
    if Tie.CUSTOMER in ties or data & GRAVE or (is_shared and Datum.ORDER in data):
        return Template.CUSTOMER
    is_private = is_shared or not reachable
    return Template.CUSTOMER if is_private and not has_firm else Template.PARTNER
