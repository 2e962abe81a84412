"""Files that by their names hold the same lines as the log beside them: whether they do is seen by some of their lines."""

from __future__ import annotations

from collections.abc import Callable

from mimawari.model import BadEvidence, Gap, Origin, Reason
from mimawari.sources.logs import family
from mimawari.sources.logs.opening import batches

COPY = "mail-log-copy"
_EACH = 8
"""Lines of each file that are looked for in the log."""
_MOST = 20_000


def gaps(twins: list[family.File], main: list[family.File], origin: Callable[[str], Origin]) -> list[Gap]:
    """What is not read, one for each kind of file: a copy of the log in whole or in part, or, with no line in common, another log.

    A line that stands in both counts once, so none of them is read. The log is gone through once for all of them.
    """
    lines: dict[str, set[bytes]] = {}
    for file in twins:
        lines.setdefault(file.order[0], set()).update(_some(family.mail_lines(file.path)))
    wanted = set().union(*lines.values()) if lines else set()
    found = _found_in(set(sorted(wanted)[:_MOST]), main)
    return [_gap(stem, twins, len(some & found), len(some), origin) for stem, some in sorted(lines.items())]


def _gap(stem: str, twins: list[family.File], found: int, compared: int, origin: Callable[[str], Origin]) -> Gap:
    mine = [file.name for file in twins if file.order[0] == stem]
    detail = f"{', '.join(mine[:3])}: {found} of {compared} lines compared are in the log beside it, not read"
    return Gap(origin(mine[-1]), Reason.UNSUPPORTED, COPY if found else "mail-log", detail)


def _some(lines: list[bytes]) -> list[bytes]:
    """As many as are looked for, from the first to the last."""
    return [lines[number * (len(lines) - 1) // (_EACH - 1)] for number in range(_EACH)] if len(lines) > _EACH else lines


def _found_in(wanted: set[bytes], main: list[family.File]) -> set[bytes]:
    found: set[bytes] = set()
    for file in main:
        try:
            for batch in batches(file.path):
                found |= wanted.intersection(batch.text.split(b"\n"))
                if len(found) == len(wanted):
                    return found
        except BadEvidence:
            # Told where the log itself is read.
            continue
    return found
