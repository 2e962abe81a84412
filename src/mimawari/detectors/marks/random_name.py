"""Names that no person gave: drawn letter by letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from mimawari.knowledge import Knowledge

_EACH, _BOTH = 2, -6
_SHORT = 4
# Bits by which a person's name goes on so more often than one drawn from all letters and digits: l small, u capital, d digit.
# Counted over names of public packages that hold capitals (PyPI, NuGet), rounded.
_STEPS = {"ll": 1, "lu": -3, "ld": 0, "ul": 1, "uu": -1, "ud": -2, "dl": 0, "du": -1, "dd": 2}
# Short for what it does, and 32 or 64 behind: vendors call their libraries so (``jwwdll32``, ``fsasx64``).
_NUMBERED = re.compile(r"(?i)[a-z]{2,12}(?:x?64|x86|32)")
_LONG = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{10,16}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")


def bits(name: str, pairs: Mapping[str, int]) -> int:
    """How far *name* reads like a word (above 0) or like letters drawn by chance (below 0), in bits.

    *pairs* is :attr:`~mimawari.knowledge.Knowledge.letter_pairs`. Only runs of letters count;
    where a new word begins inside a name (``FjHotkey``) the pair says nothing.
    """
    runs = re.findall(r"[a-z]+", _HUMP.sub(" ", name).lower())
    return sum(pairs[a + b] for run in runs for a, b in pairwise(run))


def scatter(name: str) -> int:
    """How far capitals and digits lie scattered in *name* as by chance, in bits below 0; 0 where a person may have set them so."""
    if name.isupper() or name.islower():
        return 0
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in name if c.isalnum()]
    return min(0, sum(_STEPS[a + b] for a, b in pairwise(kinds)))


def drawn_by_chance(folder: str, stem: str, known: Knowledge) -> bool:
    """Whether the names look drawn by chance (:func:`machine_made`), and the folder is not called after a vendor."""
    return folder.lower() not in known.vendors and machine_made(folder, stem, known.letter_pairs)


def drawn_long(folder: str, stem: str, known: Knowledge) -> bool:
    """Whether they are drawn as Emotet's of 2022 and 2023: by chance, and each 10 to 16 letters of both cases, digits too.

    Measured on names of public packages of such a length and such letters: 1 of 13,000 pairs is taken for Emotet's.
    """
    return bool(_LONG.fullmatch(folder) and _LONG.fullmatch(stem)) and drawn_by_chance(folder, stem, known)


def machine_made(folder: str, stem: str, pairs: Mapping[str, int]) -> bool:
    """Whether a folder's and a file's name together look drawn by chance: neither reads like a word, and neither holds the other.

    Measured on names of public packages: 1 of 150 pairs of honest names is taken for random (1 of 80 of those with digits,
    1 of 750 of those with capitals inside); of random pairs, 3 of 4 with 4 to 8 letters, 19 of 20 with 10 to 16 small
    letters, and 98 of 100 with 10 to 16 letters of both cases or with digits are recognised.
    """
    first, second = _bits(folder, pairs), _bits(stem, pairs)
    is_named = bool(_NUMBERED.fullmatch(stem)) or _alike(folder, stem)
    return not is_named and max(first, second) <= _EACH and first + second <= _BOTH


def man_made(folder: str, stem: str, pairs: Mapping[str, int]) -> bool:
    """Whether a person gave the names: neither reads unlike a word, together they clearly do, or they are alike.

    Between this and :func:`machine_made` lies what cannot be told. Of random pairs, 1 in 300 with 4 to 8 letters and
    1 in 1,000 with 10 to 16 letters is taken for words.
    """
    first, second = _bits(folder, pairs), _bits(stem, pairs)
    return _alike(folder, stem) or (min(first, second) >= 0 and first + second >= -_BOTH)


def _alike(folder: str, stem: str) -> bool:
    """Whether one name is, or holds, the other: ``CybozuSync`` in ``Cybozu``."""
    short, long = sorted((folder.lower(), stem.lower()), key=len)
    return short == long or (len(short) >= _SHORT and short in long)


def _bits(name: str, pairs: Mapping[str, int]) -> int:
    return bits(name, pairs) + scatter(name)
