"""Mail programs used in Japan whose accounts have a form of which no description was found: that they are there, and where.

秀丸メール keeps a folder for each account, with its settings in ``account.bin``, below the one that the value ``HomeDir`` of
``HKCU\\Software\\Hidemaruo\\TuruKame\\Config`` names (second hand: by a public program that reads there, and by a
description of such a folder, which calls that file encrypted). EdMax keeps all in the folder of its program, an account's mails
in ``AccountX`` below it (its vendor's manual). Of Shuriken only what its mailboxes are called was read (its vendor's answers):
it is known here by keys and folders of its name.
"""

from __future__ import annotations

from mimawari.model import BadEvidence, Gap, Held, Holding, Reason
from mimawari.sources.windows.holdings.room import Room, Told

_TURUKAME, _SETTINGS, _BOOK = r"Software\Hidemaruo\TuruKame", "account.bin", "AdrBook.txt"
_JUSTSYSTEM, _SHURIKEN = r"Software\Justsystem", "shuriken"
_KEYS = (("EdMax", r"Software\EdMax"), ("Sylpheed", r"Software\Sylpheed"))
_DOCUMENTS = ("Documents", "ドキュメント", "My Documents")
_EDMAX = ("EdMax", r"Program Files\EdMax", r"Program Files (x86)\EdMax")
_MOST = 200


def of_unread_mailers(room: Room) -> Told:
    """What shows that a user has one of them."""
    yield from _hidemaru(room)
    yield from _shuriken(room)
    for program, path in _KEYS:
        is_read = program == "Sylpheed" and room.files(rf"{room.roaming}\Sylpheed", "accountrc")
        yield from () if is_read else by_key(room, program, path)
    for folder in _EDMAX[1:]:
        yield from _edmax(room, rf"{room.local}\VirtualStore\{folder}")


def of_shared_mailers(room: Room) -> Told:
    """What lies where all users may reach it."""
    for folder in _EDMAX:
        yield from _edmax(room, room.one.windows_path(folder))


def _hidemaru(room: Room) -> Told:
    try:
        is_there = room.hive is not None and room.hive.key(_TURUKAME) is not None
    except BadEvidence as bad:
        yield room.gap(room.registry_at(_TURUKAME), bad)
        return
    home = room.word(rf"{_TURUKAME}\Config", "HomeDir").rstrip("\\") if is_there else ""
    is_here = bool(home) and room.here(home)
    accounts = [at for folder in (room.folders(home) if is_here else ()) for at in room.files(folder, _SETTINGS)]
    for path in accounts[:_MOST]:
        yield _unread(room, path, "秀丸メール")
        yield room.holding(room.at(path.rpartition("\\")[0]), Held.MAILBOX, "秀丸メール")
    if len(accounts) > _MOST:
        yield Gap(room.at(home), Reason.TOO_LARGE, Holding.kind(), f"more than {_MOST} accounts")
    if is_there and not accounts:
        yield Gap(room.registry_at(_TURUKAME), Reason.UNSUPPORTED, Holding.kind(), _said("秀丸メール"))
    yield from room.book(rf"{home}\{_BOOK}", "秀丸メール") if is_here else ()


def _shuriken(room: Room) -> Told:
    for key in room.below(_JUSTSYSTEM):
        if isinstance(key, Gap):
            yield key
        elif key.name.lower().startswith(_SHURIKEN):
            path = rf"{_JUSTSYSTEM}\{key.name}"
            yield Gap(room.registry_at(path), Reason.UNSUPPORTED, Holding.kind(), _said("Shuriken"))
    tops = [rf"{room.home}\{name}" for name in _DOCUMENTS] + [rf"{top}\Justsystem" for top in (room.roaming, room.local)]
    for folder in (folder for top in tops for folder in room.folders(top)):
        if folder.rpartition("\\")[2].lower().startswith(_SHURIKEN):
            yield _unread(room, folder, "Shuriken")


def _edmax(room: Room, folder: str) -> Told:
    """Its folder, by the program or by an account's folder (Windows keeps what is written to ``Program Files`` apart)."""
    names = [inner.rpartition("\\")[2].lower() for inner in room.folders(folder)]
    if any(name.startswith("account") for name in names) or room.holds(folder, "edmax.exe"):
        yield _unread(room, folder, "EdMax")


def by_key(room: Room, program: str, path: str) -> Told:
    """A gap where a key of the user's hive shows that the program was used."""
    yield from room.unread_key(path, Reason.UNSUPPORTED, _said(program))


def _unread(room: Room, path: str, program: str) -> Gap:
    return Gap(room.at(path), Reason.UNSUPPORTED, Holding.kind(), _said(program))


def _said(program: str) -> str:
    return f"mail program whose accounts are not read: {program}"
