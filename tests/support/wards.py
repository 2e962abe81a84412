"""Settings as a PC would have shown them, and what the check makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mimawari import app
from mimawari.model import Origin, Protection, Setting
from mimawari.respond.protecting import Watched, protections

TODAY = date(2026, 11, 27)
SEEN_AT = "2026-11-20T03:00:00Z"
USER = "shop"


def setting(row: str, value: str = "", program: str = "", *, user: str = USER, date: str = "", policy: bool = False) -> Setting:
    return Setting(origin=Origin("s", "l"), id=row, user=user, value=value, program=program, date=date, policy=policy)


def machine(row: str, value: str = "", program: str = "", *, date: str = "") -> Setting:
    return setting(row, value, program, user="", date=date)


def lines(
    settings: Iterable[Setting], users: tuple[str, ...] = (USER,), seen_at: str = SEEN_AT
) -> dict[tuple[str, str], Protection]:
    """The check of a PC with these settings, by row and user."""
    watched = Watched(host="PC1", users=users, settings=tuple(settings), today=TODAY, seen_at=seen_at)
    return {(one.id, one.user): one for one in protections(watched, app.known())}
