"""Emotet sets its file's time back by seven days and makes the folder at the same moment.

Source: JPCERTCC/EmoCheck v2.0 (commit 36f2ec6); the edges were measured with its genuine code: -300 ms and +299 ms are
accepted, -301 ms and +300 ms are not.
"""

from __future__ import annotations

from mimawari.model.filetime import TICKS_PER_SECOND

_TENTH = 1_000_000
_FIRST, _LAST = 6_047_997, 6_048_002


def seven_days_apart(folder: int, file: int) -> bool:
    """Whether *file*'s time lies seven days before *folder*'s (FILETIMEs), to three tenths of a second."""
    return _FIRST <= (folder - file) // _TENTH <= _LAST


def are_exact(*times: int) -> bool:
    """Whether *times* are kept below the second: if all are whole seconds, the copy has lost what the check needs."""
    return any(time % TICKS_PER_SECOND for time in times)
