"""Texts with a separator strewn over them, and which separator that may be.

Emotet's documents hold their command so: the macro takes every occurrence out, often twice. Which one it is the program of the day
says by a literal, a small control, or nothing that can be read; then it is what is repeated most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

LIMIT = 64 << 10
MOST = 100
_SHORTEST, _LONGEST, _SAMPLE = 2, 40, 6_000
_PASSES = 4


def likely(texts: Iterable[str]) -> tuple[str, ...]:
    """Those of *texts* (literals, small controls) that may be a separator: 2 to 40 characters, no blanks alone; at most 100."""
    found = dict.fromkeys(text for text in texts if _SHORTEST <= len(text) <= _LONGEST and text.strip())
    return tuple(found)[:MOST]


@lru_cache(maxsize=64)
def repeated(text: str) -> tuple[str, ...]:
    """What *text* repeats so often that it may be a separator: the twenty that cover most of it, seen at least eight times."""
    sample = text[:_SAMPLE]
    covers: dict[str, int] = {}
    for length in range(_SHORTEST, _LONGEST + 1):
        counted = Counter(sample[at : at + length] for at in range(len(sample) - length + 1))
        often = [(piece, count) for piece, count in counted.most_common(4) if count >= 8]
        if not often:
            break
        covers.update((piece, sample.count(piece) * length) for piece, _ in often)
    return tuple(sorted(covers, key=lambda piece: (-covers[piece], piece))[:20])


def without(text: str, separator: str) -> Iterator[str]:
    """*text* with *separator* taken out once, twice ... up to four times, each result while something changes."""
    text = text[:LIMIT]
    for _ in range(_PASSES):
        before, text = text, text.replace(separator, "")
        if text == before:
            return
        yield text


def cleaned(text: str, separators: Iterable[str], least: int = 3) -> Iterator[str]:
    """What *text* may be without each of *separators* that it holds *least* times or more."""
    for separator in separators:
        if separator and text.count(separator) >= least:
            yield from without(text, separator)


def is_strewn(text: str) -> bool:
    """Whether *text* may be a long strewn text: no ordinary sentence, but one run with hardly any blank in it.

    Japanese and its neighbours are written without blanks: a text that is not mostly ASCII is prose.
    """
    head = text[:LIMIT]
    return (
        len(head) >= 200 and len(re.findall(r"\s", head)) * 40 < len(head) and len(re.findall(r"[!-~]", head)) * 10 >= len(head) * 8
    )
