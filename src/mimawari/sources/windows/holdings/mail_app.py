"""The Mail app of Windows 10 (``microsoft.windowscommunicationsapps``): accounts as far as the registry tells them, and mails.

Second hand: a key for each account lies below ``HKCU\\Software\\Microsoft\\ActiveSync\\Partners``, with its address as
``Email`` and its server as ``Server`` (by what programs that collect accounts read there). Texts of mails lie in
``Comms\\Unistore\\data\\3`` (by forensic writings), in later versions in ``HxStore.hxd``, of which no description was found.
Whether the registry has all accounts of every version is not known: where mails lie, that is a gap.
"""

from __future__ import annotations

from mimawari.model import BadEvidence, Gap, Held, Holding, Reason
from mimawari.sources.windows.holdings.room import Room, Told, address_of, values_of, words_of
from mimawari.sources.windows.holdings.sites import host_of
from mimawari.sources.windows.registry import RegistryKey

PROGRAM = "Windows Mail app"
_PARTNERS = r"Software\Microsoft\ActiveSync\Partners"
_TEXTS = r"Comms\Unistore\data\3"
"""A file in it shows that an account was in use; the database beside it is made for everybody."""
_LATER = r"Packages\microsoft.windowscommunicationsapps_8wekyb3d8bbwe\LocalState\HxStore.hxd"
_FOLDERS = 100


def of_mail_app(room: Room) -> Told:
    """Its accounts, and its mails by place."""
    for key in room.below(_PARTNERS):
        yield from [key] if isinstance(key, Gap) else _account(room, key)
    folder = rf"{room.local}\{_TEXTS}"
    if any(room.holds(place, ".dat") for place in (folder, *room.folders(folder)[:_FOLDERS])):
        yield room.holding(room.at(folder), Held.MAILBOX, PROGRAM)
        yield _unread(room, folder)
    later = rf"{room.local}\{_LATER}"
    try:
        if room.file(later):
            yield _unread(room, later)
    except BadEvidence as bad:
        yield room.gap(room.at(later), bad)


def _account(room: Room, key: RegistryKey) -> Told:
    at = room.registry_at(rf"{_PARTNERS}\{key.name}")
    try:
        values = values_of(key)
    except BadEvidence as bad:
        yield room.gap(at, bad)
        return
    address, host = address_of(words_of(values.get("email"))), host_of(words_of(values.get("server")))
    if address:
        yield room.holding(at, Held.MAIL_ACCOUNT, PROGRAM, account=address, place=host)


def _unread(room: Room, path: str) -> Gap:
    return Gap(
        room.at(path),
        Reason.UNSUPPORTED,
        Holding.kind(),
        "the Mail app of Windows keeps its mails here; it may have accounts that the registry does not tell",
    )
