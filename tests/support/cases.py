"""Reads the cases below tests/cases: TOML in, artifacts out. The format is told in tests/cases/README.md."""

from __future__ import annotations

from pathlib import Path

from mimawari.cases import reading
from mimawari.cases.reading import Case as Case
from mimawari.cases.reading import artifact as artifact
from mimawari.cases.reading import ticks as ticks

FOLDER = Path(__file__).parents[1] / "cases"


def every() -> list[Case]:
    """All cases, in the order of their paths."""
    return reading.every(FOLDER)
