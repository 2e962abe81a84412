"""What a macro does by its statements: start programs, fetch, save, put code into memory, hide a window, read hidden text.

Each is said of texts that are put together (:mod:`~mimawari.detectors.marks.vba_fold`). Sources: Microsoft's pages on Shell,
WScript.Shell, Win32_Process, URLDownloadToFile, ADODB.Stream, VirtualAlloc; MITRE ATT&CK T1059.005, T1047, T1105, T1055.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mimawari.detectors.marks.vba_code import STRING, texts
from mimawari.detectors.marks.vba_fold import folded, speaks

_RUN = re.compile(
    r"(?<!\.)\bshell[%#!&$@]?\s*(?=[(\"\w])|\b(?:vba|interaction)\s*\.\s*shell\b|(?<!application)(?<!app)\s*\.\s*run\b[%#!&$@]?(?!\s*=)|"
    r"\.\s*exec\b|\bshellexecute[aw]?\b|\bcreateprocess[aw]?\b|\bwinexec\b|\.\s*create\b[%#!&$@]?\s*[(\w\"]|\.\s*transformnode\b|"
    r"\.\s*execute[%#!&$@]?\s*\(?\s*\"(?:powershell|cmd)|executeexcel4macro|"
    r"\bcallbyname\b\s*\(?\s*(?:vba\s*\.\s*)?(?:create|get)object\b|\bregistertask(?:definition)?\b|\.\s*installproduct\b|"
    r"\bexecuteshellcommand\b|\.\s*invokeverb(?:ex)?\b|\bdeserialize_2\b",
    re.IGNORECASE,
)
_STARTING = (
    "shell", "run", "exec", "create", "transformnode", "callbyname", "registertask", "installproduct", "invokeverb", "deserialize",
)  # fmt: skip
_APPLICATION = re.compile(r"\b\w*app(?:lication)?\s*\.\s*run\b", re.IGNORECASE)
_FETCH = re.compile(r"urldownloadtofile|xmlhttp|winhttprequest|internetopenurl|internetreadfile|\.\s*responsebody", re.IGNORECASE)
_SAVE = re.compile(r"urldownloadtofile|\.\s*savetofile\b|\bput\s+#|\bfor\s+binary\b|copyhere", re.IGNORECASE)
_MEMORY = re.compile(r"\b(?:virtualalloc(?:ex)?|heapcreate|ntallocatevirtualmemory)\b", re.IGNORECASE)
_THREAD = re.compile(
    r"\b(?:createthread|createremotethread|ntqueueapcthread|queueuserapc|writeprocessmemory|createtimerqueuetimer|"
    r"enum(?:systemlocales|systemlanguagegroups|timeformats|dateformats|resourcetypes|uilanguages|systemcodepages)\w*)\b",
    re.IGNORECASE,
)
_CALL = re.compile(r"\b(?:settimer|callwindowproc\w*|enum(?:windows|desktops|childwindows)\w*|dispcallfunc)\b", re.IGNORECASE)
_SERIAL = re.compile(r"\bdeserialize_2\b", re.IGNORECASE)
_MADE = re.compile(r"\bcreateinstance\b|\bdynamicinvoke\b", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:-?\d{1,3}\s?,\s?){60}|\"[0-9a-f]{200}|(?:&h[0-9a-f]{1,2}\s?,\s?){60}", re.IGNORECASE)
_HIDDEN = re.compile(r"\bvbhide\b|\bshowwindow\b|\bsw_hide\b|\.\s*[xy]size\b|,\s*(?:0|false)\s*\)?\s*$", re.IGNORECASE)
_KEPT = re.compile(
    r"builtindocumentproperties|customdocumentproperties|\.\s*variables\s*\(|\.\s*(?:tag|controltiptext|groupname|alternativetext)\b(?!\s*=)|"
    r"storyranges|\.\s*textframe|\bcustomxmlparts\b",
    re.IGNORECASE,
)
_CODES = re.compile(r"\bchr[wb]?\$?\s?\(", re.IGNORECASE)
_UNMASKS = re.compile(r"\bchr[wb]?\$?\s?\([^\r\n]{0,200}(?:\bxor\b|\basc[wb]?\b|\bval\b|\bcbyte\b|&h|-\s*\d)", re.IGNORECASE)
_TURNED = re.compile(r'\bstrreverse\$?\s?\(\s?"', re.IGNORECASE)
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
    """What was seen; ``blind``: what is run cannot be read; ``calls_memory``: memory is made and called into."""

    runs: bool = False
    blind: bool = False
    fetches: bool = False
    saves: bool = False
    injects: bool = False
    hides: bool = False
    kept: bool = False
    unmasks: bool = False
    odd: bool = False
    calls_memory: bool = False


def acts(statements: Iterable[str], declarations: Iterable[str]) -> Acts:
    """What *statements* do, with the library functions that *declarations* name."""
    written = [line for line in statements if line]
    lines = [folded(line) for line in written]
    declared = "\n".join(declarations)
    runs = [line for line in lines if is_run(line)]
    whole = "\n".join(lines)
    every = f"{whole}\n{declared}"
    return Acts(
        runs=bool(runs) or bool(re.search(r"shellexecute|createprocess|winexec", declared, re.IGNORECASE)),
        blind=any(_is_blind(line) for line in runs),
        fetches=bool(_FETCH.search(every)),
        saves=bool(_SAVE.search(every)),
        injects=_injects(every),
        hides=any(_HIDDEN.search(line) for line in runs)
        or bool(re.search(r"\bshowwindow\b|\.\s*[xy]size\s*=", whole, re.IGNORECASE)),
        kept=bool(_KEPT.search(whole)),
        unmasks=_unmasks(whole, written, runs),
        odd=bool(_ODD.search(whole)) or any("interaction" in line and "array" in line for line in map(str.lower, runs)),
        calls_memory=bool(_MEMORY.search(every) and _CALL.search(every)),
    )


def _unmasks(whole: str, written: list[str], runs: list[str]) -> bool:
    """Honest macros turn a path round to find its last part; nobody turns a literal round, or what is run."""
    by_number = bool(_UNMASKS.search(whole)) or any(len(_CODES.findall(line)) >= 8 for line in written)
    return by_number or any(_TURNED.search(line) for line in written) or any("strreverse" in line.lower() for line in runs)


def _injects(every: str) -> bool:
    """Add-ins call a few bytes of their own by CallWindowProc; a thread, or a long list of numbers, is another matter."""
    if _SERIAL.search(every) and _MADE.search(every):
        return True
    return bool(_MEMORY.search(every)) and bool(_THREAD.search(every) or (_CALL.search(every) and _NUMBERS.search(every)))


def is_run(line: str) -> bool:
    """Whether a statement starts something."""
    small = line.lower()
    if not any(word in small for word in _STARTING):
        return False
    return bool(_RUN.search(_APPLICATION.sub(" ", STRING.sub('""', line)))) or bool(_RUN.search(line) and "execute" in small)


def _is_blind(line: str) -> bool:
    """Whether no literal of a statement that runs something tells what."""
    return not any(_LETTERS.search(text) for text in texts(_PLACED.sub(" ", line)))


def literals(statements: Iterable[str]) -> Iterator[str]:
    """The literals of *statements*, put together."""
    return (text for line in statements if speaks(line) for text in texts(folded(line)))
