"""A case with all that pages and exchange files are made of, at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.case_record import Entry
from mimawari.model.case_state import CaseState
from mimawari.model.help_desk import HelpDesk
from mimawari.model.legal_clock import LegalClock
from mimawari.model.plan import Plan
from mimawari.model.recheck import Recheck
from mimawari.model.report import Report
from mimawari.model.timeline import Moment
from mimawari.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """``now`` is the moment of writing (UTC, ISO 8601 with ``Z``); ``zone`` the offset of local times in minutes (540 is Japan's).

    ``report`` is the union of the case's reports, ``verdict`` what is judged of it. ``desks`` in the order in which to ask them.
    ``timeline`` is sorted. ``firm`` is the firm's name, empty where nobody told it. ``version`` and ``knowledge`` are those of the
    program and its knowledge, ``knowledge_as_of`` an ISO date.
    """

    state: CaseState
    entries: tuple[Entry, ...]
    report: Report
    verdict: Verdict
    plan: Plan
    clock: LegalClock
    desks: tuple[HelpDesk, ...]
    timeline: tuple[Moment, ...]
    now: str
    recheck: Recheck | None = None
    firm: str = ""
    zone: int = 540
    version: str = ""
    knowledge: str = ""
    knowledge_as_of: str = ""
