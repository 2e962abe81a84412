"""How Japanese names are read: whether a name in kana or Latin letters may be the reading of another.

Romanisations (Hepburn, Kunrei-shiki, as in passports) are brought to one form, in which long vowels are short. A reading of kanji
cannot be told without a dictionary: there any name of Japanese sounds may be one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import permutations

_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30ff]+")
_SOUND = re.compile(r"(?:[kgsztdnhbpmyrwjf]|[kgsztdnhbpmrj]y|kk|ss|tt|pp|kky|ppy|sh|ssh|ch|tch|cch|ts|tts)?[aiueo]h?|n'?|m(?=[bp])")
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ",
    "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_SYLLABLES = {sign: row + vowel for row, signs in _ROWS.items() for sign, vowel in zip(signs, "aiueo", strict=True)}
_SYLLABLES |= {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "bu", "ヂ": "zi", "ヅ": "zu", "ー": "-"}
_SYLLABLES |= {
    "ァ": "~a",
    "ィ": "~i",
    "ゥ": "~u",
    "ェ": "~e",
    "ォ": "~o",
    "ャ": "~ya",
    "ュ": "~yu",
    "ョ": "~yo",
    "ッ": "*",
    "ヶ": "ga",
}
_TO_KUNREI = (
    ("tch", "tty"), ("cch", "tty"), ("ssh", "ssy"), ("sh", "sy"), ("ch", "ty"), ("tts", "tt"), ("ts", "t"), ("jy", "zy"),
    ("j", "zy"), ("f", "h"), ("dz", "z"), ("du", "zu"), ("di", "zi"), ("yi", "i"), ("'", ""),
)  # fmt: skip
_LONG = re.compile(r"([aiueo])(?:\1|-|(?<=o)u|(?<=o)h(?![aiueoy]))+")
_MOST_WORDS = 3


def is_japanese(key: str) -> bool:
    """Whether a name in Latin letters (:func:`~mimawari.exposure.names.key`) has only sounds of Japanese."""
    return bool(key) and all(map(_is_sounds, key.split()))


def _is_sounds(word: str) -> bool:
    at = 0
    while found := _SOUND.match(word, at):
        at = found.end()
    return at == len(word)


def is_kana(key: str) -> bool:
    """Whether a name is in kana only."""
    return _KANA.fullmatch(key) is not None


@lru_cache(maxsize=5_000)
def sounds(key: str) -> frozenset[str]:
    """How a name in kana or Latin letters sounds, in every order of its words."""
    words = [_plain(word) for word in key.split()[:_MOST_WORDS]]
    return frozenset("".join(one) for one in permutations(words))


def _plain(word: str) -> str:
    said = _of_kana(word) if is_kana(word) else word
    for form, kunrei in _TO_KUNREI:
        said = said.replace(form, kunrei)
    return _LONG.sub(r"\1", re.sub(r"m(?=[bp])", "n", said))


def _of_kana(word: str) -> str:
    broad = "".join(chr(ord(sign) + 0x60) if "\u3041" <= sign <= "\u3096" else sign for sign in unicodedata.normalize("NFKC", word))
    said = "".join(_SYLLABLES.get(sign, sign) for sign in broad)
    # きゃ is one syllable, as きょ; ッ doubles what follows.
    said = re.sub(r"i~(?=y)|[iu]~(?=[aeiou])", "", said).replace("~", "")
    return re.sub(r"\*(.)", r"\1\1", said)
