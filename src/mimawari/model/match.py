"""What somebody wrote down of the bytes of malware, and where it was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from mimawari.model.delivered import Delivered
from mimawari.model.finding import About, Strength
from mimawari.model.words import Words


@dataclass(frozen=True, slots=True, order=True)
class SignatureSet:
    """A set of rules, signatures or indicators that is looked for.

    ``by`` names the kind of set (``yara``, ``clamav``, ``indicator``), ``name`` the set (a file, a database). ``version`` changes
    whenever what it finds may change: it is part of what a result rests on. ``as_of`` is the ISO date of its newest row, empty
    where nobody tells. ``rows`` counts what is looked for. ``is_ours``: it came with the knowledge and not from the user.
    ``place`` is where it lies or answers, empty for ours. ``files`` counts those that it is made of, where it may be several,
    ``unused`` what of it is not looked for. ``title`` is what its makers call this version of it; empty: its name.
    """

    by: str
    name: str
    version: str
    as_of: str = ""
    rows: int = 0
    is_ours: bool = False
    place: str = ""
    files: int = 0
    unused: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule, a signature or an indicator, and what its author says of what it fits.

    ``collection`` is the name of its set, ``date`` an ISO date, or a year and a month; ``unread_date`` is what its author wrote
    where nobody can tell which day that is. ``family`` is a name of ``knowledge/families.toml`` or None.
    ``strength`` and ``about`` are what a fit amounts to: a carrier is a delivery, a loader's code is about a host. ``words`` are
    None where its author gave no sentence in every language; ``note`` is then what he wrote, ``note_ja`` the same in Japanese where
    it is ours. ``era``: rows of ``knowledge/eras.toml``. ``attack``: MITRE ATT&CK ids. ``past``: what fits says that something was
    so, not that it is. ``is_ours``: it came with the knowledge. ``described``: its author says anything of what it fits.
    """

    by: str
    name: str
    collection: str
    strength: Strength = Strength.STRONG
    about: About = About.DELIVERY
    family: str | None = None
    author: str = ""
    licence: str = ""
    reference: str = ""
    date: str = ""
    note: str = ""
    words: Words | None = None
    era: tuple[str, ...] = ()
    attack: tuple[str, ...] = ()
    past: bool = False
    unread_date: str = ""
    note_ja: str = ""
    is_ours: bool = False
    described: bool = False


@dataclass(frozen=True, kw_only=True)
class Match(Delivered):
    """A row that fits a content. ``offset`` is where the first of its marks begins in it, None where nobody tells.

    ``marks`` are the names of what was found (string identifiers of a rule, the kind of a hash), sorted.
    """

    row: Row
    offset: int | None = None
    marks: tuple[str, ...] = field(default=())
