"""Constant arrays: ``{1,"a";2,"b"}``; their values lie behind a formula's tokens ([MS-XLS] 2.5.198.8, [MS-XLSB] 2.5.97.25)."""

from __future__ import annotations

import struct

from mimawari.formats.office.excel.dialects import Dialect
from mimawari.formats.office.excel.references import ERRORS, number_text

MOST = 10_000
"""Values of one array that are shown."""


def array_text(data: bytes, at: int, dialect: Dialect) -> tuple[str, int]:
    """The array that begins at *at*, and where it ends; ``{...}`` with what could be read where it is cut off."""
    values: list[str] = []
    try:
        columns, rows, at = _shape(data, at, dialect)
        for number in range(min(columns * rows, MOST)):
            value, at = _value(data, at, dialect)
            values.append((";" if number and number % columns == 0 else "," if number else "") + value)
    except struct.error:
        values.append("...")
    return "{" + "".join(values) + "}", at


def _shape(data: bytes, at: int, dialect: Dialect) -> tuple[int, int, int]:
    if dialect.wide:
        rows, columns = struct.unpack_from("<II", data, at)
        return columns, rows, at + 8
    column, row = struct.unpack_from("<BH", data, at)
    if dialect.version == 5:
        return column or 256, row + 1, at + 3
    return column + 1, row + 1, at + 3


def _value(data: bytes, at: int, dialect: Dialect) -> tuple[str, int]:
    return _wide_value(data, at) if dialect.wide else _narrow_value(data, at, dialect)


def _wide_value(data: bytes, at: int) -> tuple[str, int]:
    (form,) = struct.unpack_from("<B", data, at)
    if form == 0:
        return number_text(struct.unpack_from("<d", data, at + 1)[0]), at + 9
    if form == 1:
        (count,) = struct.unpack_from("<H", data, at + 1)
        return _quoted(data, at + 3, 2 * count, "utf-16-le"), at + 3 + 2 * count
    if form == 2:
        return ("TRUE" if struct.unpack_from("<B", data, at + 1)[0] else "FALSE"), at + 2
    if form == 4:
        return ERRORS.get(struct.unpack_from("<Bxxx", data, at + 1)[0], "#N/A"), at + 5
    raise struct.error("an unknown kind of value")


def _narrow_value(data: bytes, at: int, dialect: Dialect) -> tuple[str, int]:
    (form,) = struct.unpack_from("<B", data, at)
    if form == 1:
        return number_text(struct.unpack_from("<d", data, at + 1)[0]), at + 9
    if form == 2:
        return _narrow_text(data, at + 1, dialect)
    (value,) = struct.unpack_from("<B7x", data, at + 1)
    if form == 4:
        return ("TRUE" if value else "FALSE"), at + 9
    return (ERRORS.get(value, "#N/A") if form == 16 else ""), at + 9


def _narrow_text(data: bytes, at: int, dialect: Dialect) -> tuple[str, int]:
    if dialect.version == 5:
        (count,) = struct.unpack_from("<B", data, at)
        return _quoted(data, at + 1, count, dialect.code_page), at + 1 + count
    count, flags = struct.unpack_from("<HB", data, at)
    length = count * (2 if flags & 1 else 1)
    return _quoted(data, at + 3, length, "utf-16-le" if flags & 1 else "latin-1"), at + 3 + length


def _quoted(data: bytes, at: int, length: int, encoding: str) -> str:
    if at + length > len(data):
        raise struct.error("a text is cut off")
    return '"' + data[at : at + length].decode(encoding, "replace").replace('"', '""') + '"'
