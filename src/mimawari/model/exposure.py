"""Who must be told: the people whose data a robbed mailbox, address book or order export held. Kinds and counts, never contents."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mimawari.model.certainty import Certainty
from mimawari.model.gap import Gap


class Tie(StrEnum):
    """How the firm knows somebody. ``wrote`` to it, was ``written-to``, was only ``copied``; ``named`` in the text of a mail;
    ``contact`` in a book, ``customer``."""

    WROTE = "wrote"
    WRITTEN_TO = "written-to"
    COPIED = "copied"
    NAMED = "named"
    CONTACT = "contact"
    CUSTOMER = "customer"


class Datum(StrEnum):
    """A kind of personal data. ``bank``: an account number; ``order``: what somebody ordered; ``attachment``: a file was
    attached."""

    NAME = "name"
    MAIL_ADDRESS = "mail-address"
    POSTAL_ADDRESS = "postal-address"
    TELEPHONE = "telephone"
    BIRTHDAY = "birthday"
    ORDER = "order"
    BANK = "bank"
    CARD = "card"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Somebody is named once: in a mail, an address book, an order. ``address`` in lower case, empty where there is none.

    ``name`` as it stands there, decoded, with its honorific. ``place`` names what it stands in (a mailbox, a file) as people
    do. ``date`` is that of the mail or order (ISO 8601, as it stands). ``data`` are the kinds of data about this person that
    stand beside, each once. ``telephone``, ``postcode`` and ``street`` only where an order or a book tells them: they tell
    two people of one name apart, and reach who has no address. ``organisation`` is a firm. ``shop`` is the id of an order
    export's layout. ``japanese``: the mail, name or address is in Japanese; None where nothing tells. ``is_list``: the mail
    came by a mailing list with this address. ``more`` are further mail addresses of the same entry of a book.
    """

    address: str
    tie: Tie
    place: str
    name: str = ""
    date: str = ""
    data: tuple[Datum, ...] = ()
    telephone: str = ""
    postcode: str = ""
    street: str = ""
    organisation: str = ""
    shop: str = ""
    japanese: bool | None = None
    is_list: bool = False
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """All that one mailbox says of one address, added up by who reads it: numbers, names and days, never a text.

    ``names`` as they stand there, ``ties`` and ``data`` each with in how many mails, ``first`` and ``last`` the days (ISO) of the
    first and last of them. ``japanese`` and ``other`` count mails in Japanese and in another language. ``listed``: mails that came
    by a mailing list with this address; ``bulk`` and ``automatic``: mails from it that call themselves so; ``reported``: mails
    from it that the case's report takes for lures, ``junk``: mails among unwanted ones, which both count as no tie.
    """

    address: str
    place: str
    mails: int = 0
    names: tuple[tuple[str, int], ...] = ()
    ties: tuple[tuple[Tie, int], ...] = ()
    data: tuple[tuple[Datum, int], ...] = ()
    first: str = ""
    last: str = ""
    japanese: int = 0
    other: int = 0
    listed: int = 0
    bulk: int = 0
    automatic: int = 0
    reported: int = 0
    junk: int = 0


class LeftOut(StrEnum):
    """Why an address is on no list: ``own`` (staff), ``list``, ``no-reply``, ``machine`` (bounces, daemons), ``invalid``,
    ``reported`` (the false sender), ``junk`` (only in mails that lay among unwanted ones)."""

    OWN = "own"
    LIST = "list"
    NO_REPLY = "no-reply"
    MACHINE = "machine"
    INVALID = "invalid"
    REPORTED = "reported"
    JUNK = "junk"


class Template(StrEnum):
    """Which letter somebody gets."""

    CUSTOMER = "customer"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who must be told, once. ``address`` is the one to write to; empty where only the post or telephone reaches them.

    ``name`` is without honorific, ``honorific`` the one to use (``様``; ``御中`` for a firm). ``is_role``: an address of an
    office (``info@``). ``ties`` and ``data`` each with how often, most frequent first. ``first`` and ``last`` are dates (ISO,
    day). ``weight`` orders the list: the more dangerous the data, the higher (see :mod:`mimawari.exposure.weights`).
    ``tongue``: ``ja`` or ``en``. ``places``: where they were named. ``alike`` numbers those that may be the same person, for
    a human to decide; 0: none. ``further`` are other whole names at the same addresses: more people may be behind them.
    ``is_masked``: a mall gave the address to its customer, so that it may lead nowhere by now.
    """

    address: str
    name: str = ""
    honorific: str = ""
    organisation: str = ""
    others: tuple[str, ...] = ()
    telephone: str = ""
    postcode: str = ""
    street: str = ""
    is_role: bool = False
    ties: tuple[tuple[Tie, int], ...] = ()
    data: tuple[tuple[Datum, int], ...] = ()
    first: str = ""
    last: str = ""
    weight: int = 0
    tongue: str = "ja"
    template: Template = Template.CUSTOMER
    places: tuple[str, ...] = ()
    alike: int = 0
    further: tuple[str, ...] = ()
    is_masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A place that was read: how many mails, entries or rows, and of how many people."""

    place: str
    what: str
    items: int
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureCounts:
    """What the authorities ask for. ``people`` are those on the list; ``reachable`` those with a mail address.

    ``by_datum`` counts people, each once a kind; ``by_tie`` and ``by_tongue`` too. ``left_out`` counts addresses, those of the
    staff too, who are in no other number. ``masked`` are those of ``reachable`` of whom only a mall's address is known.
    ``further`` are names beyond the first at one address, which are in no other number. ``gaps``: what could not be read; while
    there are any, every number is one of *at least*. ``notices``: what was read, and is to be looked at: which columns were
    understood how.
    """

    people: int = 0
    reachable: int = 0
    by_tie: tuple[tuple[Tie, int], ...] = ()
    by_datum: tuple[tuple[Datum, int], ...] = ()
    by_template: tuple[tuple[Template, int], ...] = ()
    by_tongue: tuple[tuple[str, int], ...] = ()
    left_out: tuple[tuple[LeftOut, int], ...] = ()
    alike: int = 0
    masked: int = 0
    further: int = 0
    first: str = ""
    last: str = ""
    places: tuple[Counted, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notices: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLayout:
    """What the columns of a shop system's order export are called. ``columns`` are pairs of a meaning and its column's names.

    Meanings: ``mail``, ``name``, ``family``, ``given``, ``postcode``, ``street`` (joined in order where several),
    ``telephone``, ``order``, ``date``, ``organisation``, ``birthday``, ``bank``, ``card``; with ``to-`` before it that of
    whom it is delivered to (``to-name``), with ``from-`` of whom a present is from. An export is of this layout if it has all
    columns of ``marks``. ``encoding`` is empty where the bytes tell it, ``separator`` where the head tells it. ``page`` and
    ``as_of`` are the public source of its columns, ``certainty`` how near to the vendor it is; a page is missing where only
    excerpts of programs were read, and for a layout that the user gave. ``instead`` are pairs of columns that say one thing: where
    the first is there, the second is not read. ``partial``: its source was not read to the end; what it does not name is taken by
    the words of the columns, and told.
    """

    id: str
    name: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    marks: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    page: str = ""
    as_of: str = ""
    certainty: Certainty = Certainty.READ
    aliases: tuple[str, ...] = field(default=())
    instead: tuple[tuple[str, str], ...] = ()
    partial: bool = False
