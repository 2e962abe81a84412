"""How much is at stake for somebody: the order of the list.

The weight is the sum, over the kinds of data that were seen, of the kind's number in ``exposure/weights.toml``; a kind that was
seen in n mails, entries or orders counts ``1 + log2(n) / 8`` times, at most twice. To it comes the number of the closest tie.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log2

from mimawari.knowledge import Knowledge
from mimawari.model import Datum, Tie


def weight(data: Iterable[tuple[Datum, int]], ties: Iterable[tuple[Tie, int]], known: Knowledge) -> int:
    """The weight, a whole number; only its order means something."""
    tables = known.exposure
    kinds = sum(tables.weight.get(datum, 0) * min(2.0, 1 + log2(number) / 8) for datum, number in data if number)
    return round(kinds + max((tables.tie.get(tie, 0) for tie, number in ties if number), default=0))
