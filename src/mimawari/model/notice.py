"""A draft of a letter, an announcement or a report: what the evidence says, and places that a person must fill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.certainty import Cited
from mimawari.model.words import Words


class NoticeKind(StrEnum):
    """To whom, and what for."""

    PARTNER = "partner"
    CUSTOMER = "customer"
    WEB = "web"
    STAFF = "staff"
    REPORTER = "reporter"
    MAIL_PROVIDER = "mail-provider"
    CARD_COMPANY = "card-company"
    JPCERT_REQUEST = "jpcert-request"
    JPCERT_ADVICE = "jpcert-advice"
    IPA_VIRUS = "ipa-virus"
    IPA_ADVICE = "ipa-advice"
    POLICE = "police"
    PPC_FIRST = "ppc-first"
    PPC_FULL = "ppc-full"
    PRIVACY_MARK = "privacy-mark"


@dataclass(frozen=True, slots=True)
class Plain:
    """Words of the draft itself. They state nothing about the case."""

    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A date, count, name or fact of the case, or a sentence that states one. ``source`` says where it is from: ``f-…``
    (finding), ``g-…`` (gap), ``entry 5`` of the record, ``us.toml``, ``report`` (what the reports come to as a whole).

    ``usable``: an address in it is one that the reader is to use (the firm's own, a partner's), so it is written as it is.
    """

    text: str
    source: str
    usable: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A place that a person must fill or decide, shown so that nobody overlooks it (``【要記入：…】``, ``[TO FILL IN: …]``).

    ``choices`` are sentences of which one is to be left.
    """

    id: str
    text: str
    choices: tuple[str, ...] = ()


Text = Plain | Told | Blank


class Shape(StrEnum):
    """How a block is set."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    FIELD = "field"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a draft. ``label`` is what a field is called in the form that it is copied into; empty for other shapes."""

    shape: Shape
    texts: tuple[Text, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A draft in one language. ``subject`` is that of a mail or page. ``desk`` is the id of the desk that it goes to, empty
    for none.

    ``name`` is what the draft is called, ``to`` who gets it, ``way`` how it is sent. ``wait`` says why it must not be sent
    yet; None where nothing speaks against it once its blanks are filled. ``before`` are sentences for whoever sends it (what to
    check first, how it is sent); they are not part of the letter.
    ``cited`` is where the order of its fields is from.
    """

    kind: NoticeKind
    tongue: str
    name: Words
    to: Words
    way: Words
    subject: tuple[Text, ...]
    blocks: tuple[Block, ...]
    wait: Words | None = None
    before: tuple[Words, ...] = ()
    desk: str = ""
    cited: tuple[Cited, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """All that stands in it, the subject first."""
        return (*self.subject, *(one for block in self.blocks for one in block.texts))

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """What is still to be filled, in order, each once."""
        return tuple(dict.fromkeys(one for one in self.texts if isinstance(one, Blank)))

    @property
    def told(self) -> tuple[Told, ...]:
        """What it states about the case, each with its source."""
        return tuple(dict.fromkeys(one for one in self.texts if isinstance(one, Told)))
