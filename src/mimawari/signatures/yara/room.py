"""YARA-X's scanner, where there is room for one."""

from __future__ import annotations

import mmap
from typing import Any

from mimawari.signatures.yara.counting import MOST_MATCHES

ROOM = 128 << 20
"""So much address space is asked for before a scanner is made; it takes 80 MB."""


def scanner(rules: Any) -> Any:
    """A scanner of *rules*. Raises ``MemoryError`` where there is no room: YARA-X itself would end the process."""
    import yara_x

    try:
        mmap.mmap(-1, ROOM).close()
    except OSError as error:
        raise MemoryError from error
    made = yara_x.Scanner(rules)
    made.max_matches_per_pattern(MOST_MATCHES)
    made.fast_scan(True)
    return made
