"""How somebody is addressed in a letter: a person with 様, a firm or an office with 御中."""

from __future__ import annotations

from mimawari.exposure import names
from mimawari.exposure.names import Name
from mimawari.knowledge import Knowledge

KEPT = ("先生",)
"""What stays as it was written."""
_FIRM, _PERSON, _POST = "御中", "様", "者"


def addressed(name: Name, organisation: str, *, is_role: bool, known: Knowledge) -> Name:
    """A name and its firm as they stand on an envelope. *organisation* is the firm by a book or an order.

    At an address of an office (*is_role*) the name of an office stays whole (青空 受注係). The firm's name does not stand twice.
    """
    is_fuller = name.organisation != "" and names.firm_key(name.organisation) == names.firm_key(organisation)
    firm = organisation if is_fuller else name.organisation or organisation
    if firm and name.person and _is_within(name.person, firm):
        return Name("", name.honorific, firm)
    if is_role and name.person and _is_part(firm, known):
        return Name(f"{name.person} {firm}", name.honorific, "")
    return Name(name.person, name.honorific, firm)


def honorific(name: Name, tongue: str, *, is_role: bool, known: Knowledge) -> str:
    """The one to write. In English only a title that was used.

    At an address of an office (*is_role*) 様 is only for whoever is named with surname and given name apart.
    """
    if tongue != "ja":
        return name.honorific if name.honorific.isascii() and not name.honorific.startswith("-") else ""
    if not name.person:
        return _FIRM if name.organisation or is_role else ""
    if names.is_office(name.person, known.exposure):
        return _PERSON if name.person.endswith(_POST) else _FIRM
    if is_role and not (" " in name.person and names.is_whole(name.person, _key(name, known))):
        return _FIRM
    return name.honorific if name.honorific in KEPT else _PERSON


def _is_within(person: str, firm: str) -> bool:
    """Whether what is taken for a person is the firm without its form: 山田電器 of 山田電器株式会社."""
    return (key := names.firm_key(person)) != "" and key == names.firm_key(firm)


def _is_part(firm: str, known: Knowledge) -> bool:
    """Whether only a part of a firm is named: 受注係, 営業部."""
    tables = known.exposure
    return bool(firm) and names.is_office(firm, tables) and not any(form in firm for form in tables.firms)


def _key(name: Name, known: Knowledge) -> str:
    return names.key(name.person, known.exposure)
