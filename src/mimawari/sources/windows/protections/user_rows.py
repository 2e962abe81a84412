"""Settings of one user: what Windows and the user's programs do with what comes by mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.model import BadEvidence, Reason, Setting
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.protections.office import user_office
from mimawari.sources.windows.protections.programs import installed
from mimawari.sources.windows.protections.reading import ABSENT, At, Reading

_CURRENT = r"Software\Microsoft\Windows\CurrentVersion"
_PROFILES = r"AppData\Roaming\Thunderbird\Profiles"
_MOST_PROFILES, _LARGEST = 20, 4 << 20
_ROW, _NAME = "thunderbird-pictures", "Thunderbird"
_REMOTE = re.compile(rb'user_pref\("mailnews\.message_display\.disable_remote_image",\s{0,8}(true|false)\)')


def user_settings(reading: Reading, user: Profile) -> Iterator[Setting]:
    """Each of them; none of the registry where the user's hive cannot be opened."""
    hive = user.hive
    if reading.opened(user.hive_file, hive) is not None:
        mark = _at(hive, r"Policies\Attachments", "SaveZoneInformation", policy=True)
        archives = At(hive, r"Software\7-Zip\Options", "WriteZoneIdExtract")
        winrar = At(hive, r"Software\WinRAR\Extraction", "MOTWMode")
        yield from reading.setting("attachment-mark", (mark,), user.name)
        yield from reading.setting("hidden-extensions", (_at(hive, r"Explorer\Advanced", "HideFileExt"),), user.name)
        yield from reading.setting("archive-mark-7zip", (archives,), user.name)
        yield from reading.setting("archive-mark-winrar", (winrar,), user.name)
        yield from user_office(reading, hive, user.name)
        yield from installed(reading, hive, user.name, "Software\\")
    yield from _thunderbird(reading, user)


def _at(hive: str, key: str, name: str, *, policy: bool = False) -> At:
    return At(hive, rf"{_CURRENT}\{key}", name, policy)


def _thunderbird(reading: Reading, user: Profile) -> Iterator[Setting]:
    """Whether Thunderbird fetches pictures by itself: ``true`` in its profile's ``prefs.js`` blocks them, as it does unasked."""
    top = rf"{user.path}\{_PROFILES}"
    try:
        found = list(_preferences(reading, top))
        told = [reading.told(_ROW, _blocked(reading, path), reading.one.way(path), user.name, program=_NAME) for path in found]
    except BadEvidence as bad:
        reading.refuse(reading.one.way(top), bad.reason, bad.detail)
        return
    except OSError as error:
        reading.refuse(reading.one.way(top), Reason.CORRUPT, type(error).__name__)
        return
    yield from told or [reading.told(_ROW, ABSENT, reading.one.way(user.path), user.name)]


def _preferences(reading: Reading, top: str) -> Iterator[str]:
    """The files of preferences of the first profiles."""
    folders = [entry for entry in reading.one.list(top) if entry.is_folder and not entry.special] if reading.one.entry(top) else []
    if len(folders) > _MOST_PROFILES:
        reading.refuse(reading.one.way(top), Reason.TOO_LARGE, f"more than {_MOST_PROFILES} profiles")
    for folder in folders[:_MOST_PROFILES]:
        path = rf"{top}\{folder.name}\prefs.js"
        if reading.one.entry(path):
            yield path


def _blocked(reading: Reading, path: str) -> str:
    """What the file says of that one preference. Nothing else is taken from it."""
    with reading.one.open(path) as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise BadEvidence(Reason.TOO_LARGE, "prefs.js")
    found = _REMOTE.findall(content)
    return found[-1].decode() if found else ""
