"""Commands and paths that others published of Emotet, 2020 to 2023, put to the detectors as they stand."""

from __future__ import annotations

import re

from support import cases
from support.draws import programs, system
from support.looking import found, level
from support.public_data import labelled

from mimawari.model import Level, Strength

_COMMAND = re.compile(r"(?im)^\s*(?:[a-z]:\\windows\\[a-z0-9]+\\)?(regsvr32|rundll32)(?:\.exe)?\"?[ ]+[^\r\n]*$")
_PLACE = re.compile(r"(?im)^- File location: (c:\\[^\r\n\[]*(?:\[username\])?[^\r\n\[]*\.[a-z0-9]{3,12})\s*$")
_EXCEL = r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE"


def texts() -> dict[str, str]:
    return {name: path.read_text("utf-8", "replace") for name, path in labelled("ioc_text").items() if "emotet" in name.lower()}


def test_every_published_command_is_suspected_at_work() -> None:
    commands = {match[0].strip(): match[1].lower() for text in texts().values() for match in _COMMAND.finditer(text)}
    assert len(commands) > 50
    missed = []
    for command, loader in sorted(commands.items()):
        image = rf"C:\Windows\System32\{loader}.exe"
        row = {"pid": 1, "name": f"{loader}.exe", "image": image, "command": command, "parent_image": _EXCEL}
        if level((cases.artifact("process", row),), (programs(),)) is Level.NO_SIGN:
            missed.append(command)
    assert missed == []


def test_nearly_every_published_place_is_seen() -> None:
    """The few without a finding are names that read like words, other folders of other malware, and slips of the pen."""
    places = {match[1].replace("[username]", "hanako") for text in texts().values() for match in _PLACE.finditer(text)}
    assert len(places) > 25
    context = (programs(), system())
    seen = {place for place in places if found((cases.artifact("file", {"path": place, "head": "MZ", "size": 300_000}),), context)}
    assert len(seen) >= len(places) * 0.75, sorted(places - seen)


def test_no_published_place_is_more_than_suspected_by_itself() -> None:
    places = {match[1].replace("[username]", "hanako") for text in texts().values() for match in _PLACE.finditer(text)}
    for place in sorted(places):
        findings = found((cases.artifact("file", {"path": place, "head": "MZ", "size": 300_000}),), (programs(), system()))
        assert all(finding.strength < Strength.CONCLUSIVE for finding in findings), place
