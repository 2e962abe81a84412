"""Formula tokens of BIFF8 and BIFF12 from compiled formulas. The numbers are those of [MS-XLS] 2.5.198, not of the reader."""

from __future__ import annotations

import struct

from support.office.xlm_writer import Op, compiled, placed

# Ftab: number, and how many arguments where it always takes as many.
FUNCTIONS = {
    "IF": (1, None), "SUM": (4, None), "GOTO": (53, 1), "HALT": (54, None), "RETURN": (55, None), "NOW": (74, 0),
    "ERROR": (84, None), "SET.NAME": (88, None), "EXEC": (110, None), "CHAR": (111, 1), "FOPEN": (132, None),
    "FCLOSE": (133, 1), "FWRITELN": (137, 2), "FWRITE": (138, 2),
    "REGISTER": (149, None), "CALL": (150, None), "GET.WORKSPACE": (186, 1), "CONCATENATE": (336, None), "LEN": (32, 1),
}  # fmt: skip
# Cetab.
COMMANDS = {"CLOSE": 0x10, "RUN": 0x11, "FORMULA": 0x60, "ALERT": 0x76, "ON.TIME": 0x94, "WAIT": 0x95}
BINARY = {"+": 3, "-": 4, "*": 5, "/": 6, "^": 7, "&": 8, "<": 9, "<=": 10, "=": 11, ">=": 12, ">": 13, "<>": 14}


def tokens(text: str, names: list[str], sheets: list[str], *, wide: bool) -> bytes:
    """*text* (without ``=``) as tokens. *names* are numbered from 1, *sheets* have an entry each in the list of references."""
    return b"".join(_token(op, [name.upper() for name in names], sheets, wide) for op in compiled(text))


def _token(op: Op, names: list[str], sheets: list[str], wide: bool) -> bytes:
    if op.kind == "string":
        data = op.text.encode("utf-16-le")
        return (b"\x17" + struct.pack("<H", len(op.text)) if wide else bytes([0x17, len(op.text), 1])) + data
    if op.kind == "number":
        number = float(op.text)
        return struct.pack("<BH", 0x1E, int(number)) if number.is_integer() and number < 65536 else struct.pack("<Bd", 0x1F, number)
    if op.kind == "name":
        return struct.pack("<BI", 0x43, names.index(op.text.upper()) + 1)
    if op.kind in ("reference", "area"):
        return _place(op, sheets, wide)
    if op.kind in ("callee", "call"):
        return _call(op, names)
    return {
        "boolean": bytes([0x1D, op.text == "TRUE"]), "missing": b"\x16", "bracket": b"\x15", "unary": b"\x13",
        "binary": bytes([BINARY.get(op.text, 0)]),
    }[op.kind]  # fmt: skip


def _call(op: Op, names: list[str]) -> bytes:
    name = op.text.upper()
    if name in FUNCTIONS or name in COMMANDS:
        if op.kind == "callee":
            return b""
        number, fixed = FUNCTIONS.get(name, (COMMANDS.get(name, 0) | 0x8000, None))
        if fixed is not None:
            assert op.count == fixed
            return struct.pack("<BH", 0x41, number)
        return struct.pack("<BBH", 0x42, op.count, number)
    if op.kind == "callee":
        return struct.pack("<BI", 0x23, names.index(name) + 1)
    return struct.pack("<BBH", 0x42, op.count + 1, 0xFF)


def _place(op: Op, sheets: list[str], wide: bool) -> bytes:
    first, _, last = op.text.partition(":")
    sheet = placed(first)[0]
    corners = [placed(one)[1:] for one in ([first, last] if last else [first])]
    rows = [struct.pack("<I" if wide else "<H", row) for row, *_ in corners]
    columns = [struct.pack("<H", column | down << 15 | right << 14) for _, column, down, right in corners]
    token = {("", False): 0x44, ("", True): 0x45}.get((sheet, bool(last)), 0x5B if last else 0x5A)
    where = struct.pack("<H", sheets.index(sheet)) if sheet else b""
    return bytes([token]) + where + b"".join(rows) + b"".join(columns)
