"""Drafts of letters and reports of a case, for faces."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.app import casework
from mimawari.app.case_opening import OpenedCase
from mimawari.knowledge import Knowledge
from mimawari.model import LANGUAGES, Firm, Notice, NoticeKind


def drafts_of(
    opened: OpenedCase,
    known: Knowledge,
    now: str,
    firm: Firm | None,
    kinds: Iterable[NoticeKind] = (),
    tongues: Iterable[str] = LANGUAGES,
) -> tuple[Notice, ...]:
    """The drafts of *kinds*; those that the situation asks for where none is named. *now* is the moment of writing (UTC)."""
    from mimawari.respond.notices import notices

    return notices(casework.dossier(opened, known, now), firm, known, kinds=kinds, tongues=tongues)
