"""Chance that is the same each time."""

from __future__ import annotations

from random import Random

__all__ = ["Random", "dice"]


def dice(purpose: str) -> Random:
    """Draws that *purpose* settles; they make examples, and nothing is kept secret by them."""
    return Random(purpose)  # noqa: S311  # see above
