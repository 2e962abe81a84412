"""What is done after a verdict, as data: steps that a person takes, in phases. Nothing here does anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.certainty import Cited
from mimawari.model.words import Words


class Phase(StrEnum):
    """The phases of a response, in the order in which they begin."""

    ISOLATE = "isolate"
    PRESERVE = "preserve"
    CONFIRM = "confirm"
    SCOPE = "scope"
    RESET = "reset"
    NOTIFY = "notify"
    ERADICATE = "eradicate"
    WATCH = "watch"
    LIFT = "lift"

    @property
    def rank(self) -> int:
        """Its place in the order, from 0."""
        return list(Phase).index(self)


class Situation(StrEnum):
    """What a plan is for. The first three answer "is it us?"; several may hold at once, ``no-sign`` only alone.

    ``our-device``: malware ran on a PC of ours, or mail was stolen from it. ``our-account``: mail really leaves by our server or
    account. ``address-only``: only our address is used. ``exposed``: something malicious was delivered and nothing shows that it
    was opened. ``undetermined``: what ought to be looked at could not be.
    """

    OUR_DEVICE = "our-device"
    OUR_ACCOUNT = "our-account"
    ADDRESS_ONLY = "address-only"
    EXPOSED = "exposed"
    UNDETERMINED = "undetermined"
    NO_SIGN = "no-sign"


class Per(StrEnum):
    """What a step is done once for: the whole case, each host concerned, or each mail account concerned."""

    CASE = "case"
    HOST = "host"
    ACCOUNT = "account"


class Who(StrEnum):
    """Who takes a step."""

    ANYBODY = "anybody"
    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    PROVIDER = "provider"
    SPECIALIST = "specialist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The exact way in one product: ``product`` names it (a row of the playbook's ``products``), ``path`` is what is clicked."""

    product: Words
    path: Words
    cited: Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayStep:
    """A step of the playbook: what it is (``title``), how it is done (``how``, in order), and what to know of it.

    ``why`` is the reason for it in general; the findings that ask for it stand in the plan. ``destroys`` is what it takes away
    for good, None for nothing; ``undo`` how it is taken back, None where that cannot be. ``done_when`` says how one knows that it
    is done. ``after`` are ids of steps that must be done before, where they are in the plan. ``forbidden`` is what must not be
    done in its place. ``sure``: only where the machine or account is more than suspected; ``suspected``: only where it is no more
    than that; ``past``: also where it was so once and nothing says that it still is. ``kinds``: only where a finding of one of
    these kinds is there; empty: always. ``today`` names in a few words what must not wait for its turn; None: it may.
    ``waits``: where a PC is no more than suspected, not before a second look at it. ``cited`` is where the advice is from.
    """

    id: str
    phase: Phase
    situations: frozenset[Situation]
    title: Words
    how: tuple[Words, ...]
    why: Words
    who: Who
    done_when: tuple[Words, ...]
    per: Per = Per.CASE
    destroys: Words | None = None
    undo: Words | None = None
    after: tuple[str, ...] = ()
    forbidden: tuple[Words, ...] = ()
    menus: tuple[Menu, ...] = ()
    minutes: int = 0
    sure: bool = False
    suspected: bool = False
    past: bool = False
    kinds: tuple[str, ...] = ()
    today: Words | None = None
    waits: bool = False
    cited: tuple[Cited, ...] = ()


class Hold(StrEnum):
    """How a situation holds: for certain, as a suspicion, or that it was so once and nothing says that it still is."""

    SURE = "sure"
    SUSPECTED = "suspected"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How the plan of a situation begins: what it means in one sentence, what comes first, and what nobody may promise.

    ``hold`` is how the situation holds where this opening stands. ``limits`` are sentences that must be said in this situation
    (that nobody can stop mails with our address on them). ``unlooked`` is the meaning where no PC was looked at.
    """

    situation: Situation
    hold: Hold = Hold.SURE
    meaning: Words
    first: Words
    limits: tuple[Words, ...] = ()
    forbidden: tuple[Words, ...] = ()
    unlooked: Words | None = None


@dataclass(frozen=True, slots=True)
class Playbook:
    """All of it: the steps in their order, openings for each situation, and words that are explained where they first stand."""

    steps: tuple[PlayStep, ...] = ()
    openings: tuple[Opening, ...] = ()
    terms: tuple[tuple[Words, Words], ...] = ()

    def opening(self, situation: Situation, hold: Hold = Hold.SURE) -> Opening | None:
        """How a plan begins in *situation*; the opening of what is sure where there is none of that *hold*."""
        found = {one.hold: one for one in self.openings if one.situation is situation}
        return found.get(hold) or found.get(Hold.SURE)
