"""Where the versions of BIFF differ: how wide the fields of a formula token are, how its texts are stored.

Lengths in bytes, without the token's own byte. [MS-XLS] 2.5.198.25 ff. (BIFF8), [MS-XLSB] 2.5.97.16 ff. (BIFF12); BIFF5 and BIFF7
as OpenOffice.org's "Microsoft Excel File Format" 3.2-3.10 has them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from mimawari.formats.office.excel.references import COLUMNS, ROWS, reference


@dataclass(frozen=True, slots=True)
class Dialect:
    """``name_number``: how the number of a defined name is stored. ``code_page`` is that of texts of bytes (BIFF5)."""

    version: int
    array: int
    name: int
    name_number: str
    foreign_name: int
    reference: int
    area: int
    elsewhere: int
    code_page: str = "cp1252"

    @property
    def wide(self) -> bool:
        """A million rows, texts counted in two bytes."""
        return self.version == 12

    def string(self, data: bytes, at: int) -> tuple[str, int]:
        """PtgStr's text at *at*, and where it ends. Raises ``struct.error`` where it is cut off."""
        if self.wide:
            (count,) = struct.unpack_from("<H", data, at)
            return _text(data, at + 2, 2 * count, "utf-16-le")
        if self.version == 8:
            count, flags = struct.unpack_from("<BB", data, at)
            return _text(data, at + 2, 2 * count, "utf-16-le") if flags & 1 else _text(data, at + 2, count, "latin-1")
        (count,) = struct.unpack_from("<B", data, at)
        return _text(data, at + 1, count, self.code_page)

    def foreign_numbers(self, data: bytes) -> tuple[int, int]:
        """PtgNameX: the entry of the list of references (BIFF5: of the external sheets), and the name's number."""
        if self.version == 5:
            return struct.unpack_from("<h", data)[0], struct.unpack_from("<H", data, 10)[0]
        number, index = struct.unpack_from("<HI", data)
        return number, index

    def elsewhere_numbers(self, data: bytes) -> tuple[int, int | None, int | None]:
        """Which sheets a 3D reference means; in BIFF5 the first and the last, where the number is negative."""
        if self.version == 5:
            number, first, last = struct.unpack("<h8xHH", data)
            return number, first, last
        return struct.unpack("<H", data)[0], None, None

    def cell(self, data: bytes, base: tuple[int, int] | None = None) -> str:
        """One cell; with *base* its relative parts are offsets from there (shared formulas)."""
        if self.version == 5:
            rows, column = struct.unpack("<HB", data)
            return self._one(rows & 0x3FFF, column, bool(rows & 0x8000), bool(rows & 0x4000), base)
        row, columns = struct.unpack("<IH" if self.wide else "<HH", data)
        return self._one(row, columns & 0x3FFF, bool(columns & 0x8000), bool(columns & 0x4000), base)

    def area_text(self, data: bytes, base: tuple[int, int] | None = None) -> str:
        """Two corners with a colon."""
        row, column = (4, 2) if self.wide else (2, 1 if self.version == 5 else 2)
        first = data[:row] + data[2 * row : 2 * row + column]
        last = data[row : 2 * row] + data[2 * row + column :]
        return f"{self.cell(first, base)}:{self.cell(last, base)}"

    def _one(self, row: int, column: int, row_relative: bool, column_relative: bool, base: tuple[int, int] | None) -> str:
        rows, columns = (ROWS, COLUMNS) if self.wide else (0x4000 if self.version == 5 else 0x10000, 0x100)
        if base is not None:
            row = (base[0] + row) % rows if row_relative else row
            column = (base[1] + column) % columns if column_relative else column
        return reference(row, column % COLUMNS, row_relative, column_relative)


def _text(data: bytes, at: int, length: int, encoding: str) -> tuple[str, int]:
    if at + length > len(data):
        raise struct.error("a text is cut off")
    return data[at : at + length].decode(encoding, "replace"), at + length


BIFF8 = Dialect(8, array=7, name=4, name_number="<H", foreign_name=6, reference=4, area=8, elsewhere=2)
BIFF12 = Dialect(12, array=14, name=4, name_number="<I", foreign_name=6, reference=6, area=12, elsewhere=2)


def biff5(code_page: str) -> Dialect:
    """BIFF5 and BIFF7, with the workbook's code page as Python calls it."""
    return Dialect(5, array=7, name=14, name_number="<H", foreign_name=24, reference=3, area=6, elsewhere=14, code_page=code_page)
