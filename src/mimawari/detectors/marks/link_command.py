"""What a shortcut's command line does, and what about the shortcut hides it.

Sources: Palo Alto Unit 42, 2022-04-22 (``findstr`` of its own name) and 2022-05 (PowerShell); MITRE ATT&CK T1204.002, T1027.009.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.detectors.marks.acts import Act, acts
from mimawari.detectors.marks.addresses import foreign
from mimawari.detectors.marks.disguise import extensions
from mimawari.detectors.marks.revealed import Reading, read
from mimawari.detectors.marks.shell_text import expanded
from mimawari.detectors.marks.suspicion import general
from mimawari.knowledge import Knowledge
from mimawari.model import Shortcut

_BLANK = re.compile(r"[\s\u00a0]{100}")
_READS_ITSELF = re.compile(
    r"(?i)\b(?:findstr|find|more|type|copy|select-string|get-content|gc|readall(?:text|bytes))\b[^\r\n]{0,400}?\.lnk\b"
)
_EMOTET = re.compile(
    r"(?i)\bfindstr(?:\.exe)?\s{1,8}\"?[a-z]{10,20}\.\*\"?\s{1,8}\"?[^\"|&<>]{1,200}?\.lnk\"?\s{0,8}>\s{0,8}\"?[^|&]{1,100}\.vbs\b"
    r"[^|]{0,20}?&[^|]{0,200}?(?:\.vbs\b|script)"
)
_ODD_LIBRARY = re.compile(
    r"(?i)\b(?:rundll32|regsvr32)(?:\.exe)?[\"']?\s{1,40}(?:[/-]\w{1,8}\s{1,8}){0,4}[\"']?(?![/-])"
    # A path that begins nowhere, an extension that libraries do not have, a folder that anybody may write to.
    r"(?:(?![a-z]:|%windir%|%systemroot%|\\)[^\s\"',]{0,100}[\\/][^\s\"',]{1,100}"
    r"|[^\s\"',]{1,100}\.(?!dll|cpl|ocx|ax|exe)[a-z0-9]{2,8}(?=[\s\"',]|$)"
    r"|(?:%te?mp%|%appdata%|%public%|[a-z]:\\(?:users\\public|programdata|windows\\temp))\\[^\"',]{1,200})"
)
# A library named without any folder: the one beside the shortcut where a disc holds both (Bumblebee and IcedID, 2022).
_BESIDE = re.compile(
    r"(?i)\b(?:rundll32|regsvr32)(?:\.exe)?[\"']?\s{1,40}(?:[/-]\w{1,8}\s{1,8}){0,4}[\"']?[^\s\"',\\/%:-][^\s\"',\\/%:]{0,100}\.dll(?=[\s\"',]|$)"
)
# A script named by its place beside the shortcut, without drive, server or variable: the two came together.
_SCRIPT_BESIDE = re.compile(
    r"(?i)(?:^|[\s\"'&|=])(?:\.{0,2}\\)?(?:[\w.-]{1,60}\\){0,4}[^\s\"'&|=<>:%\\/]{1,100}\.(?:bat|cmd|jse?|vb[se]|wsf|hta|ps1)(?=[\s\"'&|]|$)"
)
_ELSEWHERE = re.compile(r"\"[^\"]{0,400}?(?::|\\\\|%)[^\"]{0,400}\"")
_DISCS = frozenset({"iso", "image"})
_MINIMISED = 7
_SMALLEST = 16
# What a script says sooner or later; a shell link has nothing behind its terminal block (MS-SHLLINK 2.5).
_SCRIPT = re.compile(
    r"(?im)\b(?:createobject|getobject|activexobject|wscript\.|executeglobal|on error resume next|dim \w|set \w{1,60}\s?="
    r"|function\s?\w{0,60}\s?\(|eval\s?\(|frombase64string|powershell|cmd(?:\.exe)? /c|start-process|invoke-\w)"
    r"|^\s{0,8}@?echo off|<script|<hta:|^\s{0,8}(?:[a-z]{10,20}\s)?(?:sub|private|public) \w"
)
_LOOKED_AT = 8_000


def command_of(link: Shortcut) -> str:
    """The whole command line."""
    return f"{link.target or link.relative_path} {link.arguments}".strip()


def interpreter(link: Shortcut, known: Knowledge) -> str:
    """The name of the interpreter that it starts; empty where it starts something else."""
    targets = (link.target or link.relative_path, *link.other_targets[:8])
    return next((stem for target in targets if (stem := program_stem(target)) in known.marks["interpreters"]), "")


def program_stem(path: str) -> str:
    """The name of the program at *path*, in small letters and without ``.exe``."""
    return path.replace("/", "\\").rpartition("\\")[2].strip(' "%').lower().removesuffix(".exe")


def reading_of(link: Shortcut) -> Reading:
    """Its command line and the text behind its end, with all that they hide."""
    return read(f"{command_of(link)}\n{link.appended_text}", "")


def is_emotets(link: Shortcut) -> bool:
    """Emotet's of 2022-04: it takes the lines with a word of letters out of itself, into a VBScript that it starts."""
    return bool(_EMOTET.search(_plain(link)))


