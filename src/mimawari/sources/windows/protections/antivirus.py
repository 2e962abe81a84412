r"""Of what day the signatures of antivirus programs are, as each keeps it. Defender's are among the machine's other rows.

Each program is told, also where it is not there (``value`` empty): whether it is installed the list of programs says. ``program``
is its key here. Places and forms by what public programs read:

- Symantec Endpoint Protection, McAfee Endpoint Security: Microsoft, "Endpoint protection assessment and recommendations in
  Microsoft Defender for Cloud"; McAfee's forms (``2016/02/25``, ``2016-02-25``) and VirusScan Enterprise: Checkmk's plugin.
- Kaspersky: the second of the last good update of each of its products (GLPI's agent; 0xFFFFFFFF is none), and the day that its
  agent for firms tells (Checkmk's plugin: ``05-05-2024 18-00-00``, UTC).
- Trend Micro (Apex One, OfficeScan, Worry-Free): the plugin of Nessus; the day stands in one of two values, the other is old.
- ESET (``14077 (20160906)``), Sophos (``2021122003``), Avast and AVG (``Latest=18020506``), Bitdefender's and F-Secure's seconds
  since 1970: scripts for remote management, each read in two of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

from mimawari.model import BadEvidence, Reason, Setting
from mimawari.sources.windows.protections.reading import At, Reading

_SOFTWARE = r"HKLM\SOFTWARE"
_VIEWS = ("", "WOW6432Node\\")
_ROW = "antivirus-signatures"
_LARGEST, _MOST = 1 << 20, 100
_NO_SECOND = 0xFFFFFFFF
Day = Callable[[str], str]


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _year_first(text: str) -> str:
    found = re.match(r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})", text, re.ASCII)
    return _iso(*found.groups()) if found else ""


def _day_first(text: str) -> str:
    found = re.match(r"(\d{2})-(\d{2})-(\d{4})", text, re.ASCII)
    return _iso(found[3], found[2], found[1]) if found else ""


def _in_brackets(text: str) -> str:
    found = re.search(r"\((\d{4})(\d{2})(\d{2})\)", text, re.ASCII)
    return _iso(*found.groups()) if found else ""


def _short_year(text: str) -> str:
    found = re.match(r"(\d{2})(\d{2})(\d{2})", text, re.ASCII)
    return _iso(f"20{found[1]}", found[2], found[3]) if found else ""


def _seconds(text: str) -> str:
    """Seconds since 1970, of this century."""
    found = re.fullmatch(r"\d{9,10}", text, re.ASCII)
    return datetime.fromtimestamp(int(found[0]), UTC).date().isoformat() if found else ""


_TREND = r"TrendMicro\PC-cillinNTCorp\CurrentVersion\Misc."
_STATE = r"KasperskyLab\Components\34\1103\1.0.0.0\Statistics\AVState"
_SYMANTEC = r"Symantec\Symantec Endpoint Protection\CurrentVersion\public-opstate"
_VALUES: dict[str, tuple[tuple[tuple[str, str, Day], ...], ...]] = {
    "eset": (((r"ESET\ESET Security\CurrentVersion\Info", "ScannerVersion", _in_brackets),),),
    "mcafee": (
        ((r"McAfee\AVSolution\DS\DS", "szContentCreationDate", _year_first),),
        ((r"McAfee\AVEngine", "AVDatDate", _year_first),),
    ),
    "sophos": (
        (
            (r"Sophos\EndpointDefense\Acknowledged", "VirusDataVersion", _year_first),
            (r"Sophos\Sophos File Scanner\Application\Versions", "VirusDataVersion", _year_first),
        ),
        ((r"Sophos\AutoUpdate\UpdateStatus", "LastUpdateTime", _seconds),),
    ),
    "symantec": (((_SYMANTEC, "LatestVirusDefsDate", _year_first),),),
    "trendmicro": (
        ((_TREND, "PatternDate", _year_first), (_TREND, "NonCrcPatternDate", _year_first)),
        ((r"TrendMicro\UniClient\1600\Update", "LastUpdateTime", _seconds),),
    ),
}
"""The values of each program: of a group the newest, of several groups the first that tells a day."""
_FILES: dict[str, tuple[tuple[str, ...], re.Pattern[bytes], Day]] = {
    "avast": ((r"Avast Software\Avast\defs\aswdefs.ini",), re.compile(rb"Latest=(\d{6,10})"), _short_year),
    "avg": ((r"AVG\Antivirus\defs\aswdefs.ini",), re.compile(rb"Latest=(\d{6,10})"), _short_year),
    "bitdefender": (
        (
            r"Bitdefender\Endpoint Security\update_statistics.xml",
            r"Bitdefender\Bitdefender Endpoint Security\update_statistics.xml",
        ),
        re.compile(rb'<Antivirus\b[^>]{0,200}>.{0,400}?\bsucctime(?:="|>)(\d{9,10})\b', re.DOTALL),
        _seconds,
    ),
}
"""Files below ``Program Files``, and what stands in them. They are text of one or two bytes a character."""
_FOLDERS = (r"C:\Program Files", r"C:\Program Files (x86)")
_F_SECURE = r"F-Secure\Ultralight\Updates"
_KASPERSKY = r"KasperskyLab\protected"


def signatures(reading: Reading) -> Iterator[Setting]:
    """The day of each program's signatures; nothing of one whose place could not be read."""
    for program, groups in _VALUES.items():
        place = f"{_SOFTWARE}\\{groups[0][0][0]}"
        yield from _told(reading, program, place, partial(_of_values, reading, groups))
    for program, (paths, pattern, day) in _FILES.items():
        place = rf"{_FOLDERS[0]}\{paths[0]}"
        yield from _told(reading, program, place, partial(_of_files, reading, paths, pattern, day))
    yield from _told(reading, "kaspersky", f"{_SOFTWARE}\\{_KASPERSKY}", partial(_of_kaspersky, reading))
    yield from _told(reading, "f-secure", f"{_SOFTWARE}\\{_F_SECURE}", partial(_of_keys, reading))


