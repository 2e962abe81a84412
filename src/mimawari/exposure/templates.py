"""Which letter somebody gets: that to customers, or that to partners."""

from __future__ import annotations

from mimawari.model import Datum, Template, Tie


def template(ties: frozenset[Tie], data: frozenset[Datum], *, has_firm: bool, is_shared: bool, of_domain: int, reachable: bool) -> Template:
    """A customer ordered something, or has an address where anybody can have one and is of no firm.

    A partner has a firm's address, or is known with a firm (*has_firm*), or is one of several of a domain (*of_domain*).
    """
    if Tie.CUSTOMER in ties or not reachable:
        return Template.CUSTOMER
    if is_shared:
        return Template.PARTNER if has_firm and Datum.ORDER not in data else Template.CUSTOMER
    return Template.PARTNER if has_firm or of_domain > 1 or not is_shared else Template.CUSTOMER
