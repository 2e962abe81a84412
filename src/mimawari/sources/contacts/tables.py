"""Address books as tables: what Outlook, Google, Thunderbird and others export."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mimawari.sources.contacts.entry import Entry, full_name
from mimawari.sources.orders.guess import folded, meaning_of
from mimawari.sources.orders.head import start_of, table_lines
from mimawari.sources.tables.charset import charset_of
from mimawari.sources.tables.faults import Faults
from mimawari.sources.tables.rows import rows, split
from mimawari.trees.streams import open_plain

_SEPARATORS = ",\t;"
_MAIL = re.compile(
    r"e-?mail( \d)? address|e-?mail \d+ - value|電子メール( \d)? アドレス|電子メールアドレス|(primary|secondary) e-?mail|"
    r"(別の|第2|副|pc|携帯|モバイル|自宅|会社)?の?メール(アドレス)? ?\d?|e-?mail|e-?mail ?\d|e-?メール(アドレス)? ?\d?|メルアド"
)
_TELEPHONE = re.compile(
    r"(business|home|mobile|work|primary|company main) phone|phone 1 - value|mobile( number| phone)?|"
    r"会社電話|自宅電話|携帯電話|電話番号|(勤務先|自宅|携帯)の?電話(番号)?|phone"
)
_POSTCODE = re.compile(
    r"(business|home|other|work) (postal code|zip ?code)|address 1 - postal code|(会社|自宅)?の?郵便番号( ?\((会社|自宅)\))?"
)
_STREET = {
    "business": ("business state", "business city", "business street", "business street 2"),
    "home": ("home state", "home city", "home street", "home street 2"),
    "work": ("work state", "work city", "work address", "work address 2"),
    "home address": ("home state", "home city", "home address", "home address 2"),
    "google": ("address 1 - region", "address 1 - city", "address 1 - street"),
    "会社": ("都道府県 (会社)", "市区町村 (会社)", "市町村 (会社)", "番地 (会社)", "住所 2 (会社)", "住所 3 (会社)"),
    "自宅": ("都道府県 (自宅)", "市区町村 (自宅)", "市町村 (自宅)", "番地 (自宅)", "住所 2 (自宅)", "住所 3 (自宅)"),
}
_NAME = ("name", "display name", "full name", "氏名", "表示名", "名前", "file as")
_FAMILY, _GIVEN, _OTHER = ("last name", "family name", "姓"), ("first name", "given name", "名"), ("middle name", "additional name")
_FIRM = ("company", "organization", "organization name", "organization 1 - name", "会社名", "会社", "組織", "勤務先")
_BIRTHDAY = ("birthday", "誕生日")
# What says that it is an address book, and no list of orders: columns of a person that no order has.
_BOOK = re.compile(
    r"middle name|additional name|given name|nickname|(home|business|work) (phone|street|address)|e-?mail \d address|"
    r"e-mail address|e-?mail \d+ - value|"
    r"display name|primary email|電子メール.*|ミドル ネーム|表示名|ニックネーム|会社電話|自宅電話|file as"
)


@dataclass(slots=True)
class Columns:
    """Which columns mean what, by their places."""

    mails: list[int] = field(default_factory=list)
    telephones: list[int] = field(default_factory=list)
    postcodes: list[int] = field(default_factory=list)
    streets: list[list[int]] = field(default_factory=list)
    name: int = -1
    family: int = -1
    given: int = -1
    other: int = -1
    firm: int = -1
    birthday: int = -1
    marks: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """Where the columns are named, and what they mean."""

    fields: tuple[str, ...]
    separator: str
    encoding: str
    line: int
    columns: Columns


def found(path: Path) -> Start | None:
    """The head of a table that is an address book; None where it is none."""
    sample = start_of(path)
    encoding = charset_of(sample)
    if not sample or sample[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return None
    for number, text in table_lines(io.BytesIO(sample), sample, encoding, Faults()):
        if number > 5:
            return None
        if not text.strip():
            continue
        separator = max(_SEPARATORS, key=text.count)
        fields = tuple(map(folded, split(text, separator)))
        columns = _columns(fields)
        if len(fields) > 1 and columns.mails and (columns.marks or _is_list(fields, columns)):
            return Start(fields, separator, encoding, number, columns)
    return None


def _is_list(fields: tuple[str, ...], columns: Columns) -> bool:
    """Whether it names people with their addresses and nothing of an order: a list of customers, of members."""
    meanings = [meaning_of(name)[0] for name in fields]
    has_order = any(meaning in ("order", "date") or meaning.startswith(("to-", "from-")) for meaning in meanings)
    return not has_order and (columns.name >= 0 or columns.family >= 0)


def _columns(fields: tuple[str, ...]) -> Columns:
    index = {name: at for at, name in reversed(list(enumerate(fields)))}
    # What a shop's own list of customers calls them: 顧客名, お客様メールアドレス.
    usual: dict[str, list[int]] = {}
    for at, name in enumerate(fields):
        usual.setdefault(meaning_of(name)[0], []).append(at)
    streets = [[index[name] for name in names if name in index] for names in _STREET.values()]
    return Columns(
        mails=_all(fields, _MAIL, usual.get("mail", [])),
        telephones=_all(fields, _TELEPHONE, usual.get("telephone", [])),
        postcodes=_all(fields, _POSTCODE, usual.get("postcode", [])),
        streets=[one for one in (*streets, usual.get("street", [])) if one],
        name=_first(index, _NAME, usual.get("name", [])),
        family=_first(index, _FAMILY),
        given=_first(index, _GIVEN),
        other=_first(index, _OTHER),
        firm=_first(index, _FIRM, usual.get("organisation", [])),
        birthday=_first(index, _BIRTHDAY, usual.get("birthday", [])),
        marks=sum(1 for name in fields if _BOOK.fullmatch(name)),
    )


def _all(fields: tuple[str, ...], form: re.Pattern[str], usual: list[int]) -> list[int]:
    meant = frozenset(usual)
    return [at for at, name in enumerate(fields) if at in meant or form.fullmatch(name)]


def _first(index: dict[str, int], names: tuple[str, ...], usual: Iterable[int] = ()) -> int:
    return next((index[name] for name in names if name in index), next(iter(usual), -1))


def read(path: Path, start: Start, faults: Faults) -> Iterator[Entry]:
    """The people of each row."""
    with open_plain(path) as stream:
        sample = stream.read(1 << 18)
        stream.seek(0)
        below = (line for line in table_lines(stream, sample, start.encoding, faults) if line[0] > start.line)
        for _, row in rows(below, start.separator, len(start.fields), faults, min(2, len(start.fields))):
            if tuple(map(folded, row)) != start.fields:
                yield _entry(row, start.columns)


def _entry(row: list[str], columns: Columns) -> Entry:
    def cell(at: int) -> str:
        return row[at].strip() if at >= 0 else ""

    streets = (" ".join(part for at in group if (part := cell(at))) for group in columns.streets)
    whole = full_name(cell(columns.family), cell(columns.given), cell(columns.other))
    mails = tuple(part for at in columns.mails for part in cell(at).split(" ::: "))
    return Entry(
        name=whole or cell(columns.name),
        mails=tuple(part for part in mails if part),
        telephone=next((text for at in columns.telephones if (text := cell(at))), ""),
        postcode=next((text for at in columns.postcodes if (text := cell(at))), ""),
        street=next((text for text in streets if text), ""),
        organisation=cell(columns.firm),
        has_birthday=cell(columns.birthday) not in ("", "0/0/00", "00/0/0", "0000/00/00"),
    )
