"""A case and its plan as data for programs: ``mimawari.case/1`` and ``mimawari.plan/1``."""

from __future__ import annotations

from typing import Any

from mimawari.app import casework
from mimawari.faces.json_report import words
from mimawari.model import CaseState, Entry, Plan, PlanStep, StepState
from mimawari.model.japan_time import JAPAN

CASE, PLAN = "mimawari.case/1", "mimawari.plan/1"

Json = dict[str, Any]


def case_document(opened: casework.OpenedCase) -> Json:
    """The case: how it stands, what is wrong with its record, and every entry."""
    state = opened.state
    return {
        "schema": CASE,
        "place": opened.place.shown,
        "id": state.case,
        "name": state.name,
        "level": opened.verdict.level,
        "situations": list(opened.plan.situations),
        "closed": state.closed is not None,
        "known_at": state.known_at.text if state.known_at else None,
        "steps": {key: how for key, how, _ in state.steps},
        "replies": {question: entry.text for question, entry in state.replies},
        "reports": list(state.reports),
        "head": state.head,
        "faults": [{"entry": one.number, "kind": one.kind, "words": words(one.words)} for one in opened.faults],
        "entries": [entry_document(entry) for entry in opened.entries],
    }


def entry_document(entry: Entry) -> Json:
    """One entry; ``at`` is UTC, ``at_japan`` the same moment in Japan."""
    return {
        "number": entry.number,
        "at": entry.at,
        "at_japan": _in_japan(entry.at),
        "who": entry.who,
        "deed": entry.deed,
        "about": entry.about,
        "text": entry.text,
        "facts": dict(entry.facts),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _in_japan(iso: str) -> str:
    from datetime import datetime

    try:
        return datetime.fromisoformat(iso).astimezone(JAPAN).isoformat()
    except (ValueError, OverflowError):
        return ""


def plan_document(plan: Plan, state: CaseState | None) -> Json:
    """The plan: what it is for, what must not be done, and each step with how far it is."""
    return {
        "schema": PLAN,
        "situations": list(plan.situations),
        "openings": [
            {
                "situation": one.situation,
                "meaning": words(one.meaning),
                "first": words(one.first),
                "limits": [words(limit) for limit in one.limits],
            }
            for one in plan.openings
        ],
        "hosts": list(plan.hosts),
        "accounts": list(plan.accounts),
        "forbidden": [words(one) for one in plan.forbidden],
        "steps": [_step(one, state) for one in plan.steps],
    }


def _step(one: PlanStep, state: CaseState | None) -> Json:
    step = one.step
    return {
        "key": one.key,
        "step": step.id,
        "target": one.target,
        "phase": step.phase,
        "state": state.step(one.key) if state else StepState.OPEN,
        "suspected": one.suspected,
        "waits": one.waits,
        "who": step.who,
        "title": words(step.title),
        "how": [words(how) for how in step.how],
        "why": words(step.why),
        "done_when": [words(when) for when in step.done_when],
        "destroys": words(step.destroys) if step.destroys else None,
        "undo": words(step.undo) if step.undo else None,
        "after": list(step.after),
        "forbidden": [words(not_so) for not_so in step.forbidden],
        "minutes": step.minutes,
        "grounds": [{"id": ground.id, "words": words(ground.words)} for ground in one.grounds],
    }
