"""The question "us, or only our address?" in tests: asked as a user would, and the answer in short."""

from __future__ import annotations

from pathlib import Path

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Report, Us


def asked(us: Path, *evidence: Path, jobs: int = 0, beside: tuple[Report, ...] = ()) -> Us:
    """The answer for a firm's profile and evidence; inline a bug is let through."""
    settings = Settings(reraise=jobs == 0, inquest=app.Inquest(app.firm.read(us), str(us)))
    found = app.check([app.evidence(str(path)) for path in evidence], settings, jobs=jobs)
    sources = [*found, *(source for report in beside for source in report.sources)]
    answer = app.judge(Report.of(sources)).us
    assert answer is not None
    return answer


def answers(us: Us) -> dict[str, str]:
    """Each answer with its strength; empty for unknown."""
    return {one.answer.value: one.strength.word if one.strength else "" for one in us.answers}


def told(us: Us) -> str:
    """What a failure shows."""
    lines = [str(answers(us)), f"rows: {us.rows}"]
    lines += [f"because {one.kind} {one.facts}" for one in us.because]
    lines += [f"against {one.kind} {one.facts}" for one in us.against]
    return "\n".join([*lines, *(f"settle {one.kind} {one.day}" for one in us.settle)])
