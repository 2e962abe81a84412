"""The inquiry "is it us, or only our address?": what mails, logs, mailboxes and reports tell, as single facts without a verdict.

Pure: testimony in, clues out, in any order and however often the same piece is given. ``judge/us.py`` weighs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.inquiry.asking import asked
from mimawari.inquiry.bounces import bounces
from mimawari.inquiry.case import Case, once
from mimawari.inquiry.clock import clock, shifts
from mimawari.inquiry.dmarc import dmarc
from mimawari.inquiry.doors import doors
from mimawari.inquiry.folders import folders
from mimawari.inquiry.habit import profile, zones
from mimawari.inquiry.letters import Letter, of_letter
from mimawari.inquiry.mediators import mediators
from mimawari.inquiry.passing import passing
from mimawari.inquiry.provenance import is_own_answer, provenance
from mimawari.inquiry.reading import reading
from mimawari.inquiry.sending import Account, accounts, all_sending
from mimawari.knowledge import Knowledge
from mimawari.model import Asked, Clue, Firm, Testimony

__all__ = ["ask", "clues"]


def ask(testimony: Iterable[Testimony], firm: Firm, known: Knowledge) -> Asked:
    """What the evidence so far asks mailboxes and logs: Message-IDs, queue ids, quoted mails, moments."""
    return asked(Case(firm, known, once(testimony)))


def clues(testimony: Iterable[Testimony], firm: Firm, known: Knowledge) -> tuple[Clue, ...]:
    """All facts that the answer may rest on, sorted, each once."""
    case = Case(firm, known, once(testimony))
    found = tuple(_all(case))
    return tuple(sorted({*found, *doors(found, case)}))


def _all(case: Case) -> Iterator[Clue]:
    letters = tuple(Letter(mail, case) for mail in case.reported)
    found = shifts(letters, case)
    them = accounts(case, found)
    single = tuple(_single(letters, them, found, case))
    sent = tuple(all_sending(them, found))
    yield from (*single, *sent)
    yield from provenance(tuple(letter for letter in letters if not is_own_answer(letter, (*single, *sent))), case)
    yield from zones(case)
    yield from clock(letters, found, case)
    yield from reading(them, case)
    yield from bounces(them, found, case)
    yield from dmarc(letters, case)


def _single(letters: tuple[Letter, ...], them: tuple[Account, ...], found: dict[str, int], case: Case) -> Iterator[Clue]:
    """What each mail tells by itself, and what logs and Sent folders know of it."""
    for letter in letters:
        yield from of_letter(letter)
        yield from mediators(letter)
        yield from profile(letter)
    yield from passing(letters, them, found, case)
    yield from folders(letters, them, case)
