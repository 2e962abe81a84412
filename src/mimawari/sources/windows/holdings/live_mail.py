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
from mimawari.sources.windows.holdings.room import Room, Told, address_of
from mimawari.sources.windows.holdings.sites import host_of
from mimawari.sources.windows.paths import environment, expand

_PROGRAMS = ("Windows Live Mail", "Windows Mail")
_CONTACTS = (r"Microsoft\Windows Live\Contacts", r"Microsoft\Windows Live Contacts")
_MOST = 4 << 20
_SECRETS = tuple(f"{name}_password{end}" for name in ("imap", "pop3", "smtp") for end in ("", "2"))


def of_live_mail(room: Room) -> Told:
    """The accounts and stores of both programs."""
    for program in _PROGRAMS:
        for top in _stores(room, program):
            folders = room.folders(top)
            for place in (top, *folders):
                for path in room.files(place, ".oeaccount"):
                    yield from room.reading(path, _MOST, lambda content, at=path, by=program: _account(room, at, by, content))  # type: ignore[misc]
            if any(room.holds(inner, ".eml") for folder in folders for inner in room.folders(folder)):
                yield room.holding(room.at(top), Held.MAILBOX, program)
    for folder in (folder for place in _CONTACTS for folder in room.folders(rf"{room.local}\{place}")):
        for inner in (folder, *room.folders(folder)):
            yield from room.book(rf"{inner}\DBStore\contacts.edb", "Windows Live Mail")
    yield from _outlook_express(room)


def _outlook_express(room: Room) -> Told:
    for identity in room.folders(rf"{room.local}\Identities"):
        folder = rf"{identity}\Microsoft\Outlook Express"
        if room.holds(folder, ".dbx"):
            yield room.holding(room.at(folder), Held.MAILBOX, "Outlook Express")
    for path in room.files(rf"{room.roaming}\Microsoft\Address Book", ".wab"):
        yield from room.book(path, "Outlook Express")


def _stores(room: Room, program: str) -> list[str]:
    """The usual folder, and the one that the registry names."""
    usual = rf"{room.local}\Microsoft\{program}"
    named = expand(room.word(rf"Software\Microsoft\{program}", "Store Root"), environment(room.home, room.one.letter)).rstrip("\\")
    found = {usual.lower(): usual}
    if named and room.here(named):
        found.setdefault(named.lower(), named)
    return list(found.values())


def _account(room: Room, path: str, program: str, content: bytes) -> Iterator[Holding]:
    for account in records(content, "MessageAccount", secret=_SECRETS):
        address = address_of(account.get("smtp_email_address", ""))
        incoming = [(host_of(account.get(f"{name}_server", "")), name) for name in ("imap", "pop3")]
        sending = host_of(account.get("smtp_server", ""))
        hosts = [(host, service) for host, service in incoming if host]
        hosts += [(sending, "smtp")] if sending and sending not in [host for host, _ in hosts] else []
        for host, service in hosts:
            saved = any(account.get(f"{service}_password{end}") for end in ("", "2"))
            yield room.holding(room.at(path), Held.MAIL_ACCOUNT, program, account=address, place=host, service=service, saved=saved)
        if not hosts and address:  # an account of Hotmail, whose servers the program knows by itself
            yield room.holding(room.at(path), Held.MAIL_ACCOUNT, program, account=address)
