"""A table of a firm's own file: every value is asked for by its key, in a form that is checked, and no key is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from mimawari.firm.checks import Wrong
from mimawari.firm.trouble import FirmTrouble, Text, brief
from mimawari.model import Words

MOST = 10_000
"""Entries of one list; a longer one is refused."""

_T = TypeVar("_T")

_TEXT = Words(
    en="expected text in quotation marks, not {value}.", ja="引用符で囲んだ文字列を指定してください（いまの値：{value}）。"
)
_LIST = Words(en="expected text or a list, not {value}.", ja="文字列か、そのリストを指定してください（いまの値：{value}）。")
_FLAG = Words(en="expected true or false, not {value}.", ja="true か false を指定してください（いまの値：{value}）。")
_TABLE = Words(
    en="expected a table (name = value), not {value}.",
    ja="「項目名 = 値」の形（テーブル）で指定してください（いまの値：{value}）。",
)
_MANY = Words(en="more than {most} entries.", ja="項目が多すぎます（{most}件まで）。")
_MISSING = Words(en="is missing.", ja="指定がありません。")


class Table:
    """The keys and values below *way*. ``keys`` are all that there may be: another one is a :class:`FirmTrouble`."""

    def __init__(self, value: object, keys: Iterable[str], text: Text, way: str = "") -> None:
        self._text, self._way = text, way
        if not isinstance(value, Mapping):
            raise self.trouble("", _TABLE, value)
        self._value: Mapping[str, Any] = value
        known = list(keys)
        for key in value:
            if key not in known:
                raise text.unknown(f"{way}." if way else "", brief(key), known)

    def trouble(self, key: str, words: Words, value: object = None) -> FirmTrouble:
        """The error that *words* say of a key, ``{value}`` in them filled."""
        shown = "{ … }" if isinstance(value, Mapping) else brief(value if not isinstance(value, bool) else str(value).lower())
        return self._told(key, words.fill({"value": shown, "most": MOST}), value)

    def _told(self, key: str, words: Words, value: object) -> FirmTrouble:
        way = f"{self._way}.{key}".strip(".") if key else self._way
        return self._text.trouble(way or "us.toml", words, value)

    def told(self, key: str) -> str:
        """Text; empty where there is none."""
        value = self._value.get(key, "")
        if not isinstance(value, str):
            raise self.trouble(key, _TEXT, value)
        return value.strip()

    def flag(self, key: str) -> bool | None:
        """Yes or no; None where it is not said."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.trouble(key, _FLAG, value)
        return value

    def row(self, key: str) -> list[Any]:
        """A list; one value alone is a list of it."""
        value = self._value.get(key, [])
        many = value if isinstance(value, list) else [value]
        if len(many) > MOST:
            raise self.trouble(key, _MANY, value)
        return many

    def texts(self, *names: str) -> tuple[str, ...]:
        """Texts of a list or alone, of whichever of the keys are there; empty ones are none."""
        found: list[str] = []
        for key in names:
            for one in self.row(key):
                if not isinstance(one, str):
                    raise self.trouble(key, _LIST, one)
                found += [one.strip()] if one.strip() else []
        return tuple(dict.fromkeys(found))

    def each(self, key: str, check: Callable[[str], _T], *further: str) -> tuple[_T, ...]:
        """Texts of a list or alone, each in the form that *check* gives it."""
        return tuple(dict.fromkeys(self.checked(one, value, check) for one in (key, *further) for value in self.texts(one)))

    def checked(self, key: str, value: str, check: Callable[[str], _T]) -> _T:
        """What *check* makes of a value of that key."""
        try:
            return check(value)
        except Wrong as wrong:
            raise self._told(key, wrong.words, value) from None

    def must(self, key: str, check: Callable[[str], _T]) -> _T:
        """What *check* makes of a value that has to be there."""
        value = self.told(key)
        if not value:
            raise self.trouble(key, _MISSING)
        return self.checked(key, value, check)

    def below(self, key: str, keys: Iterable[str]) -> Table:
        """The table of that key; an empty one where there is none."""
        return Table(self._value.get(key, {}), keys, self._text, f"{self._way}.{key}".strip("."))

    def tables(self, key: str, keys: Iterable[str]) -> Iterator[Table]:
        """The tables of a list."""
        every = tuple(keys)
        for place, one in enumerate(self.row(key), 1):
            yield self.entry(key, place, one, every)

    def entry(self, key: str, place: int, value: object, keys: Iterable[str]) -> Table:
        """One of a list, at a place (from 1), as a table."""
        return Table(value, keys, self._text, f"{self._way}.{key}[{place}]".strip("."))
