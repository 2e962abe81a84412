"""Findings and gaps in, one verdict out. Pure: the same report always gives the same verdict."""

from mimawari.judge.ladder import deciding, holes, judge, level_of

__all__ = ["deciding", "holes", "judge", "level_of"]
