"""By what a provider finds mails again in its own logs: queue ids and Message-IDs, a few of them, as facts of a clue."""

from __future__ import annotations

from collections.abc import Iterable

FEW = 5
"""So many of each one clue names: with their days they lead to the rest."""
_LONGEST = 200


def identifiers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """``queue_id`` and ``message_id`` of pairs of these, in order, spaces between; neither has one in it (RFC 5322 3.6.4)."""
    every = sorted(set(pairs))
    return {"queue_id": _joined(queue for queue, _ in every), "message_id": _joined(name for _, name in every)}


def _joined(names: Iterable[str]) -> str:
    whole = {name for name in names if name and len(name) <= _LONGEST and not any(map(str.isspace, name))}
    return " ".join(sorted(whole)[:FEW])
