"""Findings and gaps in, one verdict out. Pure: the same report always gives the same verdict."""

from mimawari.judge.ladder import holes, judge, level_of

__all__ = ["holes", "judge", "level_of"]
