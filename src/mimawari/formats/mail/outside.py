"""What stands in a mail outside of its parts: base64 there is shown by no program, and may be what another one fetches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from mimawari import formats
from mimawari.formats import Inside
from mimawari.formats.budget import Budget
from mimawari.formats.mail.bodies import base64_of
from mimawari.formats.mail.parts import Part
from mimawari.formats.slices import Held, read
from mimawari.model import Blob, Gap, Raw, Reason

_MOST, _COUNT = 32 << 20, 100
# Lines of nothing else; the fields of a header are folded with blanks.
_LINES = re.compile(rb"(?:(?<=\n)|\A)(?:(?:[A-Za-z0-9+/]{40,}+\r?\n){3,}+[A-Za-z0-9+/]*+={0,2}|[A-Za-z0-9+/]{200,}+={0,2})")


def outside(blob: Blob, leaves: Iterable[Part], budget: Budget) -> Iterator[Inside]:
    """What base64 between the *leaves*, before and behind them, means: opened if it is of a known format."""
    left, count = _MOST, 0
    for begin, end in _between(leaves, blob.content.size):
        data = read(blob.content, min(end - begin, left), begin)
        texts = list(islice(_LINES.finditer(data), _COUNT - count + 1))
        count += len(texts)
        if end - begin > left or count > _COUNT:
            yield Gap(blob.origin, Reason.TOO_LARGE, "content", "a very long text of a mail was not read to its end")
            return
        left -= len(data)
        for found in texts:
            budget.spend(len(found[0]))
            one = blob.inner(f"data at byte {begin + found.start()}", Held(base64_of(found[0])), by="message")
            yield one if formats.recognised(formats.Head.of(one)) else Raw(one)


def _between(leaves: Iterable[Part], size: int) -> Iterator[tuple[int, int]]:
    at = 0
    for one in sorted(leaves, key=lambda one: one.start):
        if one.start > at:
            yield at, one.start
        at = max(at, one.end)
    if at < size:
        yield at, size
