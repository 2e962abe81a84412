"""What is wrong with a firm's own file, said so that its writer can put it right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from mimawari.model import Words

_LINE = Words(en=" (line {line})", ja="（{line}行目）")
_UNKNOWN = Words(en="there is no such key.", ja="この項目名は使えません。")
_MEANT = Words(en=" Did you mean “{near}”?", ja="「{near}」ではありませんか。")
_KEYS = Words(en=" Possible are: {keys}.", ja="使えるのは次の項目です：{keys}")
_SHOWN = 80


class FirmTrouble(ValueError):
    """The file cannot be used. ``words`` name the key, the line where it is known, and what is expected there.

    What is repeated of the file is cut short, and is not made harmless for a terminal: that is for who shows it.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def brief(value: object) -> str:
    """A value of the file as it is repeated in a sentence."""
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class Text:
    """The file's text, to find the line of a key or value again. Empty where the tables came another way."""

    def __init__(self, text: str = "") -> None:
        self._lines = text.splitlines()

    def line(self, key: str, value: object = None) -> int | None:
        """The first line (from 1) that has the key and the value; else the first that has the key, or only the value."""
        told = value if isinstance(value, str) and value else ""
        both = (number for number, line in enumerate(self._lines, 1) if told and told in line and key in line)
        named = (number for number, line in enumerate(self._lines, 1) if _names(line, key))
        valued = (number for number, line in enumerate(self._lines, 1) if told and told in line)
        return next(both, None) or (next(valued, None) if told else None) or next(named, None)

    def trouble(self, way: str, what: Words, value: object = None) -> FirmTrouble:
        """The error that *what* says of the key at the end of *way* (``accounts[2].address``)."""
        number = self.line(way.rpartition(".")[2].partition("[")[0], value)
        at = _LINE.fill({"line": number}) if number else Words(en="", ja="")
        where = Words(en=brief(way) + at.en, ja=brief(way) + at.ja)
        return FirmTrouble(Words(en=f"{where.en}: {what.en}", ja=f"{where.ja}：{what.ja}"))

    def unknown(self, way: str, key: str, keys: Iterable[str]) -> FirmTrouble:
        """The error of a key that there is not, with the one that was probably meant."""
        near = get_close_matches(key.lower()[:_SHOWN], keys, n=1, cutoff=0.6)
        more = _MEANT.fill({"near": near[0]}) if near else _KEYS.fill({"keys": ", ".join(keys)})
        return self.trouble(f"{way}{key}", Words(en=_UNKNOWN.en + more.en, ja=_UNKNOWN.ja + more.ja))


def _names(line: str, key: str) -> bool:
    """Whether a line of the file gives *key* a value, in a table in one line too, or opens a table of that name."""
    bare = line.split("#", 1)[0]
    if bare.strip().strip("[] ") == key:
        return True
    before, found, after = bare.partition(key)
    return bool(found) and after.lstrip(" \"'").startswith("=") and (not before.strip() or before.rstrip(" \"'")[-1:] in "{,")
