"""Words of a Japanese page, and which of them nobody can be expected to know.

Three kinds of words are looked at: runs of katakana, of Latin letters, and of Chinese characters. The list has a word a line. One
that ends in hiragana (``抜く``) is known wherever its characters stand before hiragana (``抜き``, ``抜いて``); one of Chinese
characters alone, or of katakana alone, is known as a part of a longer run, the longest part first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LIST = Path(__file__).parents[2] / "docs" / "words.ja.txt"
_TOKEN = re.compile(r"[ァ-ヶー]+|[A-Za-z][A-Za-z0-9-]*|[一-龥々]+")
_STEM = re.compile(r"^([一-龥々]+)[ぁ-ん]+$")


def listed(text: str | None = None) -> frozenset[str]:
    """The words of the list."""
    lines = (text if text is not None else LIST.read_text("utf-8")).splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def unknown(page: str, words: frozenset[str]) -> list[str]:
    """The words of *page* that are not in *words*, each once. Lines are joined first, as they are broken anywhere."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\n\s*(?=[^\x00-\x7f■・])", "", page)
    stems = frozenset(found[1] for word in words if (found := _STEM.match(word)))
    return list(dict.fromkeys(_unknown(joined, words, stems)))


def _unknown(text: str, words: frozenset[str], stems: frozenset[str]) -> Iterator[str]:
    folded = {word.casefold() for word in words}
    for found in _TOKEN.finditer(text):
        token = found[0]
        before_hiragana = re.match(r"[ぁ-ん]", text[found.end() :]) is not None
        is_latin = token[0].isascii()
        if token.casefold() not in folded if is_latin else not _covered(token, words, stems if before_hiragana else frozenset()):
            yield token


def _covered(run: str, words: frozenset[str], stems: frozenset[str]) -> bool:
    """Whether a run is known words one after the other; the last may be the stem of one."""
    while run and run not in stems:
        part = next((run[:end] for end in range(len(run), 0, -1) if run[:end] in words), "")
        if not part:
            return False
        run = run[len(part) :]
    return True


def explained(page: str, heading: str = "■ 言葉の説明") -> frozenset[str]:
    """The words that the page itself explains: under *heading*, or in brackets right behind them; with all words in them."""
    _, _, below = page.partition(heading)
    terms = re.findall(r"^・(.*?)：", below, re.MULTILINE) + re.findall(f"({_TOKEN.pattern})(?=（)", page)
    return frozenset(part for term in terms for part in (term, *_TOKEN.findall(term)))
