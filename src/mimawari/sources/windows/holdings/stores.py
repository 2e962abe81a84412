"""What Windows itself keeps for a user, by number: its credential store and vaults, Internet Explorer's forms, networks; and
mailboxes and address books, by size. What stands in them is not read.
"""

from __future__ import annotations

from itertools import islice

from mimawari.model import BadEvidence, Held
from mimawari.sources.windows.holdings.room import KEYS, Room, Told
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.mailboxes import outlook_files, thunderbird_profiles

_CREDENTIALS = (r"Microsoft\Credentials", r"Microsoft\Vault")
_FORMS = r"Software\Microsoft\Internet Explorer\IntelliForms\Storage2"
_NETWORKS = r"ProgramData\Microsoft\Wlansvc\Profiles\Interfaces"
_COMPLETION = r"Microsoft\Outlook\RoamCache"
_SYSTEMS = ("desktop.ini", "policy.vpol")


def credentials(room: Room) -> Told:
    """How many sign-ins the credential store and the vaults of Windows hold, and Internet Explorer's forms."""
    for top in (rf"{part}\{folder}" for part in (room.local, room.roaming) for folder in _CREDENTIALS):
        count = 0
        try:
            for folder in (top, *room.folders(top)):
                names = [entry.name.lower() for entry in room.listed(folder) if not entry.is_folder and entry.size != 0]
                count += sum(name not in _SYSTEMS for name in names)
        except BadEvidence as bad:
            yield room.gap(room.at(top), bad)
        if count:
            yield room.holding(room.at(top), Held.CREDENTIALS, "Windows", count=count)
    yield from _forms(room)


def _forms(room: Room) -> Told:
    try:
        key = room.hive.key(_FORMS) if room.hive else None
        count = sum(1 for _ in islice(key.values(), KEYS)) if key else 0
    except BadEvidence as bad:
        yield room.gap(room.registry_at(_FORMS), bad)
        return
    if count:
        yield room.holding(room.registry_at(_FORMS), Held.CREDENTIALS, "Internet Explorer", count=count)


def mail_stores(room: Room, user: Profile) -> Told:
    """Mailboxes that lie on the PC, and Outlook's lists of addresses."""
    for path in outlook_files(room.one, user):
        try:
            found = room.file(path)
        except BadEvidence as bad:
            yield room.gap(room.at(path), bad)
            continue
        yield room.holding(room.at(path), Held.MAILBOX, "Outlook", size=(found.size or 0) if found else 0)
    for path in thunderbird_profiles(room.one, user):
        yield room.holding(room.at(path), Held.MAILBOX, "Thunderbird")
    folders = ((rf"{room.local}\{_COMPLETION}", "stream_autocomplete", ".dat"), (rf"{room.roaming}\Microsoft\Outlook", "", ".nk2"))
    for folder, beginning, ending in folders:
        yield from _lists(room, folder, beginning, ending)


def _lists(room: Room, folder: str, beginning: str, ending: str) -> Told:
    try:
        found = [one for one in room.listed(folder) if not one.is_folder and one.size != 0]
    except BadEvidence as bad:
        yield room.gap(room.at(folder), bad)
        return
    for entry in found:
        if entry.name.lower().startswith(beginning) and entry.name.lower().endswith(ending):
            yield room.holding(room.at(rf"{folder}\{entry.name}"), Held.ADDRESS_BOOK, "Outlook", size=entry.size or 0)


def networks(room: Room) -> Told:
    """How many wireless networks the PC knows the key of."""
    top, count = room.one.windows_path(_NETWORKS), 0
    try:
        for folder in (top, *room.folders(top)):
            count += sum(entry.name.lower().endswith(".xml") for entry in room.listed(folder) if not entry.is_folder)
    except BadEvidence as bad:
        yield room.gap(room.at(top), bad)
    if count:
        yield room.holding(room.at(top), Held.WIRELESS, "Windows", count=count)
