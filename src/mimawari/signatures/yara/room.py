"""YARA-X's compiler as all rules are compiled, and its scanner, where there is room for one."""

from __future__ import annotations

import mmap
from typing import Any

from mimawari.signatures.yara.counting import MOST_MATCHES

ROOM = 128 << 20
"""So much address space is asked for before a scanner is made; it takes 80 MB."""


NAMES = ("filename", "extension")
"""What rules may ask beside the content. LOKI and THOR know more names: a rule that asks for those is a lack."""


def compiler() -> Any:
    """A compiler that leaves out what is no rule, and that opens no other file."""
    import yara_x

    made = yara_x.Compiler(includes_enabled=False)
    made.ignore_invalid_rules(True)
    made.max_warnings(1)
    for name in NAMES:
        made.define_global(name, "")
    return made


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
