"""Mail accounts of other mail programs: Windows Live Mail, Becky!, Sylpheed, the Mail app of Windows 10, and those that only show.

``Mailbox.ini`` of Becky! keeps its section ``Account``, in a folder for each mailbox below the one that
``HKCU\\Software\\RimArts\\B2\\Settings`` names as ``DataDir`` (by what public tools read there), or below ``C:\\Becky!`` and the
user's name (by a public description).
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Held, Holding
from mimawari.sources.windows.holdings.documents import sections
from mimawari.sources.windows.holdings.live_mail import of_live_mail
from mimawari.sources.windows.holdings.mail_app import of_mail_app
from mimawari.sources.windows.holdings.room import Room, Told, address_of
from mimawari.sources.windows.holdings.sites import host_of
from mimawari.sources.windows.holdings.sylpheed import of_sylpheed
from mimawari.sources.windows.holdings.unread_mailers import of_unread_mailers

_BECKY = r"Software\RimArts\B2\Settings"
_MOST = 4 << 20


def of_mailers(room: Room) -> Told:
    """The accounts that these programs keep for a user."""
    yield from of_live_mail(room)
    yield from _becky(room)
    yield from of_sylpheed(room)
    yield from of_mail_app(room)
    yield from of_unread_mailers(room)


def _becky(room: Room) -> Told:
    """From the folder of its data as the registry names it, and from those that it proposes."""
    named = room.word(_BECKY, "DataDir").rstrip("\\")
    proposed = [*room.folders(rf"{room.roaming}\RimArts\B2"), rf"{room.one.letter}\Becky!\{room.user}"]
    for top in dict.fromkeys([*([named] if named and room.here(named) else []), *proposed]):
        for folder in room.folders(top):
            path = rf"{folder}\Mailbox.ini"
            yield from room.reading(path, _MOST, lambda content, at=path: _mailbox_ini(room, at, content))  # type: ignore[misc]


def _mailbox_ini(room: Room, path: str, content: bytes) -> Iterator[Holding]:
    for name, values in sections(content):
        host, address = host_of(values.get("mailserver", "")), address_of(values.get("mailaddress", ""))
        if name.lower() == "account" and (host or address):
            yield room.holding(room.at(path.rpartition("\\")[0]), Held.MAILBOX, "Becky!")
            yield room.holding(
                room.at(path), Held.MAIL_ACCOUNT, "Becky!", account=address, place=host,
                service="", saved=bool(values.get("passwd")),
            )  # fmt: skip
