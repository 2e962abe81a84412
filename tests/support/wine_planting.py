"""Plants a :class:`~support.pc.Pc` in a Wine that is not running yet: its files, their times, and the registry.

Wine's own files stay where a decoy has one of the same name: without them nothing would run.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from support.pc import NOON, SID, Pc
from support.sleeper import sleeper
from support.wine_hives import ARCHITECTURE, HEAD, keys
from wine import Prefix, place

from mimawari.examples.hive_writer import build

OWN_SID = "S-1-5-21-0-0-0-1000"
"""The SID that Wine gives to the user it runs for: here the decoy's first."""
_NAMES = {f"{SID}-1001": OWN_SID, "ControlSet001": "CurrentControlSet"}
"""Keys that have another name in a running Windows, or in Wine's."""


def plant(pc: Pc, prefix: Prefix, serial: int, programs: Collection[str], away: Collection[str] = ()) -> None:
    r"""Everything but what needs a running Windows. *programs* (``C:\...``) are made so that they can be started."""
    (prefix.drive / ".windows-serial").write_text(f"{serial:08X}\n")
    _files(pc, prefix.drive, {place(prefix.drive, each.removeprefix("C:\\")) for each in programs})
    for user in pc.users[1:]:
        place(prefix.drive, f"Users/{user}/AppData/Local").mkdir(parents=True, exist_ok=True)
        if user in away:
            _put(place(prefix.drive, f"Users/{user}/NTUSER.DAT"), build(pc.hives[user]), NOON)
    _add(prefix.folder / "system.reg", *keys(pc.software, "Software", _NAMES), *keys(pc.system, "System", _NAMES))
    _add(prefix.folder / "user.reg", *keys(pc.hives[pc.users[0]]))
    _folder_times(pc, prefix.drive)


def further_hives(pc: Pc, folder: Path, away: Collection[str] = ()) -> Mapping[str, Path]:
    """Write the hives of the further users who have logged on, to be loaded under their SIDs."""
    written = {}
    for at, user in enumerate(pc.users[1:], 1002):
        if user not in away:
            written[f"{SID}-{at}"] = path = folder / f"{at}.reg"
            path.write_text(HEAD + "".join(keys(pc.hives[user])), "utf-8")
    return written


def _files(pc: Pc, drive: Path, programs: set[Path]) -> None:
    for path, (content, when) in pc.files.items():
        at = place(drive, path)
        if at in programs or not at.exists():
            _put(at, sleeper(len(content)) if at in programs else content, when)
    planted = {place(drive, path) for path in pc.files}
    for at in programs - planted:
        _put(at, sleeper(), NOON)


def _put(at: Path, content: bytes, when: int) -> None:
    """Write a file anew: what is there may be one file with that of every other copy of the base."""
    at.parent.mkdir(parents=True, exist_ok=True)
    at.unlink(missing_ok=True)
    at.write_bytes(content)
    os.utime(at, ns=(when, when))


def _add(hive: Path, *planted: str) -> None:
    """Add keys twice: of two keys with one name the first gives the time, and of two values the last stays."""
    head, mark, kept = hive.read_text("utf-8").partition(ARCHITECTURE)
    hive.write_text("".join((head, mark, *planted, kept, *planted)), "utf-8")


def _folder_times(pc: Pc, drive: Path) -> None:
    """As in a written :class:`Pc`: of every folder that something was planted in, the deepest first."""
    folders = {str(parent) for path in pc.files for parent in PurePosixPath(path).parents} - {"."} | set(pc.folder_times)
    for path in sorted(folders, key=len, reverse=True):
        when = pc.folder_times.get(path, NOON)
        os.utime(place(drive, path), ns=(when, when))
