"""Sets of UIDs, by which a mail server knows the mails of a folder, and keys of pieces of work that say which they cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

_SET = re.compile(r"[0-9]{1,10}(?::[0-9]{1,10})?(?:,[0-9]{1,10}(?::[0-9]{1,10})?)*")
_KEY = re.compile(r"(?P<validity>[0-9]{1,10});(?P<uids>[0-9:,]+)")

_AGAIN = "again"

Spans = list[tuple[int, int]]
"""First and last UID of each run, sorted; they do not touch."""


def key(validity: int, uids: Iterable[int]) -> str:
    """The key of a piece: ``7;1:500,502`` are the mails 1 to 500 and 502 of a folder whose UIDVALIDITY is 7."""
    return f"{validity};{written(uids)}"


def read_key(text: str) -> tuple[int, Spans] | None:
    """UIDVALIDITY and UIDs of a key; None where it is the key of something else."""
    parts = _KEY.fullmatch(text)
    spans = read(parts["uids"]) if parts else None
    return (int(parts["validity"]), spans) if parts and spans is not None else None


def key_again(uids: Iterable[int]) -> str:
    """A key that says of *uids* that they are to be read again, whatever their folder is called."""
    return f"{_AGAIN};;" + ",".join(map(str, uids))


def read_again(text: str) -> list[int]:
    """The UIDs that are to be read again, of a key as the engine gives it (``again;INBOX;5,9``); empty for any other."""
    word, _, rest = text.partition(";")
    named = rest.rpartition(";")[2].split(",")
    return sorted({int(uid) for uid in named if uid.isascii() and uid.isdecimal()}) if word == _AGAIN else []


def written(uids: Iterable[int]) -> str:
    """A set as RFC 9051 writes it (``1:500,502``); *uids* are sorted, each once."""
    runs = (list(run) for _, run in groupby(enumerate(uids), lambda pair: pair[1] - pair[0]))
    return ",".join(_run(run[0][1], run[-1][1]) for run in runs)


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}:{last}"


def read(text: str) -> Spans | None:
    """The runs of a set; None where *text* is none."""
    if not _SET.fullmatch(text):
        return None
    return joined(_span(run) for run in text.split(","))


def _span(run: str) -> tuple[int, int]:
    first, _, last = run.partition(":")
    ends = (int(first), int(last or first))
    return min(ends), max(ends)


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """*spans*, sorted, those that touch as one."""
    whole: Spans = []
    for first, last in sorted(spans):
        if whole and first <= whole[-1][1] + 1:
            whole[-1] = (whole[-1][0], max(last, whole[-1][1]))
        else:
            whole.append((first, last))
    return whole


def every(spans: Spans) -> Iterator[int]:
    """Each UID of it."""
    for first, last in spans:
        yield from range(first, last + 1)


def less(spans: Spans, uids: Iterable[int]) -> Spans:
    """*spans* without *uids*, which are sorted."""
    left, rest = [], list(reversed(spans))
    for uid in uids:
        while rest and rest[-1][1] < uid:
            left.append(rest.pop())
        if rest and rest[-1][0] <= uid:
            first, last = rest.pop()
            left += [(first, uid - 1)] if first < uid else []
            rest += [(uid + 1, last)] if uid < last else []
    return left + rest[::-1]


def without(uids: Sequence[int], spans: Spans) -> list[int]:
    """Places in *uids* (sorted) of those that are in none of *spans*."""
    left, at = [], 0
    for place, uid in enumerate(uids):
        while at < len(spans) and spans[at][1] < uid:
            at += 1
        if at == len(spans) or uid < spans[at][0]:
            left.append(place)
    return left


def in_runs(uids: Iterable[int], count: int) -> Iterator[list[int]]:
    """*uids* in lists of *count*."""
    rest = iter(uids)
    while run := list(islice(rest, count)):
        yield run
