"""Findings and gaps in, one verdict out. Pure: the same report always gives the same verdict."""

from mimawari.judge.fleet import UNCHECKED, UNREAD, called, host_key, unfinished, unread
from mimawari.judge.ladder import BLOCKED, deciding, holes, judge, level_of

__all__ = ["BLOCKED", "UNCHECKED", "UNREAD", "called", "deciding", "holes", "host_key", "judge", "level_of", "unfinished", "unread"]
