"""Windows Mail and Windows Live Mail: their accounts, and where mails and contacts lie; those of Outlook Express before them.

Each account is a file ``account{...}.oeaccount`` in a folder of the store: an XML document of a ``MessageAccount``, whose elements
Microsoft describes (New Handling for Account Data). Where the store lies is said by the value ``Store Root`` of the
program's key, by Thunderbird's sources (mailnews/import/winlivemail: nsWMUtils, nsWMSettings). Mails are ``.eml`` files.
Contacts lie in ``DBStore\\contacts.edb``, mails of Outlook Express in ``.dbx`` files below ``Identities``, its contacts in a
``.wab`` file (by public descriptions).
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Held, Holding
from mimawari.sources.windows.holdings.documents import records
from mimawari.sources.windows.holdings.mail_account import MailAccount, Server
from mimawari.sources.windows.holdings.room import Room, Told
from mimawari.sources.windows.holdings.unread_mailers import by_key

_LIVE = "Windows Live Mail"
_PROGRAMS = (_LIVE, "Windows Mail")
_CONTACTS = (r"Microsoft\Windows Live\Contacts", r"Microsoft\Windows Live Contacts")
_MOST = 4 << 20
_SECRETS = tuple(f"{name}_password{end}" for name in ("imap", "pop3", "smtp") for end in ("", "2"))


def of_live_mail(room: Room) -> Told:
    """The accounts and stores of both programs."""
    for program in _PROGRAMS:
        yield from _of_program(room, program)
    for folder in (folder for place in _CONTACTS for folder in room.folders(rf"{room.local}\{place}")):
        for inner in (folder, *room.folders(folder)):
            yield from room.book(rf"{inner}\DBStore\contacts.edb", _LIVE)
    yield from _outlook_express(room)


def _of_program(room: Room, program: str) -> Told:
    """From the usual folder, and the one that the registry names. Windows names Windows Mail's usual one to everybody."""
    usual, key = rf"{room.local}\Microsoft\{program}", rf"Software\Microsoft\{program}"
    named, is_here = room.store(room.word(key, "Store Root"))
    found = dict[str, int]()
    for top in {top.lower(): top for top in (usual, *([named] if is_here else []))}.values():
        folders = room.folders(top)
        paths = [path for place in (top, *folders) for path in room.files(place, ".oeaccount")]
        found[top.lower()] = len(paths)
        for path in paths:
            yield from room.reading(path, _MOST, lambda content, at=path: _account(room, at, program, content))  # type: ignore[misc]
        if any(room.holds(inner, ".eml") for folder in folders for inner in room.folders(folder)):
            yield room.holding(room.at(top), Held.MAILBOX, program)
    if is_here and not found[named.lower()] and (program == _LIVE or named.lower() != usual.lower()):
        yield room.empty(named)
    elif program == _LIVE and not named and not found[usual.lower()]:
        yield from by_key(room, program, key)


def _outlook_express(room: Room) -> Told:
    for identity in room.folders(rf"{room.local}\Identities"):
        folder = rf"{identity}\Microsoft\Outlook Express"
        if room.holds(folder, ".dbx"):
            yield room.holding(room.at(folder), Held.MAILBOX, "Outlook Express")
    for path in room.files(rf"{room.roaming}\Microsoft\Address Book", ".wab"):
        yield from room.book(path, "Outlook Express")


def _account(room: Room, path: str, program: str, content: bytes) -> Iterator[Holding]:
    for account in records(content, "MessageAccount", secret=_SECRETS):
        address = account.get("smtp_email_address", "")
        imap, pop3, smtp = (_server(account, name) for name in ("imap", "pop3", "smtp"))
        # An account of Hotmail names no server: the program knows them by itself. One of a directory names neither.
        if address or imap.text or pop3.text or smtp.text:
            yield from MailAccount(room, room.at(path), program, address).told(imap, pop3, sending=smtp)


def _server(account: dict[str, str], service: str) -> Server:
    saved = any(account.get(f"{service}_password{end}") for end in ("", "2"))
    return Server(account.get(f"{service}_server", ""), service, saved)
