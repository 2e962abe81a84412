"""Workbooks of Excel: sheets and whether they are hidden, formulas of macrosheets, names, links to other programs.

Excel 4.0 macros are the point: they lie in sheets of their own, in every shell that a workbook can have. Only what these can do, or
what they use, is read; a worksheet's own numbers and formulas are not.
"""

from __future__ import annotations

from mimawari.formats.office.excel.biff import read_biff
from mimawari.formats.office.excel.package import read_parts

__all__ = ["read_biff", "read_parts"]
