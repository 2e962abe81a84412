"""What lies on a Windows that is of value to whoever robs it: accounts, saved logins by site, ways into other machines, counts.

Never a secret, and of saved logins never who signs in. What is there and cannot be read is a gap. None of it says anything of
an infection: a PC is judged the same with it and without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from mimawari.model import BadEvidence, Gap, Holding, Looked, Origin, Reason
from mimawari.sources import Seen
from mimawari.sources.windows import drops
from mimawari.sources.windows.holdings.browsers import of_browsers
from mimawari.sources.windows.holdings.mailers import of_mailers
from mimawari.sources.windows.holdings.outlook import account_managers, of_outlook
from mimawari.sources.windows.holdings.portable import of_portable
from mimawari.sources.windows.holdings.remote import phone_book, remotes
from mimawari.sources.windows.holdings.room import Room, Told
from mimawari.sources.windows.holdings.stores import credentials, mail_stores, networks
from mimawari.sources.windows.holdings.thunderbird import of_thunderbird
from mimawari.sources.windows.holdings.unread_mailers import of_shared_mailers
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.registry import RegistryHive

MOST = 5_000
"""So many things of one user are told."""
_READERS: tuple[Callable[[Room], Told], ...] = (
    of_outlook, account_managers, of_thunderbird, of_mailers, of_browsers, remotes, credentials,
    of_portable,
)  # fmt: skip
_BOOK = r"ProgramData\Microsoft\Network\Connections\Pbk\rasphone.pbk"


def of_user(one: Installation, user: Profile, origin: Origin) -> Iterator[Seen]:
    """What a user's programs keep."""
    yield Looked(Holding.kind(), 0)
    try:
        if one.entry(user.path) is None:
            return  # that this folder is not there is told where its files are sought
        next(one.list(user.path), None)
    except BadEvidence as bad:
        yield Gap(origin.at(*origin.path, *one.way(user.path)), bad.reason, Holding.kind(), bad.detail)
        return
    hive: RegistryHive | None = None
    try:
        hive = one.hive(user.hive_file, user.hive)
    except BadEvidence as bad:
        yield Gap(origin.at(*origin.path, *one.way(user.hive_file)), bad.reason, Holding.kind(), bad.detail)
    local = drops.program_folder(one, user)
    is_old = not local.lower().endswith(r"\appdata\local")
    roaming = rf"{user.path}\Application Data" if is_old else rf"{user.path}\AppData\Roaming"
    room = Room(one, origin, user.name, user.path, local, roaming, hive, user.hive)
    every = (thing for reader in _READERS for thing in reader(room))
    yield from _bounded(every, room)
    yield from mail_stores(room, user)
    yield from dict.fromkeys(room.lacks)


def of_machine(one: Installation, origin: Origin) -> Iterator[Seen]:
    """What is kept for all users."""
    yield Looked(Holding.kind(), 0)
    room = Room(one, origin)
    yield from networks(room)
    yield from phone_book(room, one.windows_path(_BOOK))
    yield from of_shared_mailers(room)
    yield from dict.fromkeys(room.lacks)


def _bounded(every: Told, room: Room) -> Told:
    yield from islice(every, MOST)
    if next(every, None) is not None:
        yield Gap(room.at(room.home), Reason.TOO_LARGE, Holding.kind(), f"more than {MOST} things, the rest was not looked at")
