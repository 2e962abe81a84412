"""A plan on the screen."""

from __future__ import annotations

from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import CaseState, Plan, StepState

_MARKS = {StepState.OPEN: "[ ]", StepState.DONE: "[x]", StepState.SKIPPED: "[-]"}


def show_plan(plan: Plan, state: CaseState | None, tongue: str) -> None:
    """Print the plan, with how far each step is."""
    for one in plan.openings:
        put(shown(one.meaning.say(tongue)))
        put(shown(one.first.say(tongue)))
    for step in plan.steps:
        mark = _MARKS[state.step(step.key) if state else StepState.OPEN]
        target = f"（{shown(step.target)}）" if step.target else ""
        put(f"{mark} {shown(step.key)}  {shown(step.step.title.say(tongue))}{target}")
