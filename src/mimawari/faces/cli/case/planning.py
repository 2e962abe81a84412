"""A plan on the screen."""

from __future__ import annotations

from mimawari import app
from mimawari.faces.text import show
from mimawari.model import CaseState, Plan


def show_plan(plan: Plan, state: CaseState | None, tongue: str, known: app.Knowledge) -> None:
    """Print the plan, with how far each step is."""
    from mimawari.faces.text.plan import plan_lines

    show(plan_lines(plan, state, tongue, known))
