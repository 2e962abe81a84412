"""Before anything happens: how well a PC keeps such malware out, and the sheet for the first hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from mimawari import engine
from mimawari.engine import Settings, preparing
from mimawari.firm import Wrong, address
from mimawari.firm import answers as answering
from mimawari.firm.answers import CHECKS, LISTS, looks_secret, proposed
from mimawari.knowledge import Knowledge
from mimawari.model import Answers, Emergency, Firm, Gap, Protection, Setting, Situation, Ward
from mimawari.respond.mail_domain import domain_lines
from mimawari.respond.protecting import Watched, protections
from mimawari.sources import Evidence
from mimawari.sources.dns_records import PORT, SECONDS, Asking, records

__all__ = [
    "CHECKS",
    "LISTS",
    "Prepared",
    "answers_text",
    "domains",
    "looks_secret",
    "prepared",
    "proposed",
    "read_answers",
    "seen_on",
    "sheet",
    "status",
    "today",
]

FIRST = ("unplug", "other-device", "write-down")
"""The steps of the playbook that stand on the sheet. Whom to call is said there itself."""
FORBIDDEN = 6
"""How many things not to do stand on it."""
GOOD, WEAK, UNSEEN = 0, 11, 20
WORKERS = 2
"""Processes that look at PCs; 0: it is done in this one, without limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The check of one PC, or of the firm's domains (``host`` empty, ``domain`` true). ``seen_at`` is what the evidence shows,
    ``accounts`` the addresses of mail accounts on the PC, where they were asked for.
    """

    place: str
    host: str
    seen_at: str
    lines: tuple[Protection, ...]
    gaps: tuple[Gap, ...]
    domain: bool = False
    accounts: tuple[str, ...] = ()


def prepared(
    what: Iterable[Evidence], settings: Settings, known: Knowledge, today: date, *, with_accounts: bool = False
) -> Iterator[Prepared]:
    """The check of each PC in *what*; *with_accounts* with the addresses of its mail accounts, for the sheet."""
    with engine.Pool(WORKERS, settings.limits) if WORKERS else nullcontext(engine.Inline()) as executor:
        for one in preparing.defences(what, settings, executor, with_accounts=with_accounts):
            watched = Watched(host=one.host, users=one.users, settings=one.settings, today=today, seen_at=one.seen_at)
            lines = protections(watched, known) if one.is_windows else ()
            yield Prepared(place=one.place, host=one.host, seen_at=one.seen_at, lines=lines, gaps=one.gaps, accounts=one.accounts)


def domains(firm: Firm, known: Knowledge, named: Iterable[str] = (), server: str = "", seconds: float = SECONDS) -> Prepared:
    """The check of the firm's domains, or of those *named*. It asks the DNS: at *server* (``ADDRESS`` or ``ADDRESS#PORT``), else
    where this PC asks anyway. *seconds*: so long one question may take."""
    wanted = tuple(dict.fromkeys(named)) or firm.domains
    address, _, port = server.partition("#")
    selectors = tuple(dict.fromkeys((key.domain, key.selector) for key in firm.keys if key.selector))
    asking = Asking(wanted, selectors, address, int(port or PORT), seconds)
    found = tuple(dict.fromkeys(records(asking)))
    settings = [one for one in found if isinstance(one, Setting)]
    gaps = tuple(replace(one, remedy=known.remedy(one)) for one in found if isinstance(one, Gap))
    return Prepared(place="dns", host="", seen_at="", lines=domain_lines(wanted, settings, gaps, known), gaps=gaps, domain=True)


def status(checks: Iterable[Prepared]) -> int:
    """0 where all is good; 11 where something is weak or bad; else 20 where something could not be looked at."""
    every = tuple(checks)
    wards = {line.ward for one in every for line in one.lines}
    if wards & {Ward.WEAK, Ward.BAD}:
        return WEAK
    return UNSEEN if Ward.UNKNOWN in wards or any(one.gaps for one in every) else GOOD


def sheet(answers: Answers, known: Knowledge, today: date) -> Emergency:
    """The sheet: what was answered, with what the playbook says comes first, and the desks to begin with."""
    steps = [step for step in known.playbook.steps if Situation.OUR_DEVICE in step.situations and not step.sure]
    first = [step for name in FIRST for step in steps if step.id == name] or steps[: len(FIRST)]
    opening = known.playbook.opening(Situation.OUR_DEVICE)
    forbidden = [words for step in steps for words in step.forbidden] + list(opening.forbidden if opening else ())
    return Emergency(
        answers=answers,
        today=today.isoformat(),
        first=tuple(step.title for step in first),
        forbidden=tuple(dict.fromkeys(forbidden))[:FORBIDDEN],
        desks=known.first_desks,
    )


def seen_on(answers: Answers, checks: Iterable[Prepared]) -> Answers:
    """*answers*, with the names of the PCs and the mail accounts on them where nobody named any."""
    every = tuple(checks)
    hosts = dict.fromkeys(one.host for one in every if one.host)
    accounts = dict.fromkeys(found for one in every for text in one.accounts if (found := _address(text)))
    return replace(answers, pcs=answers.pcs or tuple(hosts), accounts=answers.accounts or tuple(accounts))


def _address(text: str) -> str:
    """A mail address as it is written; empty for what is none: nothing else of a program's settings belongs on the sheet."""
    try:
        return address(text)
    except Wrong:
        return ""


def read_answers(path: Path) -> Answers:
    """The answers of a file; raises ``FirmTrouble``."""
    return answering.read(path)


def answers_text(answers: Answers, tongue: str) -> str:
    """The file of answers."""
    return answering.text(answers, tongue)


def today() -> date:
    """The day (UTC)."""
    return datetime.now(UTC).date()
