"""Windows paths: where they lie, and what a command line really starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mimawari.model import Place


@dataclass(frozen=True, slots=True)
class Command:
    """A command line taken apart: the program it names, the file that is really run, and what follows that."""

    program: str
    target: str
    argument: str


LIMIT = 32_768
_VARIABLE = re.compile(r"%([^%]+)%")
_UNQUOTED = re.compile(r"(?i)^(.+?\.(?:exe|com|bat|cmd|scr|dll|cpl|sys|pif|vbs|vbe|js|jse|wsf|hta|ps1))(?=[\s,]|$)")
_SHELL = re.compile(r"(?i)^(?:/[a-z](?::\S+)?\s+)*/[ckr]\s*")
_START = re.compile(r'(?i)^start\s+(?:"[^"]*"\s+)?(?:/(?!s\b)[a-z]+\s+)*')
_TAIL = 200
_TRAILING = re.compile(r"(?i)(?:\s+[/-][a-z](?::\S+)?)+\s*$")
_SWITCH = re.compile(r"""(?i)^[/-][a-z?]+(?::(?:"[^"]*"|\S*))?\s+""")


def environment(profile: str, letter: str = "C:") -> dict[str, str]:
    """The variables of a user whose profile folder is *profile*; names are lower case."""
    return {
        "systemroot": rf"{letter}\Windows",
        "windir": rf"{letter}\Windows",
        "systemdrive": letter,
        "programfiles": rf"{letter}\Program Files",
        "programw6432": rf"{letter}\Program Files",
        "programfiles(x86)": rf"{letter}\Program Files (x86)",
        "commonprogramfiles": rf"{letter}\Program Files\Common Files",
        "programdata": rf"{letter}\ProgramData",
        "allusersprofile": rf"{letter}\ProgramData",
        "public": rf"{letter}\Users\Public",
        "comspec": rf"{letter}\Windows\System32\cmd.exe",
        "userprofile": profile,
        "localappdata": rf"{profile}\AppData\Local",
        "appdata": rf"{profile}\AppData\Roaming",
        "temp": rf"{profile}\AppData\Local\Temp",
        "tmp": rf"{profile}\AppData\Local\Temp",
    }


def expand(text: str, variables: Mapping[str, str]) -> str:
    """*text* with the variables that are known put in, one pass; others stay as they stand.

    Windows' own limit is 32,768 characters: more variables than lead that far stay as they stand, too.
    """
    room = LIMIT

    def value(found: re.Match[str]) -> str:
        nonlocal room
        known = variables.get(found[1].lower(), found[0])
        room -= len(known)
        return known if room >= 0 else found[0]

    return _VARIABLE.sub(value, text)


def absolute(path: str, letter: str = "C:") -> str:
    r"""*path* with a drive letter: ``\SystemRoot\``, ``\??\``, a bare name (looked for in System32) resolved."""
    path = path.strip().strip('"').replace("/", "\\")
    path = re.sub(r"^\\(\?\?|\\\?|\\\.)\\", "", path)
    path = re.sub(r"(?i)^\\?systemroot\\", lambda _: rf"{letter}\Windows" + "\\", path)
    if re.match(r"(?i)^[a-z]:", path) or not path:
        return path
    if path.startswith("\\"):
        return letter + path
    folder = rf"{letter}\Windows" if re.match(r"(?i)^(system32|syswow64)\\", path) else rf"{letter}\Windows\System32"
    return rf"{folder}\{path}"


def dissected(command: str, variables: Mapping[str, str], letter: str = "C:") -> Command:
    """*command* taken apart the way Windows, rundll32 and regsvr32 do it."""
    program, rest = _through_shell(*_first(expand(command.strip(), variables)))
    program = absolute(program, letter)
    stem = _stem(program)
    if stem == "rundll32":
        target, argument = _until_comma(rest)
    elif stem == "regsvr32":
        target, argument = _after_switches(rest)
    else:
        return Command(program, program, rest)
    return Command(program, absolute(target, letter), argument)


