"""Findings and gaps in, one verdict out. Pure: the same report always gives the same verdict."""

from mimawari.judge.fleet import UNCHECKED, UNREAD, called, host_key, is_answered, unfinished, unread
from mimawari.judge.ladder import BLOCKED, deciding, holes, level_of, level_of_item
from mimawari.judge.letters import beside_items, items_of
from mimawari.judge.verdict import INQUIRY, judge

__all__ = [
    "BLOCKED",
    "INQUIRY",
    "UNCHECKED",
    "UNREAD",
    "beside_items",
    "called",
    "deciding",
    "holes",
    "host_key",
    "is_answered",
    "items_of",
    "judge",
    "level_of",
    "level_of_item",
    "unfinished",
    "unread",
]
