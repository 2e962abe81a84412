"""What the macros of a macrosheet (Excel 4.0) do: fetch, start, write scripts, build further formulas, start by themselves.

Sources: Microsoft, Excel 4.0 macro functions (CALL, REGISTER, EXEC, FOPEN, FWRITELN, FORMULA); MITRE ATT&CK T1059, T1105, T1218.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mimawari.detectors.marks.addresses import addresses, foreign, hosts, is_emotet_list
from mimawari.detectors.marks.hostile_command import hostile
from mimawari.model.office import OfficeDocument

_LIMIT = 2 << 20
_AUTO = re.compile(r"(?i)(?:_xlnm\.)?auto_(?:open|close|activate|deactivate)")
_FETCH = re.compile(r"(?i)urldownloadtofile|internetreadfile|winhttp")
_START = re.compile(r"(?i)\b_?(?:exec|execute)\(|shellexecute|winexec|createprocess|\brundll32\b|\bregsvr32\b|dllregisterserver")
_TOOL = re.compile(r"(?i)\b(?:regsvr32|rundll32|mshta|powershell|wscript|cscript|certutil|bitsadmin|msiexec|wmic)\b")
_INJECT = re.compile(r"(?i)virtualalloc|rtlmovememory|createthread|writeprocessmemory|queueuserapc")
_WRITE = re.compile(r"(?i)\bfwrite(?:ln)?\(")
_BUILDS = re.compile(r"(?i)\bformula(?:\.fill|\.array)?\(|\bset\.(?:name|value)\(")
_CHARS = re.compile(r"(?i)\bchar\(")
_BARE = re.compile(
    r"(?i)https?://(?:\d{1,3}(?:\.\d{1,3}){3}|0x[0-9a-f]{6,8}|\d{8,10}|0\d{1,3}(?:\.0?\d{1,3}){3}|0x[0-9a-f]{1,2}(?:\.0x[0-9a-f]{1,2}){3})[:/]"
)
_FALLBACK = re.compile(r"(?i)\bif\([^()]{1,60}<0")
_RELATIVE = re.compile(r"(?i)\.\.\\\w{2,20}\.[a-z0-9]{2,10}")
_CARETS = re.compile(r"(?:[A-Za-z]\^){2}")
_SCRIPTS = re.compile(r"(?i)programdata\\\w{1,40}\.(vbs|bat)")


@dataclass(frozen=True, slots=True)
class SheetCode:
    """``marks`` tell what speaks for a dropper, ``is_strong`` whether that is enough, ``urls`` its addresses.

    ``own``: what of it is only Emotet's (``list``, ``page``, ``scripts``; empty: nothing), ``eras`` when it was sent so.
    """

    marks: tuple[str, ...]
    is_strong: bool
    urls: tuple[str, ...]
    own: str
    eras: tuple[str, ...]


def sheet_code(document: OfficeDocument) -> SheetCode | None:
    """What *document*'s macrosheets do; None where it has none."""
    if not document.formulas and not any(sheet.form == "macrosheet" for sheet in document.sheets):
        return None
    text = _whole(document)
    found = {
        "fetches a file": bool(_FETCH.search(text)),
        "starts a program": bool(_START.search(text)),
        "one of Windows' own loaders": bool(_TOOL.search(text)),
        "hostile command": bool(hostile(text)),
        "code put into memory": len(set(map(str.lower, _INJECT.findall(text)))) >= 2,
        "writes a script": bool(_WRITE.search(text) and _TOOL.search(text)),
        "formulas built from numbers": bool(_BUILDS.search(text)) and len(_CHARS.findall(text)) >= 30,
        "bare address": bool(_BARE.search(text)),
    }
    weak = {"starts by itself": _starts(document), "hidden sheet": _is_hidden(document)}
    marks = tuple(name for name, is_there in {**found, **weak}.items() if is_there)
    urls = foreign(addresses(text))
    return SheetCode(marks, _is_strong(found, weak), urls, *_own(document, text, urls))


def _whole(document: OfficeDocument) -> str:
    """Formulas, what they are with their texts joined, their values and the defined names, one a line.

    Carets are left out, as cmd does not read them; and a formula that another writes stands as it will be written.
    """
    parts = [piece for one in document.formulas for piece in (one.text, one.folded.replace('""', '"'), one.value) if piece]
    parts += [name.text for name in document.defined_names if name.text]
    return "\n".join(parts)[:_LIMIT].replace("^", "").replace('"&"', "")


def _starts(document: OfficeDocument) -> bool:
    return any(_AUTO.match(name.name) for name in document.defined_names)


def _is_hidden(document: OfficeDocument) -> bool:
    return any(sheet.form == "macrosheet" and sheet.state != "visible" for sheet in document.sheets)


def _is_strong(found: dict[str, bool], weak: dict[str, bool]) -> bool:
    if found["code put into memory"] or (found["fetches a file"] and found["starts a program"]):
        return True
    if found["starts a program"] and (found["hostile command"] or found["bare address"] or found["writes a script"]):
        return True
    return found["formulas built from numbers"] and weak["starts by itself"] and (weak["hidden sheet"] or found["starts a program"])


def _own(document: OfficeDocument, text: str, urls: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What of it is only Emotet's, and the periods in which it was; empty: not Emotet's.

    Emotet's own: a page on a bare number for mshta, the command broken by carets (2021-12 to 2022-02); a script and a batch file
    in ProgramData (2022-02); a list of addresses without file names, tried in turn into ``..\\x1.ocx`` for regsvr32 (2022-02 on).
    Others (Qakbot, Dridex, SquirrelWaffle) fetch addresses with a file's name at the end into folders of their own.
    """
    small = text.lower()
    if "mshta" in small and _BARE.search(text) and any(_CARETS.search(part) for part in _carets(document)):
        return "page", ("P5",)
    if set(map(str.lower, _SCRIPTS.findall(text))) == {"vbs", "bat"} and "script" in small:
        return "scripts", ("P5",)
    if "urldownloadtofile" in small and _is_list(text, urls):
        return "list", (("P7",) if ".oocc" in small or ".ooocc" in small else ("P5", "P6"))
    return "", ()


def _is_list(text: str, urls: tuple[str, ...]) -> bool:
    if not re.search(r"(?i)regsvr32|rundll32", text):
        return False
    bare = [url for url in urls if "." not in url.rstrip("/").rpartition("/")[2] or url.endswith("/")]
    is_row = hosts(tuple(bare)) >= 3 and len(bare) * 3 >= len(urls) * 2
    own = bool(_RELATIVE.search(text)) + bool(_FALLBACK.search(text)) + ("jjccbb" in text.lower())
    return is_emotet_list(urls) or (is_row and own >= 2)


def _carets(document: OfficeDocument) -> list[str]:
    said = [part for one in document.formulas for part in (one.text, one.folded, one.value)]
    return [one.text for one in document.defined_names] + said
