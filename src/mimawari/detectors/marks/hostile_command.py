"""Command lines that fetch, unpack and run something: what an honest macro hardly ever starts.

What is fetched decides: a program, a script, something from a bare number, or something that is run unseen is hostile; a table, a
picture or a PDF is not. A script of the house's own (``powershell -File x.ps1``) is none. Sources: MITRE ATT&CK T1059.001, T1105,
T1197, T1218.005, T1218.007, T1218.010, T1218.011, T1220, T1547.001; Microsoft's pages on these tools.
"""

from __future__ import annotations

import re
from itertools import islice

from mimawari.detectors.marks.file_kinds import (
    bare_address,
    fetched_data,
    fetched_program,
    names_data,
    program_place,
    saved_program,
)
from mimawari.detectors.marks.shell_text import expanded

# The usual shared controls are registered by honest books as well.
_OWN = (
    r"(?:%te?mp%|%\w*appdata%|\\temp\\|\\appdata\\|\\programdata\\|%programdata%|\\users\\public|%public%|"
    r"\.\.\\(?!(?:ms|com|rich|tab)\w+\.ocx)[\w.]+(?:[\s\"',)]|$))"
)
_ACTIVE = r"https?:|\.run\b|\.exec\b|getobject|activexobject|xmlhttp|powershell|\beval\b|regread|shellexecute"
_POWERSHELL = (
    r"\s[-/]e(?:n?c?o?d?e?d?c?o?m?m?a?n?d?)\s+[\"']?[a-z0-9+/=]{30}|\biex\b|invoke-expression|\[scriptblock\]|"
    r"reflection\.assembly|\b(?:gzip|deflate)stream|-bxor\b|\\{2}[^\s\\]{1,80}@(?:ssl|\d{2,5})\\"
)
_RUNDLL32 = (
    r"javascript:|https?:[^\r\n]{0,120}@ssl|davwwwroot|@ssl\\|shellexec_rundll|routethecall|launchinfsection|"
    rf"{_OWN}[^\r\n]{{0,120}},|(?:fileprotocolhandler|openurl)\s[^\r\n]{{0,120}}\.(?:hta|exe|js|vbs|bat|cmd|scr)\b"
)
_REGSVR32 = (
    rf"/i:\s?[\"']?(?:https?|ftp|\\\\)|scrobj|{_OWN}[^\r\n]{{0,120}}\.(?:txt|jpe?g|png|dat|tmp|gif|bin|log)\b|"
    r"\.\.\\(?!\w+\\)(?!(?:ms|com|rich|tab)\w+\.ocx)\w"
)
_LONG = 8 << 10
# What each tool must be told, and how far behind its name.
_MEANS: dict[str, tuple[int, str]] = {
    "powershell": (_LONG, _POWERSHELL),
    "pwsh": (_LONG, _POWERSHELL),
    "cmd": (_LONG, r"!\w{1,40}:~%{1,2}\w"),
    "mshta": (300, rf"https?:|\\\\[^\s\\]{{1,80}}\\|(?:vbscript|javascript):[^\r\n]{{0,250}}?(?:{_ACTIVE})|{_OWN}"),
    "regsvr32": (200, _REGSVR32),
    "rundll32": (200, _RUNDLL32),
    "certutil": (300, r"-decode(?:hex)?\b[^\r\n]{0,200}\.(?:exe|dll|ocx|scr|bat|cmd|vbs|js|hta|ps1)\b"),
    "msiexec": (200, r"https?:|/q\w{0,2}\s[^\r\n]{0,120}(?:%te?mp%|%appdata%)|/[yz]\s"),
    "wmic": (400, r"/format:\s?[\"']?(?:https?:|[^\s\"']{1,120}\.xsl)"),
    "installutil": (200, _OWN),
}
_FETCHES: dict[str, str] = {
    "powershell": r"download(?:file|data|string)|invoke-(?:webrequest|restmethod)|\b(?:iwr|irm|wget|curl)\s|start-bitstransfer",
    "curl": r"https?:",
    "wget": r"https?:",
    "bitsadmin": r"/(?:transfer|addfile)",
    "certutil": r"urlcache|-verifyctl",
}
_FETCHES["pwsh"] = _FETCHES["powershell"]
_STARTS = re.compile(
    r"start-process|\bsaps\s|invoke-item|\bii\s|::start\b|\bstart\s+[\"%$\w/]|regsvr32|rundll32|mshta|[wc]script(?:\.exe)?[\"']?\s|"
    r"&\s?[\"']?(?:%\w+%|\$|\\?[a-z]:\\)|\.create\s?\(|\bcall\s|shellexecute|\.run\b",
    re.IGNORECASE,
)
_TOOL = re.compile(rf"\b(?:{'|'.join(_MEANS.keys() | _FETCHES.keys())})(?:\.exe)?(?=[\"'\s,&|]|$)", re.IGNORECASE)
_WORDS = {tool: (far, re.compile(means, re.IGNORECASE)) for tool, (far, means) in _MEANS.items()}
_BRINGS = {tool: re.compile(means, re.IGNORECASE) for tool, means in _FETCHES.items()}
_AT_START = re.compile(
    r"\\start menu\\programs\\startup\\[^\\\r\n\"]{0,120}\.(?:exe|dll|scr|bat|cmd|vb[se]|jse?|ws[fh]|hta|ps1)\b", re.IGNORECASE
)
_RUN_KEY = re.compile(r"\\currentversion\\run(?:once)?\\", re.IGNORECASE)
_LIMIT, _MOST = 64 << 10, 12


def hostile(text: str) -> str:
    """The part of *text* that is such a command, at most 200 characters; empty: none. Carets and back-ticks do not count."""
    bare = text[:_LIMIT].replace("^", "").replace("`", "").replace("\0", "")
    return _command(bare) or (_command(expanded(bare[: _LONG * 2])) if "%" in bare or "!" in bare else "") or _stays(bare)


def _command(bare: str) -> str:
    for found in islice(_TOOL.finditer(bare), _MOST):
        tool = found[0].lower().removesuffix(".exe")
        line = re.split(r"[\r\n]", bare[found.end() : found.end() + _LONG], maxsplit=1)[0]
        if _is_told(tool, line) or (tool in _BRINGS and _BRINGS[tool].search(line) and is_hostile_fetch(line)):
            return (found[0] + line)[:200]
    return ""


def _is_told(tool: str, line: str) -> bool:
    far, means = _WORDS.get(tool, (0, None))
    return bool(means and means.search(line[:far]))


def is_hostile_fetch(line: str) -> bool:
    """Whether what *line* fetches is a program, comes from a bare number, or is run although it is no file to look at."""
    if fetched_program(line) or program_place(line) or saved_program(line):
        return True
    if fetched_data(line) or names_data(line):
        return False
    return bare_address(line) or bool(_STARTS.search(line))


def _stays(bare: str) -> str:
    """A script or program put where Windows starts it at every logon."""
    if found := _AT_START.search(bare):
        return found[0][:200]
    found = _RUN_KEY.search(bare)
    return bare[found.start() :][:200] if found and program_place(bare[found.end() :][:400]) else ""