Found = tuple[str, str, tuple[str, ...]]
"""What stands there, the day that it means (empty where it is none), and where."""


def _told(reading: Reading, program: str, place: str, look: Callable[[], Found | None]) -> Iterator[Setting]:
    try:
        found = look()
    except (BadEvidence, OSError) as error:
        bad = error if isinstance(error, BadEvidence) else BadEvidence(Reason.CORRUPT, type(error).__name__)
        if reading.is_open(_SOFTWARE):  # a hive that is not open has its gap already
            reading.refuse((place,), bad.reason, bad.detail)
        return
    text, day, at = found or ("", "", (place,))
    yield reading.told(_ROW, text, at, program=program, date=day)


def _of_values(reading: Reading, groups: tuple[tuple[tuple[str, str, Day], ...], ...]) -> Found | None:
    seen: list[Found] = []
    for group in groups:
        every = [one for value in group for view in _VIEWS if (one := _value(reading, view, *value))]
        if dated := [one for one in every if one[1]]:
            return max(dated, key=lambda one: one[1])
        seen += every
    return seen[0] if seen else None


def _value(reading: Reading, view: str, key: str, name: str, day: Day) -> Found | None:
    text = reading.value(At(_SOFTWARE, view + key, name))
    return (text, day(text), (f"{_SOFTWARE}\\{view}{key}", name)) if text not in ("", "0") else None


def _of_files(reading: Reading, paths: tuple[str, ...], pattern: re.Pattern[bytes], day: Day) -> Found | None:
    for path in (rf"{folder}\{path}" for path in paths for folder in _FOLDERS):
        if reading.one.entry(path) is None:
            continue
        with reading.one.open(path) as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise BadEvidence(Reason.TOO_LARGE)
        found = pattern.search(content.replace(b"\0", b""))
        text = found[1].decode("ascii") if found else "?"
        return text, day(text), reading.one.way(path)
    return None


def _of_kaspersky(reading: Reading) -> Found | None:
    """The newest of what its products and its agent tell."""
    every = [one for view in _VIEWS if (one := _value(reading, view, _STATE, "Protection_BasesDate", _day_first))]
    for view in _VIEWS:
        top = reading.key(_SOFTWARE, view + _KASPERSKY)
        for at, product in enumerate(top.subkeys() if top else ()):
            if at >= _MOST:
                raise BadEvidence(Reason.TOO_LARGE, f"more than {_MOST} keys")
            key = rf"{_KASPERSKY}\{product.name}\Data"
            found = _value(reading, view, key, "LastSuccessfulUpdate", _seconds)
            every += [found] if found and found[0] != str(_NO_SECOND) else []
    return max(every, key=lambda one: one[1]) if every else None


def _of_keys(reading: Reading) -> Found | None:
    """F-Secure: a key for each engine, and in it one for each state, named by its second."""
    names = [one for view in _VIEWS for one in _states(reading, view)]
    dated = [(name, _seconds(name), place) for name, place in names if _seconds(name)]
    return max(dated, key=lambda one: one[1]) if dated else ((names[0][0], "", names[0][1]) if names else None)


def _states(reading: Reading, view: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    top = reading.key(_SOFTWARE, view + _F_SECURE)
    for at, engine in enumerate(top.subkeys() if top else ()):
        for below, state in enumerate(engine.subkeys()):
            if at >= _MOST or below >= _MOST:
                raise BadEvidence(Reason.TOO_LARGE, f"more than {_MOST} keys")
            yield state.name, (f"{_SOFTWARE}\\{view}{_F_SECURE}\\{engine.name}", state.name)
