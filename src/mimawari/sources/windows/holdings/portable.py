"""Programs that keep accounts beside themselves and were started where nobody looked: from sticks, other drives, portable ones.

Windows notes what a user starts in ``UserAssist``: a value for each program below the key ``Count`` of each list, its name the
path in ROT13 (as plaso and volatility3 read it). A path that begins with a number in braces lies in a folder of Windows.
A portable Thunderbird has its profile beside it in ``Data\\profile`` (by a public program that looks there).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from mimawari.model import BadEvidence, Gap, Holding, Reason
from mimawari.sources.windows.holdings.room import ENTRIES, Room, Told, clean

_LISTS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\UserAssist"
_BESIDE = frozenset({"edmax.exe"})
"""Programs that keep accounts beside themselves wherever they lie."""
_ON_STICKS = frozenset({
    "b2.exe", "ffftp.exe", "filezilla.exe", "firefox.exe", "sylpheed.exe", "thunderbird.exe", "turukame.exe", "winscp.exe",
})  # fmt: skip
"""Programs that do so where they are told to, which they are on sticks; one that is installed on another drive is none of them."""
_PORTABLE = ("chrome", "filezilla", "firefox", "googlechrome", "opera", "sylpheed", "thunderbird", "winscp")
_THUNDERBIRD = "thunderbirdportable.exe"
_ENDING = "portable.exe"
"""Portable editions bear their program's name and this."""
_INSTALLED = "\\program files"
_MOST = 50
_SAID = "a program was started from here, where nobody looked; accounts that lie beside it were not read"


def of_portable(room: Room) -> Told:
    """A gap for each of them that a user has started; what it kept may be gone with its stick."""
    found: dict[str, Gap] = {}
    for key in room.below(_LISTS):
        if isinstance(key, Gap):
            yield key
            continue
        place = rf"{_LISTS}\{key.name}\Count"
        try:
            for path in (path for path in _started(room, place) if not _profile(room, path)):
                found.setdefault(path.lower(), Gap(room.at(clean(path)), Reason.MISSING, Holding.kind(), _SAID))
        except BadEvidence as bad:
            yield room.gap(room.registry_at(place), bad)
    told = [found[path] for path in sorted(found)]
    yield from told[:_MOST]
    if len(told) > _MOST:
        yield Gap(
            room.registry_at(_LISTS), Reason.TOO_LARGE, Holding.kind(), f"more than {_MOST} things, the rest was not looked at"
        )


def portable_profiles(room: Room) -> list[str]:
    """The profiles of portable Thunderbirds that a user has started from this drive; refusals are told by :func:`of_portable`."""
    found: dict[str, str] = {}
    for key in room.below(_LISTS):
        with suppress(BadEvidence):
            for path in () if isinstance(key, Gap) else _started(room, rf"{_LISTS}\{key.name}\Count"):
                if profile := _profile(room, path):
                    found.setdefault(profile.lower(), profile)
    return sorted(found.values())


def _profile(room: Room, path: str) -> str:
    """The profile of a portable Thunderbird, where it can be read; empty where there is none, and for all other programs."""
    folder, _, name = path.rpartition("\\")
    profile = rf"{folder}\Data\profile"
    is_here = name.lower() == _THUNDERBIRD and path[:2].upper() == room.one.letter.upper() and ".." not in folder.split("\\")
    with suppress(BadEvidence):
        if is_here and room.file(rf"{profile}\prefs.js"):
            return profile
    return ""


def _started(room: Room, place: str) -> Iterator[str]:
    key = room.hive.key(place) if room.hive else None
    for count, value in enumerate(islice(key.values(), ENTRIES + 1) if key else ()):
        if count >= ENTRIES:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {ENTRIES} entries")
        path = codecs.decode(value.name, "rot13")
        if _is_beside(path, room.one.letter):
            yield path


def _is_beside(path: str, letter: str) -> bool:
    name = path.rpartition("\\")[2].lower()
    if (name.endswith(_ENDING) and name.startswith(_PORTABLE)) or (name in _BESIDE and not path.startswith("{")):
        return True
    is_away = path.startswith("\\\\") or (path[1:3] == ":\\" and path[:2].upper() != letter.upper())
    return is_away and name in _ON_STICKS and _INSTALLED not in path.lower()