def has_script_behind(link: Shortcut) -> bool:
    """Whether readable script text stands behind the structure's end: nothing that Windows writes has any."""
    if link.appended < _SMALLEST:
        return False
    text = "\n".join(line for line in link.appended_text[:64_000].splitlines() if _is_readable(line))
    return bool(acts(text) or _SCRIPT.search(text))


def _is_readable(line: str) -> bool:
    """Mostly letters and signs of ASCII: in long noise a word comes up by chance."""
    return sum(" " <= sign <= "~" or sign == "\t" for sign in line) * 10 >= len(line) * 7


def _plain(link: Shortcut) -> str:
    """The command line as cmd reads it: without carets, and with the variables that it sets itself put in."""
    return expanded(command_of(link)[:_LOOKED_AT])[: 2 * _LOOKED_AT]


def marks_of(link: Shortcut, reading: Reading, known: Knowledge) -> Iterator[str]:
    """What speaks against it (see :mod:`~mimawari.detectors.marks.suspicion`)."""
    command = command_of(link)
    yield from (mark for mark in general(reading) if mark not in ("library-loader", "decodes"))
    if (Act.FETCH in reading.acts or Act.FETCH_AND_RUN in reading.acts) and (foreign(reading.addresses) or not reading.addresses):
        yield "fetches"
    if Act.DECODE in reading.acts:
        yield "encoded-command"
    yield from _hiding(link, command, known)


def _hiding(link: Shortcut, command: str, known: Knowledge) -> Iterator[str]:
    yield from _its_files(link, command)
    if _BLANK.search(link.arguments[:64_000]):
        yield "long-blank"
    if link.show == _MINIMISED:
        yield "hidden-window"
    if any(word in link.icon.lower() for word in known.marks["document-icons"]):
        yield "document-icon"
    if set(extensions(link.name)[-2:-1]) & set(known.marks["document-extensions"]):
        yield "disguised-name"


def _its_files(link: Shortcut, command: str) -> Iterator[str]:
    """What it runs: itself, what lies behind its end, what came with it."""
    if _READS_ITSELF.search(_plain(link)) or (len(link.name) > 4 and link.name.lower() in link.arguments.lower()):
        yield "own-name"
    if has_script_behind(link):
        yield "appended-script"
    is_on_disc = bool(_DISCS & set(link.within))
    if _ODD_LIBRARY.search(command[:_LOOKED_AT]) or (is_on_disc and _BESIDE.search(command[:_LOOKED_AT])):
        yield "odd-library"
    if is_on_disc and _SCRIPT_BESIDE.search(_ELSEWHERE.sub("", link.arguments[:_LOOKED_AT])):
        yield "script-beside"