def _first(text: str) -> tuple[str, str]:
    """The first path of a command line and the rest; an unquoted path with blanks ends at its extension."""
    if text.startswith('"'):
        head, _, rest = text[1:].partition('"')
        return head, rest.strip()
    head, _, rest = text.partition(" ")
    is_bare = not set(head) & set("\\/:%")
    if not is_bare and (found := _UNQUOTED.match(text)):
        return found[1], text[found.end() :].strip()
    return head, rest.strip()


def _stem(program: str) -> str:
    return program.rsplit("\\", 1)[-1].lower().removesuffix(".exe")


def _through_shell(program: str, rest: str) -> tuple[str, str]:
    """What ``cmd /c`` and its ``start`` really start; the shell itself where that is not one plain command."""
    if _stem(program) != "cmd" or not (found := _SHELL.match(rest)):
        return program, rest
    inner = rest[found.end() :].strip()
    if inner.startswith('"') and inner.endswith('"') and inner.count('"') != 2:
        inner = inner[1:-1]
    if started := _START.match(inner):
        inner = inner[started.end() :]
    return _first(inner.strip()) if inner.strip() else (program, rest)


def _until_comma(text: str) -> tuple[str, str]:
    """Rundll32: a path, a comma (or a blank after a quoted path), an export with its arguments."""
    while found := _SWITCH.match(text):
        text = text[found.end() :]
    if text.startswith('"'):
        head, _, rest = text[1:].partition('"')
        return head, rest.lstrip(" ,")
    head, comma, rest = text.partition(",")
    return (head.strip(), rest.strip()) if comma else _first(text)


def _after_switches(text: str) -> tuple[str, str]:
    """Regsvr32: switches in any place, one path."""
    switches = ""
    while found := _SWITCH.match(text):
        switches += found[0]
        text = text[found.end() :]
    if text.startswith('"'):
        head, _, rest = text[1:].partition('"')
        return head, (switches + rest).strip()
    if found := _TRAILING.search(text, max(0, len(text) - _TAIL)):
        return text[: found.start()].strip(), (switches + found[0]).strip()
    return text.strip(), switches.strip()


_PLACES: tuple[tuple[Place, re.Pattern[str]], ...] = tuple(
    (place, re.compile(rf"(?i)^[a-z]:\\{pattern}\\"))
    for place, pattern in (
        (Place.TEMP, r"users\\[^\\]+\\appdata\\local\\temp"),
        (Place.TEMP, r"windows\\temp"),
        (Place.LOCAL_APPDATA, r"users\\[^\\]+\\appdata\\local"),
        (Place.LOCAL_APPDATA, r"documents and settings\\[^\\]+\\local settings\\application data"),
        (Place.LOCAL_APPDATA, r"windows\\(?:system32|syswow64)\\config\\systemprofile\\appdata\\local"),
        (Place.LOCAL_APPDATA, r"windows\\serviceprofiles\\[^\\]+\\appdata\\local"),
        (Place.ROAMING_APPDATA, r"users\\[^\\]+\\appdata\\roaming"),
        (Place.PUBLIC, r"users\\public"),
        (Place.PROFILE, r"users\\[^\\]+"),
        (Place.PROGRAM_DATA, r"programdata"),
        (Place.SYSTEM32, r"windows\\system32"),
        (Place.SYSWOW64, r"windows\\syswow64"),
    )
)


def placed(path: str) -> tuple[Place, int]:
    """The part of the disk that a file's path lies in, and how many folders deep below it."""
    for place, pattern in _PLACES:
        if found := pattern.match(path):
            return place, path[found.end() :].count("\\")
    return Place.ELSEWHERE, path.count("\\") - 1


def in_tree(path: str) -> str:
    r"""``C:\Windows\x`` as a tree knows it: ``Windows/x``."""
    return path[2:].strip("\\").replace("\\", "/") if path[1:2] == ":" else path.strip("\\").replace("\\", "/")
