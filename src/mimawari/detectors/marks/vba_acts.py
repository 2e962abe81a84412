"""What a macro does by its statements: start programs, fetch, save, put code into memory, hide a window, read hidden text.

Each is said of texts that are put together (:mod:`~mimawari.detectors.marks.vba_fold`). Sources: Microsoft's pages on Shell,
WScript.Shell, Win32_Process, URLDownloadToFile, ADODB.Stream, VirtualAlloc; MITRE ATT&CK T1059.005, T1047, T1105, T1055.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mimawari.detectors.marks.vba_code import STRING, texts
from mimawari.detectors.marks.vba_fold import folded

_RUN = re.compile(
    r"(?<!\.)\bshell[%#!&$@]?\s*(?=[(\"\w])|\b(?:vba|interaction)\s*\.\s*shell\b|(?<!application)(?<!app)\s*\.\s*run\b[%#!&$@]?(?!\s*=)|"
    r"\.\s*exec\b|\bshellexecute[aw]?\b|\bcreateprocess[aw]?\b|\bwinexec\b|\.\s*create\b[%#!&$@]?\s*[(\w\"]|\.\s*transformnode\b|"
    r"\.\s*execute[%#!&$@]?\s*\(?\s*\"(?:powershell|cmd)|executeexcel4macro|"
    r"\bcallbyname\b\s*\(?\s*(?:vba\s*\.\s*)?(?:create|get)object\b",
    re.IGNORECASE,
)
_STARTING = ("shell", "run", "exec", "create", "transformnode", "callbyname")
_APPLICATION = re.compile(r"\b\w*app(?:lication)?\s*\.\s*run\b", re.IGNORECASE)
_FETCH = re.compile(r"urldownloadtofile|xmlhttp|winhttprequest|internetopenurl|internetreadfile|\.\s*responsebody", re.IGNORECASE)
_SAVE = re.compile(r"urldownloadtofile|\.\s*savetofile\b|\bput\s+#|\bfor\s+binary\b|copyhere", re.IGNORECASE)
_MEMORY = re.compile(r"\b(?:virtualalloc(?:ex)?|heapcreate|ntallocatevirtualmemory)\b", re.IGNORECASE)
_THREAD = re.compile(
    r"\b(?:createthread|createremotethread|ntqueueapcthread|queueuserapc|writeprocessmemory|createtimerqueuetimer|settimer|"
    r"enum(?:systemlocales|windows|desktops|timeformats|dateformats|childwindows|resourcetypes)\w*|callwindowproc\w*)\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"\bvbhide\b|\bshowwindow\b|\bsw_hide\b|\.\s*[xy]size\b|,\s*(?:0|false)\s*\)?\s*$", re.IGNORECASE)
_KEPT = re.compile(
    r"builtindocumentproperties|customdocumentproperties|\.\s*variables\s*\(|\.\s*(?:tag|controltiptext|groupname|alternativetext)\b(?!\s*=)|"
    r"storyranges|\.\s*textframe|\bcustomxmlparts\b",
    re.IGNORECASE,
)
_CODES = re.compile(r"\bchr[wb]?\$?\s?\(", re.IGNORECASE)
_UNMASKS = re.compile(
    r"\bchr[wb]?\$?\s?\([^\r\n]{0,200}(?:\bxor\b|\basc[wb]?\b|\bval\b|\bcbyte\b|&h|-\s*\d)|\bstrreverse\b", re.IGNORECASE
)
_ODD = re.compile(
    r"\b(?:create(?:object)?|getobject|shell|run|showwindow)[#%!@](?=[\s(=])|\.\s{2,}\w|showwindow\s*=\s*(?:wd|mso|xl|pp|assistant)\w|"
    r"\bcallbyname\b\s*\(?\s*(?:vba\s*\.\s*)?(?:create|get)object\b|chrw?\s?\(\s*wdkey",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:builtindocumentproperties|customdocumentproperties|variables|shapes|range|cells|sheets|worksheets|bookmarks|controls|item|"
    r"contentcontrols|createobject|getobject)\s?\(\s?\"[^\"]{0,80}\"",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Acts:
    """What was seen; ``command`` is a command line that stands in a literal, ``blind`` says that what is run cannot be read."""

    runs: bool = False
    blind: bool = False
    fetches: bool = False
    saves: bool = False
    injects: bool = False
    hides: bool = False
    kept: bool = False
    unmasks: bool = False
    odd: bool = False


def acts(statements: Iterable[str], declarations: Iterable[str]) -> Acts:
    """What *statements* do, with the library functions that *declarations* name."""
    lines = [folded(line) for line in statements if line]
    declared = "\n".join(declarations)
    runs = [line for line in lines if _runs(line)]
    whole = "\n".join(lines)
    every = f"{whole}\n{declared}"
    return Acts(
        runs=bool(runs) or bool(re.search(r"shellexecute|createprocess|winexec", declared, re.IGNORECASE)),
        blind=any(_is_blind(line) for line in runs),
        fetches=bool(_FETCH.search(every)),
        saves=bool(_SAVE.search(every)),
        injects=bool(_MEMORY.search(every) and _THREAD.search(every)),
        hides=any(_HIDDEN.search(line) for line in runs)
        or bool(re.search(r"\bshowwindow\b|\.\s*[xy]size\s*=", whole, re.IGNORECASE)),
        kept=bool(_KEPT.search(whole)),
        unmasks=bool(_UNMASKS.search(whole)) or any(len(_CODES.findall(line)) >= 8 for line in lines),
        odd=bool(_ODD.search(whole)) or any("interaction" in line and "array" in line for line in map(str.lower, runs)),
    )


def _runs(line: str) -> bool:
    small = line.lower()
    if not any(word in small for word in _STARTING):
        return False
    return bool(_RUN.search(_APPLICATION.sub(" ", STRING.sub('""', line)))) or bool(_RUN.search(line) and "execute" in small)


def _is_blind(line: str) -> bool:
    """Whether no literal of a statement that runs something tells what."""
    return not any(_LETTERS.search(text) for text in texts(_PLACED.sub(" ", line)))


def literals(statements: Iterable[str]) -> Iterator[str]:
    """The literals of *statements*, put together."""
    return (text for line in statements if '"' in line for text in texts(folded(line)))
