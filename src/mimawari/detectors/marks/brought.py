"""What a macro fetches or writes by its own statements and then starts: a program, a script, or a file that is only looked at.

Sources: Microsoft's pages on URLDownloadToFile, ADODB.Stream, Open (VBA), Shell, FollowHyperlink; MITRE ATT&CK T1105, T1027.013,
T1218, T1036.003.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.detectors.marks.file_kinds import (
    bare_address,
    fetched_data,
    fetched_program,
    names_binary,
    names_data,
    names_script,
    program_place,
)
from mimawari.detectors.marks.vba_acts import Acts
from mimawari.detectors.marks.vba_plain import Plain

PROGRAM, OTHER, LOOKED_AT = "fetches a program and runs it", "fetches, saves and runs", "fetches a file and opens it"
WRITTEN, SCRIPT, TOOL = "writes a program and runs it", "writes a script and runs it", "copies one of Windows' tools"
SAVES = re.compile(
    r"urldownloadtofile|\bsavetofile\b|\bfor\s+binary\b(?!\s+access\s+read\b)|\bcreatetextfile\b|\bfor\s+output\b|\bopenfile\b|"
    r"\bwritefile\b|\bcopyhere\b",
    re.IGNORECASE,
)
_BYTES = re.compile(r"\bsavetofile\b|\bfor\s+binary\b(?!\s+access\s+read\b)|\bwritefile\b", re.IGNORECASE)
_COPIES = re.compile(r"\bfilecopy\b|\bcopyfile\b|\bmovefile\b|\.\s*copy\b|\bname\s.{1,300}\sas\s", re.IGNORECASE)
_SYSTEM = re.compile(
    r"\\(?:mshta|certutil|rundll32|regsvr32|wmic|bitsadmin|msxsl|cscript|wscript|powershell|msbuild)\.exe\b", re.IGNORECASE
)
_OPENS = re.compile(
    r"\bfollowhyperlink\b|\.\s*open\b|\bshellexecute|\.\s*invokeverb|executeshellcommand|\.\s*navigate", re.IGNORECASE
)
_LOADER = re.compile(
    r"\b(?:regsvr32|mshta)(?:\.exe)?\"?\s|\brundll32(?:\.exe)?\"?\s(?!\s*(?:url|printui|user32|shell32)\.dll)|\bmsiexec(?:\.exe)?\"?\s[^\r\n]{0,60}/q",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^\s*(?:else\s*)?if\b.{0,20}\bmsgbox\b.{0,300}\b(?:vbyes|vbok)\b", re.IGNORECASE)
_WEB = re.compile(r"\bhttps?://", re.IGNORECASE)
_SECURE = re.compile(r"\bhttps://", re.IGNORECASE)


def brought(lines: tuple[Plain, ...], done: Acts) -> Iterator[str]:
    """The marks of what *lines* fetch, write and start."""
    runs = done.runs or any(map(_opens, lines))
    if any("installproduct" in one.line.lower() and _WEB.search(one.text) for one in lines):
        yield PROGRAM
    if done.fetches and done.saves and runs:
        yield _fetched(lines)
    elif runs and any(_BYTES.search(one.line) and names_binary(one.text) for one in lines):
        yield WRITTEN
    elif done.runs and any(SAVES.search(one.line) and names_script(one.text) for one in lines):
        yield SCRIPT
    if any(_COPIES.search(one.line) and _SYSTEM.search(one.text) for one in lines):
        yield TOOL


def _opens(one: Plain) -> bool:
    """Whether a statement opens a file as a double click does, and it is a program or is not told."""
    if not _OPENS.search(one.line):
        return False
    return names_binary(one.text) or names_script(one.text) or "shell.application" in one.line.lower()


def _fetched(lines: tuple[Plain, ...]) -> str:
    """By what it is: its address, where it is put, and with what it is started."""
    texts = [one.text for one in lines]
    saved = [one.text for one in lines if SAVES.search(one.line)]
    is_data = any(map(fetched_data, texts)) or any(names_data(text) for text in saved)
    if any(map(fetched_program, texts)) or any(names_binary(text) or names_script(text) for text in saved):
        return OTHER if _asks(lines, texts) else PROGRAM
    if any(_LOADER.search(text) for text in texts) or (not is_data and any(map(bare_address, texts))):
        return PROGRAM
    if not is_data and any(program_place(text) for text in texts):
        return PROGRAM
    return LOOKED_AT if is_data else OTHER


def _asks(lines: tuple[Plain, ...], texts: list[str]) -> bool:
    """Whether it asks the user first, and the program comes over a secured connection from a server with a name."""
    return any(_ASKS.search(one.line) for one in lines) and any(map(_SECURE.search, texts)) and not any(map(bare_address, texts))
