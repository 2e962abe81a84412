"""Ways to start a program that name no command: a library declared, a share, an ftp script, a file for a tool, XSLT.

Sources: MS-VBAL 5.2.3.5 (Declare); Microsoft's pages on ftp -s, MSBuild inline tasks, cmstp, explorer, transformNode,
AllowXsltScript (off in MSXML 6.0 unless set); MITRE ATT&CK T1105, T1127.001, T1218, T1220, T1021.002, T1129.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from mimawari.detectors.marks.brought import OTHER, PROGRAM, SAVES
from mimawari.detectors.marks.file_kinds import BINARY, SCRIPT, bare_address, bare_share, program_place
from mimawari.detectors.marks.vba_acts import Acts, is_run
from mimawari.detectors.marks.vba_plain import Plain

LIBRARY, FOREIGN = "fetches or writes a library and calls it", "library in a folder open to all"
SHARE, HANDED = "program from a foreign share", "hands a written file to a tool that runs it"
TRANSFORM, SHEET = "runs a remote style sheet", "transforms by a remote style sheet"
_STATEMENTS, _NAMES, _LONGEST = 500, 20, 1_000
_DECLARED = re.compile(r"\bdeclare\b.{0,200}?\blib\s+\"([^\"]{1,260})\"", re.IGNORECASE)
_FILE = re.compile(r"[^\\/:\"?*<>|\s,;]{1,120}\.\w{1,8}\b")
_LOADS = re.compile(r"\bloadlibrary(?:ex)?[aw]?\b", re.IGNORECASE)
# Houses put their libraries into a folder of their own there.
_OPEN_FOLDER = re.compile(r"\\(?:programdata|users\\public|te?mp|appdata\\\w{1,20})\\[^\\]{1,200}$", re.IGNORECASE)
_FTP = re.compile(r"\bftp(?:\.exe)?\"?\s[^\r\n]{0,120}?-s:|\btftp(?:\.exe)?\"?\s[^\r\n]{0,120}?\bget\b", re.IGNORECASE)
_GETS = re.compile(rf"\b(?:m?get|recv|reget)\s[^\r\n]{{0,200}}?\.(?:{BINARY}|{SCRIPT})\b", re.IGNORECASE)
_HOST = re.compile(r"\b(?:open|ftp|tftp(?:\.exe)?\s+-i)\s+(\d{1,3}(?:\.\d{1,3}){3})\b", re.IGNORECASE)
_BY_EXPLORER = re.compile(rf"\bexplorer(?:\.exe)?\"?\s(?!\s?/select)[^\r\n]{{0,300}}\.(?:{BINARY}|{SCRIPT})\b", re.IGNORECASE)
_BY_TOOL = re.compile(r"\b(?:msbuild|cmstp|installutil|regasm|regsvcs|odbcconf|msxsl)(?:\.exe)?\"?\s", re.IGNORECASE)
_LOAD = re.compile(r"\b(\w{1,80})\s?\.\s?load\b[\s(]", re.IGNORECASE)
_TRANSFORM = re.compile(r"(?:(=|[(,&])\s*)?\b(\w{1,80})\s?\.\s?transformnode(?:toobject)?\b\s?\(?\s?(\w{1,80})", re.IGNORECASE)
_WEB = re.compile(r"\b(?:https?|ftp)://", re.IGNORECASE)
_NO_SCRIPT = re.compile(r"msxml2\.(?:free\w*)?domdocument\.6\.0", re.IGNORECASE)


def indirect(lines: tuple[Plain, ...], declarations: tuple[str, ...], done: Acts) -> Iterator[str]:
    """The marks of programs that *lines* start in such a way."""
    saved = _files(one.text for one in lines if SAVES.search(one.line))
    runs = [one.text for one in lines if is_run(one.line)][:_STATEMENTS] if done.runs else []
    yield from _libraries(lines, declarations, saved, done)
    if any(bare_share(text[:_LONGEST]) for text in runs):
        yield SHARE
    if any(map(_FTP.search, runs)):
        yield from _by_ftp([one.text for one in lines])
    if any(_is_handed(text, saved) for text in runs):
        yield HANDED
    yield from _transformed(lines)


def _libraries(lines: tuple[Plain, ...], declarations: tuple[str, ...], saved: frozenset[str], done: Acts) -> Iterator[str]:
    declared = [found[1] for line in declarations[:2_000] if (found := _DECLARED.search(line))]
    loaded = [one.text for one in lines if _LOADS.search(one.line)]
    if saved & _files([*declared, *loaded]):
        yield LIBRARY
    elif any(map(_OPEN_FOLDER.search, declared)):
        yield LIBRARY if done.fetches and done.saves else FOREIGN


def _files(texts: Iterable[str]) -> frozenset[str]:
    """The names of files in *texts*, in lower case."""
    found = (name[0].lower() for text in islice(texts, _STATEMENTS) for name in islice(_FILE.finditer(text[:_LONGEST]), _NAMES))
    return frozenset(found)


def _by_ftp(texts: list[str]) -> Iterator[str]:
    if not any(map(_GETS.search, texts)):
        return
    hosts = [found for text in texts for found in _HOST.findall(text)]
    yield OTHER if hosts and not any(bare_address(f"ftp://{host}/") for host in hosts) else PROGRAM


def _is_handed(text: str, saved: frozenset[str]) -> bool:
    if _BY_EXPLORER.search(text):
        return program_place(text) and bool(saved & _files([text]))
    found = _BY_TOOL.search(text)
    return bool(found and saved & _files([text[found.end() :]]))


def _transformed(lines: tuple[Plain, ...]) -> Iterator[str]:
    """Nobody throws the result of a transformation away, or transforms a document by itself."""
    remote = {found[1].lower(): one.text for one in lines if (found := _LOAD.search(one.line)) and _WEB.search(one.text)}
    if not remote or (
        any(_NO_SCRIPT.search(one.text) for one in lines) and not any("allowxsltscript" in one.line.lower() for one in lines)
    ):
        return
    for one in lines:
        found = _TRANSFORM.search(one.line)
        if not found or found[3].lower() not in remote:
            continue
        is_lost = not found[1] and "toobject" not in found[0].lower() and "=" not in one.line[: found.start()]
        itself = found[2].lower() == found[3].lower()
        yield TRANSFORM if is_lost or itself or bare_address(remote[found[3].lower()]) else SHEET
