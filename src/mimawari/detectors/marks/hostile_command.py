"""Command lines that fetch, unpack and run something: what an honest macro hardly ever starts.

A script of the house's own (``powershell -File x.ps1``), a program or a folder is none. Sources: MITRE ATT&CK T1059.001,
T1105, T1197, T1218.005, T1218.010, T1218.011.
"""

from __future__ import annotations

import re
from itertools import islice

_OWN = r"(?:te?mp|appdata|programdata|\\users\\public|\.\.\\)"
_MEANS = {
    "powershell": r"\s[-/]e(?:n?c?o?d?e?d?c?o?m?m?a?n?d?)\s+[a-z0-9+/=]{30}|\biex\b|invoke-expression|download(?:file|string|data)|"
    r"frombase64string|invoke-webrequest|\biwr\b|start-bitstransfer",
    "pwsh": r"\biex\b|invoke-expression|download(?:file|string)|invoke-webrequest|\biwr\b",
    "mshta": r"https?:|vbscript:|javascript:",
    "regsvr32": rf"/i:|scrobj|{_OWN}",
    "rundll32": rf"javascript:|{_OWN}",
    "certutil": r"urlcache|-decode",
    "bitsadmin": r"/transfer",
    "wscript": _OWN,
    "cscript": _OWN,
    "msiexec": r"https?:",
}
_FAR = {"powershell": 600, "pwsh": 600}
_TOOL = re.compile(rf"(?:{'|'.join(_MEANS)})(?:\.exe)?[\"'\s]", re.IGNORECASE)
_WORDS = {tool: re.compile(means, re.IGNORECASE) for tool, means in _MEANS.items()}
_LIMIT, _NEAR, _MOST = 64 << 10, 120, 40


def hostile(text: str) -> str:
    """The part of *text* that is such a command, at most 200 characters; empty: none. Carets and back-ticks do not count."""
    bare = text[:_LIMIT].replace("^", "").replace("`", "").replace("\0", "")
    for found in islice(_TOOL.finditer(bare), _MOST):
        tool = found[0].rstrip("\"' \t\r\n").lower().removesuffix(".exe")
        line = re.split(r"[\r\n]", bare[found.end() - 1 : found.end() + _FAR.get(tool, _NEAR)].lstrip("\r\n"), maxsplit=1)[0]
        if _WORDS[tool].search(line):
            return (found[0] + line)[:200]
    return ""
