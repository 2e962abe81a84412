"""What the columns of shop systems' order exports are called, and the mapping file by which a firm names those of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mimawari.model import Certainty, OrderLayout, Words, option_file

_OF_PERSON = ("mail", "name", "family", "given", "postcode", "street", "telephone", "organisation", "birthday", "bank", "card")
MEANINGS = (*_OF_PERSON, "order", "date", *(f"{whose}-{meaning}" for whose in ("to", "from") for meaning in _OF_PERSON))
"""What a column may mean; with ``to-`` of whom it is delivered to, with ``from-`` of whom a present is from."""
_REACHES = ("mail", "name", "family", "to-mail", "to-name", "to-family")
_KEYS = ("id", "name", "encoding", "separator", "columns")
OWN = "own"
"""The id of a layout that the user gave without one."""
_LARGEST = 1 << 18

_SYNTAX = Words(
    en='The column mapping is no valid TOML: {why}. Each line is meaning = "name of the column", with straight quotation marks.',
    ja='列の対応表をTOMLとして読み取れません：{why}。各行は「意味 = "列の名前"」の形で書きます（引用符は半角）。',
)
_LARGE = Words(en="The column mapping is too large.", ja="列の対応表のファイルが大きすぎます。")
_NO_COLUMNS = Words(
    en="The column mapping has no table [columns].",
    ja="列の対応表に [columns] の見出しがありません。",
)
_KEY = Words(
    en="The column mapping has an entry that there is not: {value}. There may be: {known}.",
    ja="列の対応表に、使えない項目があります：{value}。使えるのは次の項目です：{known}",
)
_NAMES = Words(
    en='The column mapping: {value} has to be the name of a column ("…") or several (["…", "…"]).',
    ja='列の対応表：{value} には、列の名前（"…"）か、複数の列の名前（["…", "…"]）を書いてください。',
)
_NOBODY = Words(
    en="The column mapping names no column with a mail address or a name (mail, name, family).",
    ja="列の対応表に、メールアドレスまたは氏名の列（mail、name、family）がありません。",
)
_TEXT = Words(en="The column mapping: {value} has to be text.", ja="列の対応表：{value} は文字列で書いてください。")
_ENCODING = Words(
    en="The column mapping: there is no encoding {value}. Usual ones are utf-8 and cp932.",
    ja="列の対応表：{value} という文字コードはありません。よく使われるのは utf-8 と cp932 です。",
)


class MappingTrouble(ValueError):
    """Why a column mapping cannot be used, in ``words``."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def read(tables: Iterable[Mapping[str, Any]]) -> tuple[OrderLayout, ...]:
    """The layouts of all tables, sorted by id. ``ValueError`` where two bear one id, or one is not as it should be."""
    found = sorted((_layout(row, table) for table in tables for row in table["layout"]), key=lambda one: one.id)
    if twice := sorted({one.id for one in found if [other.id for other in found].count(one.id) > 1}):
        raise ValueError(f"orders: {', '.join(twice)} stands there twice")
    return tuple(found)


def _layout(row: Mapping[str, Any], table: Mapping[str, Any]) -> OrderLayout:
    found = OrderLayout(
        id=row["id"],
        name=row["name"],
        columns=tuple((meaning, _several(names)) for meaning, names in row["columns"].items()),
        marks=tuple(row["marks"]),
        encoding=row.get("encoding", ""),
        separator=row.get("separator", ""),
        page=row.get("page", table.get("page", "")),
        as_of=row.get("as_of", table["as_of"]),
        certainty=Certainty(row.get("certainty", table["certainty"])),
        aliases=tuple(row.get("aliases", ())),
        instead=tuple(row.get("instead", {}).items()),
        partial=row.get("partial", False),
    )
    if unknown := [meaning for meaning, _ in found.columns if meaning not in MEANINGS]:
        raise ValueError(f"orders: {found.id}: no meanings: {', '.join(unknown)}")
    if not found.marks or not (found.page or found.certainty.to_check):
        raise ValueError(f"orders: {found.id} has no marks, or was read without a page")
    return found


def _several(names: object) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(map(str, names)) if isinstance(names, list) else ()


def layout_of(text: str) -> OrderLayout:
    """A user's column mapping (TOML). Raises :class:`MappingTrouble`, which says in both languages what is wrong."""
    if len(text) > _LARGEST:
        raise MappingTrouble(_LARGE)
    try:
        table = option_file.toml(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as fault:
        raise MappingTrouble(_SYNTAX.fill({"why": str(fault)})) from fault
    _known(table, _KEYS)
    columns = table.get("columns")
    if not isinstance(columns, dict):
        raise MappingTrouble(_NO_COLUMNS)
    _known(columns, MEANINGS)
    if not any(meaning in columns for meaning in _REACHES):
        raise MappingTrouble(_NOBODY)
    said = {key: _text(table, key) for key in ("id", "name", "encoding", "separator")}
    return OrderLayout(
        id=said["id"] or OWN,
        name=said["name"] or said["id"] or OWN,
        columns=tuple(_named(columns)),
        encoding=_encoding(said["encoding"]),
        separator={"tab": "\t", "comma": ",", "semicolon": ";"}.get(said["separator"].lower(), said["separator"][:1]),
    )


def _known(table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if wrong := [key for key in table if key not in known]:
        raise MappingTrouble(_KEY.fill({"value": ", ".join(wrong[:5]), "known": ", ".join(known)}))


def _named(columns: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for meaning, names in columns.items():
        found = _several(names)
        if not found or not all(isinstance(name, str) and name.strip() for name in (names if isinstance(names, list) else found)):
            raise MappingTrouble(_NAMES.fill({"value": meaning}))
        yield meaning, found


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise MappingTrouble(_TEXT.fill({"value": key}))
    return value


def _encoding(name: str) -> str:
    import codecs

    try:
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError) as fault:
        raise MappingTrouble(_ENCODING.fill({"value": name})) from fault
