"""In what language a script is written and what would run it: by its name, else by marks that other texts hardly have."""

from __future__ import annotations

import re
from dataclasses import dataclass

WSCRIPT, MSHTA, SHELL = "wscript", "mshta", "shell"
JAVASCRIPT, VBSCRIPT, POWERSHELL, BATCH, VBA = "javascript", "vbscript", "powershell", "batch", "vba"


@dataclass(frozen=True, slots=True)
class Kind:
    """``language`` and ``host`` are those of :class:`~mimawari.model.Script`; ``blocks``: it is a page of script elements."""

    language: str
    host: str
    blocks: bool = False


_BLOCKS = Kind(VBSCRIPT, WSCRIPT, blocks=True)
# What Windows starts at a double click, or with one program of its own; ``.wsh`` only names another script.
EXTENSIONS = {
    "js": Kind(JAVASCRIPT, WSCRIPT), "jse": Kind(JAVASCRIPT, WSCRIPT),
    "vbs": Kind(VBSCRIPT, WSCRIPT), "vbe": Kind(VBSCRIPT, WSCRIPT),
    "wsf": _BLOCKS, "wsc": _BLOCKS, "sct": _BLOCKS, "wsh": Kind("", WSCRIPT),
    "ps1": Kind(POWERSHELL, SHELL), "psm1": Kind(POWERSHELL, SHELL), "bat": Kind(BATCH, SHELL), "cmd": Kind(BATCH, SHELL),
    "vba": Kind(VBA, ""), "bas": Kind(VBA, ""),
}  # fmt: skip
# Programs for reading open these: what is in them is not run.
_READ = {"txt", "md", "log", "csv", "tsv", "json", "xml", "ini", "yml", "yaml", "rst", "tex", "eml", "reg", "inf", "c", "h", "cpp",
         "py", "sh", "rb", "pl", "java", "go", "rs", "ts", "css", "sql", "conf", "cfg", "toml", "diff",
         "patch", "yar", "yara"}  # fmt: skip

_LANGUAGES = (
    ("javascript", JAVASCRIPT), ("jscript", JAVASCRIPT), ("ecmascript", JAVASCRIPT), ("livescript", JAVASCRIPT),
    ("module", JAVASCRIPT),
    ("vbscript", VBSCRIPT), ("vbs", VBSCRIPT), ("js", JAVASCRIPT), ("powershell", POWERSHELL),
)  # fmt: skip
_START = 32 << 10
_I = re.IGNORECASE
_BLOCK_MARK = re.compile(r"<(?:job|package|component|scriptlet)\b|<(?:\w{1,20}:)?script\b[^>]{0,200}\blanguage\b", _I)
# At the beginning of the text; then those anywhere in it.
_MARKS = (
    (BATCH, re.compile(r"\s{0,100}(?:::[^\n]{0,200}\n|rem [^\n]{0,200}\n){0,20}@?echo off\b", _I)),
    (POWERSHELL, re.compile(r"#!.{0,60}(?:powershell|pwsh)", _I)),
)
_INSIDE = (
    (JAVASCRIPT, re.compile(r"\bnew\s{1,5}ActiveXObject\b|\bWScript\s{0,5}(?:\.|\[)[^;\n]{0,60};"
                            r"|\bvar a\s?=\s?\['|\beval\s?\(\s?function\b")),
    (VBSCRIPT, re.compile(r"\bSet\s{1,5}\w{1,60}\s{0,5}=\s{0,5}(?:WScript\.)?CreateObject\s?\("
                          r"|\bWScript\.(?:Shell|CreateObject|Sleep|Quit)\b"
                          r"|\bOn Error Resume Next\b|\bExecute(?:Global)?\s?\(", _I)),
    (POWERSHELL, re.compile(r"\bInvoke-(?:Expression|WebRequest|Item)\b|\bNew-Object\s{1,5}(?:System\.)?Net\.WebClient\b|\bIEX\s?\("
                            r"|\bFromBase64String\s?\(|\bStart-(?:Process|BitsTransfer)\b|\$\w{1,40}\s?=\s?\[System\.", _I)),
    (BATCH, re.compile(r"^\s{0,20}@?(?:powershell|mshta|certutil|regsvr32|rundll32|bitsadmin)\b[^\n]{0,4000}$", _I | re.MULTILINE)),
)  # fmt: skip
_VBA_MARK = re.compile(r"^Attribute VB_Name = ", re.MULTILINE)


def kind(extension: str, text: str) -> Kind | None:
    """The kind of script that *text* in a file of this *extension* is; None if it is none."""
    return EXTENSIONS.get(extension) or _by_marks(extension, text[:_START])


def language(named: str, fallback: str) -> str:
    """The language that a ``language`` or ``type`` attribute names (``VBScript.Encode``, ``text/javascript``)."""
    name = named.strip().lower()
    if not name:
        return fallback
    return "" if "json" in name else next((found for mark, found in _LANGUAGES if mark in name), "")


def _by_marks(extension: str, text: str) -> Kind | None:
    if _BLOCK_MARK.search(text):
        return _as_read(_BLOCKS, extension)
    if _VBA_MARK.search(text):
        return EXTENSIONS["vba"]
    found = [name for name, mark in _MARKS if mark.match(text)] or [name for name, mark in _INSIDE if mark.search(text)]
    if not found:
        return None
    host = SHELL if found[0] in (POWERSHELL, BATCH) else WSCRIPT
    return _as_read(Kind(found[0], host), extension)


def _as_read(found: Kind, extension: str) -> Kind:
    return Kind(found.language, "", found.blocks) if extension in _READ else found
