"""Names that no person gave: drawn letter by letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

_EACH, _BOTH = 2, -6
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")


def bits(name: str, pairs: Mapping[str, int]) -> int:
    """How far *name* reads like a word (above 0) or like letters drawn by chance (below 0), in bits.

    *pairs* is :attr:`~mimawari.knowledge.Knowledge.letter_pairs`. Only runs of letters count;
    where a new word begins inside a name (``FjHotkey``) the pair says nothing.
    """
    runs = re.findall(r"[a-z]+", _HUMP.sub(" ", name).lower())
    return sum(pairs[a + b] for run in runs for a, b in pairwise(run))


def machine_made(folder: str, stem: str, pairs: Mapping[str, int]) -> bool:
    """Whether a folder's and a file's name together look drawn by chance: neither reads like a word, and both differ.

    Measured on names of public packages: 1 of 150 pairs of honest names is taken for random; of random pairs,
    3 of 4 with 4 to 8 letters and 19 of 20 with 10 to 16 letters are recognised.
    """
    first, second = bits(folder, pairs), bits(stem, pairs)
    return folder.lower() != stem.lower() and max(first, second) <= _EACH and first + second <= _BOTH


def man_made(folder: str, stem: str, pairs: Mapping[str, int]) -> bool:
    """Whether a person gave the names: neither reads unlike a word, together they clearly do, or they are alike.

    Between this and :func:`machine_made` lies what cannot be told. Of random pairs, 1 in 300 with 4 to 8 letters and
    1 in 1,000 with 10 to 16 letters is taken for words.
    """
    first, second = bits(folder, pairs), bits(stem, pairs)
    return folder.lower() == stem.lower() or (min(first, second) >= 0 and first + second >= -_BOTH)
