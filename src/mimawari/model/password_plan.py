"""Which passwords to change, in order, because of what was on a PC. It knows none of them."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.certainty import Cited
from mimawari.model.online_service import Use
from mimawari.model.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One password, or the passwords of one site. ``key`` is the same whenever it is planned anew (``change@rakuten.co.jp``).

    ``what`` is what people call it, ``place`` the host or address as it stood on the PC. ``logins`` is how many were saved.
    ``hosts`` and ``users`` are the PCs and people whose programs kept it, ``programs`` these. ``page`` is the address of the page,
    empty where none is known: then ``how`` says how it is found. ``suspected``: it is a precaution, as nothing certain is known of
    those PCs.
    """

    key: str
    use: Use
    what: Words
    place: str
    how: tuple[Words, ...]
    page: str = ""
    logins: int = 1
    hosts: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    suspected: bool = False
    cited: Cited | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPlan:
    """All changes, in order; what else was on those PCs, in counts; and what could not be looked at.

    ``hosts`` are the PCs that it is of; ``accounts`` those that the plan of the case names: they come first among the changes,
    whether a PC kept them or not. ``others``, where there are such accounts: PCs that are known of and not in the list, from which
    the password may have been taken. ``cards`` are payment cards saved in browsers: each has to be asked for anew. ``unread``
    are sentences about programs whose accounts or sites could not be read: their passwords must be thought of by a person.
    """

    hosts: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    cards: int = 0
    networks: int = 0
    mailboxes: int = 0
    address_books: int = 0
    unread: tuple[Words, ...] = ()
    accounts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
