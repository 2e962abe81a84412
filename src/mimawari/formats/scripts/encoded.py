"""The Script Encoder's form of scripts (``.vbe``, ``.jse``, ``VBScript.Encode``): ``#@~^``, a length, the text, a check sum.

It is a substitution by three tables in a fixed order of 64 places; the tables were first published in 2000 (MrBrownstone's
scrdec) and stand in the public domain in Didier Stevens' decode-vbe.py of 2016.
"""

from __future__ import annotations

import re

# Behind the mark the length in base64 of four bytes, at the end the check sum in the same form.
_MARK = re.compile(r"#@~\^[A-Za-z0-9+/]{6}==")
_END = re.compile(r"[A-Za-z0-9+/]{6}==\^#~@")
_ESCAPES = {"@&": "\n", "@#": "\r", "@*": ">", "@!": "<", "@$": "@"}
_ESCAPED = re.compile(r"@[&#*!$]")
_ORDER = "0120121221210212021200122102122100212120200120210212001220012021"

# What each of the three tables makes of the characters 0x20 to 0x7f; 0x09 stands beside them. ``<``, ``>`` and ``@`` never occur.
_TABLES = (
    ".GzVBj/&IA42[vrC89pEhqO\tbD#uJ~J^@wJa]\"KoN;LPg*}tT+-,0nkf5%!dMRc?{x)(sY3\x7fmUS|:_eFX1ilZH'\\=$y7`Q 6",
    "-uR`q^I\\b})6 |z\x7fkc3+hQfv1dTCL:L~LE,*t'7DyY/o&rj9{?8wgSG4x]0#Z[lHUpi.L!$NP\tVs5aKX;W\"mM%(FJ2A=_OBe",
    "20!)[83=X:5e9\\VsfNEkbYx^}JmqA`AS@B'Hru17MR\"TjGd- \x7f.L]~loytC&v%$+(#A4\t*D?w;UiacPgQIOFh|6pnz/_KZ,W",
)
_TABS = "Wn{"


def decoded(text: str) -> tuple[str, bool]:
    """*text* with every encoded block in it decoded, and whether all of them could be: one without its end is read to the end."""
    parts: list[str] = []
    at, whole = 0, True
    while (start := _MARK.search(text, at)) is not None:
        parts.append(text[at : start.start()])
        end = _END.search(text, start.end())
        whole = whole and end is not None
        parts.append(_block(text[start.end() : end.start() if end else len(text)]))
        at = end.end() if end else len(text)
    parts.append(text[at:])
    return "".join(parts), whole


def is_encoded(text: str) -> bool:
    """Whether there is an encoded block in *text*."""
    return _MARK.search(text) is not None


def _block(text: str) -> str:
    """Only characters below 0x80 count as places; an escape counts as one, as the character that it stands for."""
    out: list[str] = []
    place = 0
    for char in _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text):
        out.append(_letter(char, int(_ORDER[place % 64])))
        place += char < "\x80"
    return "".join(out)


def _letter(char: str, table: int) -> str:
    if char == "\t":
        return _TABS[table]
    return _TABLES[table][ord(char) - 0x20] if " " <= char <= "\x7f" and char not in "<>@" else char
