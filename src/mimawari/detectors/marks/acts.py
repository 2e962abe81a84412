"""What a text of commands does: fetch, save, run, hide. Words of Windows' own tools and objects, in whatever language they stand.

Sources: Microsoft's pages on these tools and objects; MITRE ATT&CK T1105, T1197, T1218, T1059.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Act(StrEnum):
    """One thing that a text may do. ``SHELL``: it makes an object that starts programs, ``HOST``: it speaks to its script host."""

    FETCH = "fetch"
    FETCH_AND_RUN = "fetch-and-run"
    SAVE = "save"
    RUN = "run"
    SHELL = "shell"
    HOST = "host"
    LOADER = "loader"
    HIDE = "hide"
    TEMPORARY = "temporary"
    DECODE = "decode"


_WEB = r"\bdownloadstring\b|\biwr\b|\birm\b|\binvoke-(?:webrequest|restmethod)\b"
_EXPRESSION = r"(?:iex|invoke-expression)\b"

# In small letters: the text is compared so.
_SOURCES: dict[Act, tuple[str, ...]] = {
    Act.FETCH: (
        r"\bdownload(?:file|string|data)(?:async)?\b", r"\burldownloadtofile[aw]?\b", r"\binvoke-(?:webrequest|restmethod)\b",
        r"\b(?:iwr|irm)\s", r"\bstart-bitstransfer\b", r"\b(?:server)?xmlhttp(?:\.\d\.0)?\b",
        r"\bwinhttp(?:\.winhttprequest|request)\b",
        r"\bbitsadmin\b", r"\bcertutil(?:\.exe)?[\"']?\s[^\r\n]{0,80}urlcache",
        r"\b(?:curl|wget)(?:\.exe)?[\"']?\s[^\r\n]{0,120}?https?:", r"\bnet\.webclient\b", r"\bhttpclient\b",
        r"\bnet\.sockets\.tcpclient\b",
    ),
    Act.FETCH_AND_RUN: (
        r"\bmshta(?:\.exe)?[\"'\s]{1,40}[^\r\n]{0,40}?(?:https?:|\\\\)",
        r"\bregsvr32(?:\.exe)?[\"'\s][^\r\n]{0,80}?/i:[\"']?https?:",
        r"\bmsiexec(?:\.exe)?[\"'\s][^\r\n]{0,60}?https?:",
        r"\brundll32(?:\.exe)?[\"'\s][^\r\n]{0,80}?(?:https?:|@ssl\\|davwwwroot)",
        rf"\b{_EXPRESSION}[^\r\n]{{0,120}}?(?:{_WEB})",
        rf"(?:{_WEB})[^\r\n]{{0,200}}?\|\s{{0,4}}[&(.'\"\s]{{0,4}}{_EXPRESSION}",
        r"\bgetobject\s{0,2}\(\s{0,2}[\"']script:https?:", r"\b(?:rundll32|mshta)(?:\.exe)?[\"'\s]{1,40}(?:java|vb)script:",
        r"\b(?:eval|execute|executeglobal)\s{0,4}\(?[^\r\n]{0,40}?\.responsetext\b",
    ),
    Act.SAVE: (
        r"\bsavetofile\b", r"\bdownloadfile\b", r"\burldownloadtofile[aw]?\b", r"\s-outf[a-z]{0,4}\s",
        r"\bwriteall(?:bytes|text)\b",
        r"\bset-content\b", r"\bout-file\b", r"\bstart-bitstransfer\b", r"\bbitsadmin\b", r"\burlcache\b",
        r"\bcopyhere\b",
        r"\bcurl(?:\.exe)?[\"']?\s[^\r\n]{0,120}?\s(?:-o|--output|-\w{0,3}o)\b",
        r"\bcreatetextfile\b", r"\bopentextfile\b",
    ),
    Act.RUN: (
        r"\.(?:run|exec)\s{0,4}[(\"'\w]", r"\[\s{0,2}[\"'](?:run|exec|shellexecute)[\"']\s{0,2}\]",
        r"\bshellexecute[aw]?\b",
        r"\bstart-process\b", r"\bsaps\s", r"\binvoke-item\b", r"\bii\s[\"'$]", r"\bprocess\]?::start\b", r"\bwin32_process\b",
        r"\b(?:wscript|cscript)(?:\.exe)?[\"']?\s{1,8}[^\s=(.]", r"\bregsvr32\b", r"\brundll32\b", r"\bstart\s{1,4}[\"%/\w]",
        r"\bcreateprocess[aw]?\b", r"&&?\s{0,4}[\"']?%(?:temp|tmp|appdata|public)%\\", rf"\b{_EXPRESSION}", r"\bexecuteglobal\b",
    ),
    Act.SHELL: (r"\bwscript\.shell\b", r"\bshell\.application\b", r"\bwin32_process(?:startup)?\b", r"\bshellexecute[aw]?\b"),
    Act.HOST: (r"\bwscript\.(?!shell\b)[a-z]",),
    Act.LOADER: (r"\bregsvr32\b", r"\brundll32\b", r"\bregasm\b", r"\binstallutil\b"),
    Act.HIDE: (
        r"\s-w[a-z]{0,11}[\s:]{1,4}[\"']?(?:hidden|hid|h|1)\b", r"\bcreatenowindow\b", r"\bvbhide\b",
        r"\bwindowstyle\s?=\s?[\"']?(?:0|hidden)\b", r"\.run\s{0,4}\(?[^\r\n]{1,120}?,\s{0,3}(?:0|false|vbhide)\b",
        r"\bshellexecute\b[^\r\n]{1,120}?,\s{0,3}0\b", r"\bstart\s{1,4}/(?:min|b)\b", r"\bshowwindow\s{0,2}=\s{0,2}0\b",
    ),
    Act.TEMPORARY: (
        r"%(?:temp|tmp|appdata|localappdata|public|programdata)%", r"\$env:(?:temp|tmp|appdata|localappdata|public|programdata)\b",
        r"\bgettempname\b", r"\bgetspecialfolder\b", r"\bgettemp(?:path|filename)\b",
        r"[a-z]:\\+(?:programdata|users\\+public|windows\\+t(?:emp|asks))\\+",
    ),
    Act.DECODE: (
        r"\bcertutil(?:\.exe)?[\"']?\s[^\r\n]{0,40}?[-/]decode(?:hex)?\b", r"\bfrombase64string\b", r"\bbin\.base64\b",
        r"\s[-/–]e(?:c|n[codeman]{0,13}d?)?\s{1,4}[\"']?[a-z0-9+/=]{40}", r"\bnodetypedvalue\b", r"\b(?:gzip|deflate)stream\b",
    ),
}  # fmt: skip
_NEEDLE = re.compile(r"(?:\\b|\\s|\\\.)*([a-z0-9_-]{3,})(?![?*{])")


def _with_needle(source: str) -> tuple[str, re.Pattern[str]]:
    """A pattern and a word without which it cannot fit: looking for the word is far quicker."""
    found = _NEEDLE.match(source)
    return found[1] if found else "", re.compile(source, re.MULTILINE)


_WORDS = {act: tuple(map(_with_needle, sources)) for act, sources in _SOURCES.items()}


def acts(text: str) -> frozenset[Act]:
    """What *text* does as it stands."""
    small = text.lower()
    return frozenset(act for act, words in _WORDS.items() if any(word in small and one.search(small) for word, one in words))
