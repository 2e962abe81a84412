"""Whether a mail that bears our address looks as our mails look: its Message-ID, program, zone and greeting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.inquiry.case import Case
from mimawari.inquiry.hosts import relay_at
from mimawari.inquiry.letters import Letter
from mimawari.model import Clue, Habits

_LONGEST = 300
_RARE = 0.02
_ZONE = "Date (±hhmm)"


def profile(letter: Letter) -> Iterator[Clue]:
    """One of ``profile-same``, ``profile-differs`` or none where too little can be held against it."""
    if letter.is_weak or not letter.is_from_us:
        return
    fits = compared(letter)
    differing = sorted(name for name, fit in fits.items() if not fit)
    if differing and differing != [_ZONE]:
        yield letter.clue("profile-differs", traits=", ".join(differing))
    elif len(fits) >= 2 and not differing:
        yield letter.clue("profile-same", traits=", ".join(sorted(fits)))


def compared(letter: Letter) -> dict[str, bool]:
    """Each trait that can be held against the firm's habits, and whether it is as usual."""
    message, habits = letter.mail.message, letter.case.firm.habits
    folder = next((one for one in letter.case.habits if one.mailbox == letter.author), None)
    helo = _client(letter)
    fits: dict[str, bool] = {}
    if message.message_id and habits.message_ids:
        fits["Message-ID"] = _fits_form(message.message_id, habits.message_ids)
    if message.mailer and (known := [*habits.mailers, *_usual(folder.mailers if folder else ())]):
        fits["X-Mailer"] = any(one.lower() in message.mailer.lower() for one in known)
    if message.zone and (zones := [*habits.zones, *_usual(folder.zones if folder else ())]):
        fits[_ZONE] = message.zone in zones
    if helo and (names := client_names(letter.case)):
        fits["EHLO"] = helo.strip("[]").lower().split(".")[0] in names
    return fits


def _client(letter: Letter) -> str:
    """What the client called itself that handed the mail in; empty where only servers of ours, or of our provider, are named."""
    way = letter.way
    hop = way.submission or (way.claimed[-1] if way.claimed and not way.relay else way.hop)
    return "" if way.relay and (hop is way.hop or relay_at(letter.case.firm, hop.address)) else hop.helo


def client_names(case: Case) -> frozenset[str]:
    """What the firm's own clients call themselves: as written down, and the names of its PCs."""
    habits: Habits = case.firm.habits
    return frozenset(
        name.lower().split(".")[0] for name in (*habits.helos, *(pc for one in case.firm.accounts for pc in one.machines)) if name
    )


def _usual(counted: tuple[tuple[str, int], ...]) -> list[str]:
    total = sum(count for _, count in counted)
    return [name for name, count in counted if count >= _RARE * total]


def _fits_form(message_id: str, forms: tuple[str, ...]) -> bool:
    """Whether a Message-ID has one of the forms; a form that is no regular expression fits nothing."""
    for form in forms:
        try:
            if re.fullmatch(form, message_id[:_LONGEST]):
                return True
        except re.error:
            continue
    return False


def zones(case: Case) -> Iterator[Clue]:
    """Sent folders with mails of another zone than the firm's: somebody travelled, or a program is set wrong."""
    for habit in case.habits:
        own = f"{'-' if case.firm.zone < 0 else '+'}{abs(case.firm.zone) // 60:02}{abs(case.firm.zone) % 60:02}"
        others = [zone for zone, count in habit.zones if zone != own and count]
        if others:
            yield case.clue(
                "zone-differs", habit.origin, f"account:{habit.mailbox}", account=habit.mailbox, zones=", ".join(others)
            )
