"""The sheet for the first hour: what a firm answered, and what goes with it. Written before anything happens, and printed."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from mimawari.model.help_desk import HelpDesk
from mimawari.model.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What people of the firm answered; empty: a line to write on. Never a password.

    ``decides`` and ``deputy`` are who decides, ``technician`` who looks after the PCs, ``others`` who else is called (insurer,
    lawyer, card company), each with a number. ``provider_logs`` and ``other_logs`` say where logs lie and how long they are kept.
    ``accounts`` are addresses and names of services.
    """

    firm: str = ""
    decides: str = ""
    deputy: str = ""
    technician: str = ""
    provider: str = ""
    provider_support: str = ""
    provider_logs: str = ""
    other_logs: str = ""
    pcs: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    backups: str = ""
    others: str = ""


ANSWERS = tuple(one.name for one in fields(Answers))
"""The names of the answers, in the order in which they are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """All that the sheet shows. ``first`` is what is done first and ``forbidden`` what is not, from the playbook.

    ``today`` is the day of writing (ISO date), by which the age of what is said of desks is told.
    """

    answers: Answers
    today: str
    first: tuple[Words, ...] = ()
    forbidden: tuple[Words, ...] = ()
    desks: tuple[HelpDesk, ...] = field(default=())
