"""Drafts of letters and reports of a case, filled from its evidence and record. Whatever nobody told is a blank. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.knowledge import Knowledge
from mimawari.model import LANGUAGES, Dossier, Firm, Notice, NoticeKind
from mimawari.respond.notices.case import Case
from mimawari.respond.notices.facts import facts
from mimawari.respond.notices.filling import filled

__all__ = ["kinds_of", "notices"]


def notices(
    dossier: Dossier, firm: Firm | None, known: Knowledge, *, kinds: Iterable[NoticeKind] = (), tongues: Iterable[str] = LANGUAGES
) -> tuple[Notice, ...]:
    """The drafts of *kinds* (none: those that the situation asks for) in each of *tongues*, kind by kind.

    *firm* is what ``us.toml`` says, None where there is none. Every date, count, name and address in a draft is a
    :class:`Told` with its source, or a :class:`Blank`; no draft promises anything, and what is suspected is called so.
    """
    case, spoken = Case.of(dossier, firm, known), tuple(tongues)
    both = {tongue: facts(case, tongue) for tongue in LANGUAGES}
    return tuple(filled(known.notices.forms[kind], both, tongue) for kind in (tuple(kinds) or kinds_of(case)) for tongue in spoken)


def kinds_of(case: Case) -> tuple[NoticeKind, ...]:
    """The kinds that the situations of the case ask for, in the order of :class:`NoticeKind`."""
    them = {one.situation for one in case.standings}
    return tuple(kind for kind in NoticeKind if case.known.notices.forms[kind].situations & them)
