"""Sylpheed: accounts, mailboxes and address books, by its sources (libsylph: prefs_account, account, folder, utils; src/addrbook).

In ``AppData\\Roaming\\Sylpheed`` lie ``accountrc`` with a section ``[Account: n]`` for each account, passwords and all;
``folderlist.xml``, whose elements ``folder`` of type ``mh`` name the folders of mails (relative ones below ``Mailboxes``);
``imapcache`` with what was fetched from servers; and ``addrbook-*.xml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import BadEvidence, Gap, Held, Holding, Reason
from mimawari.sources.windows.holdings.documents import attributes, sections
from mimawari.sources.windows.holdings.room import Room, Told, address_of
from mimawari.sources.windows.holdings.sites import host_of

PROGRAM = "Sylpheed"
_MOST, _STORES = 4 << 20, 100
_SERVICES = {"0": "pop3", "1": "pop3", "2": "pop3", "3": "imap", "5": "smtp"}
"""``RecvProtocol``: POP3, APOP, RPOP, IMAP4, NNTP, and accounts that only send. News is no mail."""
_NEWS, _SENDS = "4", "5"


def of_sylpheed(room: Room) -> Told:
    """All that lies in its folder."""
    top = rf"{room.roaming}\{PROGRAM}"
    accounts, folders = rf"{top}\accountrc", rf"{top}\folderlist.xml"
    yield from room.reading(accounts, _MOST, lambda content: _accounts(room, accounts, content))
    yield from _mailboxes(room, top, folders)
    for path in room.files(top, ".xml"):
        if path.rpartition("\\")[2].lower().startswith("addrbook-"):
            yield from room.book(path, PROGRAM)


def _accounts(room: Room, path: str, content: bytes) -> Iterator[Holding]:
    for name, values in sections(content):
        if name.startswith("Account: ") and values.get("protocol") != _NEWS:
            yield from _account(room, path, values)


def _account(room: Room, path: str, values: dict[str, str]) -> Iterator[Holding]:
    address, protocol = address_of(values.get("address", "")), values.get("protocol", "0")
    host = "" if protocol == _SENDS else host_of(values.get("receive_server", ""))
    sending = host_of(values.get("smtp_server", ""))
    if host or (not sending and address):
        service = _SERVICES.get(protocol, "") if host else ""
        saved = bool(values.get("password"))
        yield room.holding(room.at(path), Held.MAIL_ACCOUNT, PROGRAM, account=address, place=host, service=service, saved=saved)
    if sending and sending != host:
        saved = bool(values.get("smtp_password"))
        yield room.holding(room.at(path), Held.MAIL_ACCOUNT, PROGRAM, account=address, place=sending, service="smtp", saved=saved)


def _mailboxes(room: Room, top: str, path: str) -> Told:
    try:
        named = [
            one.get("path", "") for one in attributes(room.read(path, _MOST) or b"<none/>", "folder") if one.get("type") == "mh"
        ]
    except BadEvidence as bad:
        yield room.gap(room.at(path), bad)
        named = []
    if len(named) > _STORES:
        yield Gap(room.at(path), Reason.TOO_LARGE, Holding.kind(), f"more than {_STORES} folders")
    wholes = [_whole(top, one) for one in named[:_STORES] if one]
    for folder in dict.fromkeys(
        [*(one for one in wholes if room.here(one)), rf"{top}\imapcache", *room.folders(rf"{top}\Mailboxes")]
    ):
        if room.folders(folder):
            yield room.holding(room.at(folder), Held.MAILBOX, PROGRAM)


def _whole(top: str, path: str) -> str:
    path = path.replace("/", "\\").rstrip("\\")
    return path if path[1:3] == ":\\" or path.startswith("\\\\") else rf"{top}\Mailboxes\{path}"
