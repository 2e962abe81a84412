"""Command lines that fetch, unpack and run something: what an honest macro hardly ever starts.

A script of the house's own (``powershell -File x.ps1``), a program or a folder is none. Sources: MITRE ATT&CK T1059.001,
T1105, T1197, T1218.005, T1218.010, T1218.011.
"""

from __future__ import annotations

import re

_OWN = r"(?:te?mp|appdata|programdata|\\users\\public|\.\.\\)"
HOSTILE = re.compile(
    r"(?:powershell|pwsh)[^\r\n]{0,600}?(?:\s[-/]e(?:n?c?o?d?e?d?c?o?m?m?a?n?d?)\s+[a-z0-9+/=]{30}|\biex\b|invoke-expression|"
    r"download(?:file|string|data)|frombase64string|invoke-webrequest|\biwr\b|start-bitstransfer)|"
    r"mshta(?:\.exe)?[\"'\s]{1,9}[^\r\n]{0,60}?(?:https?:|vbscript:|javascript:)|"
    rf"regsvr32(?:\.exe)?[\"'\s][^\r\n]{{0,120}}?(?:/i:|scrobj|{_OWN})|"
    rf"rundll32(?:\.exe)?[\"'\s][^\r\n]{{0,120}}?(?:javascript:|{_OWN})|"
    r"certutil(?:\.exe)?[\"'\s][^\r\n]{0,80}?(?:urlcache|-decode)|bitsadmin(?:\.exe)?[\"'\s][^\r\n]{0,80}?/transfer|"
    rf"[wc]script(?:\.exe)?[\"'\s][^\r\n]{{0,80}}?{_OWN}|msiexec(?:\.exe)?[\"'\s][^\r\n]{{0,80}}?https?:",
    re.IGNORECASE,
)
_LIMIT = 64 << 10


def hostile(text: str) -> str:
    """The part of *text* that is such a command, at most 200 characters; empty: none. Carets and back-ticks do not count."""
    bare = text[:_LIMIT].replace("^", "").replace("`", "").replace("\0", "")
    found = HOSTILE.search(bare)
    return found[0][:200] if found else ""
