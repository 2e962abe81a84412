"""The habits of a day in Emotet's macros, read from a dated table: they change, and their absence says nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from mimawari.detectors.marks.vba_code import Code
from mimawari.detectors.marks.vba_fold import folded
from mimawari.model.office import OfficeDocument

_SOURCE, _STATEMENTS, _LENGTH = 256 << 10, 50_000, 4_000


def is_odd(document: OfficeDocument, code: Code, table: tuple[str, ...]) -> bool:
    """Whether *code* is written as only those macros were. A row of *table*: month, ``code`` or ``source``, pattern."""
    of_code, of_source = _patterns(table, "code"), _patterns(table, "source")
    lines = [line for one in code.procedures for line in one.statements][:_STATEMENTS]
    if any(pattern.search(folded(line)[:_LENGTH]) for line in lines for pattern in of_code):
        return True
    sources = [module.source[:_SOURCE] for module in (document.vba.modules if document.vba else ())]
    return any(pattern.search(source) for source in sources for pattern in of_source)


@lru_cache(maxsize=4)
def _patterns(table: tuple[str, ...], where: str) -> tuple[re.Pattern[str], ...]:
    rows = [row.split(" ", 2) for row in table]
    return tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for _, place, pattern in rows if place == where)
