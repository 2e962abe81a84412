"""Mail accounts and address books of Thunderbird: ``profiles.ini`` and each profile's ``prefs.js``.

A preference is ``user_pref("name", value);`` on a line of its own. Accounts name a server and identities, by Thunderbird's sources
(mailnews/base/src: nsMsgAccountManager, nsMsgIncomingServer, nsMsgIdentity).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from mimawari.model import BadEvidence, Held, Holding, Reason
from mimawari.sources.windows.holdings.browsers import mozilla_logins
from mimawari.sources.windows.holdings.documents import sections, text_of
from mimawari.sources.windows.holdings.portable import portable_profiles
from mimawari.sources.windows.holdings.room import Room, Told
from mimawari.sources.windows.holdings.sites import host_of

PROGRAM = "Thunderbird"
_FOLDER = "Thunderbird"
_MOST, _ACCOUNTS, _INI = 16 << 20, 1_000, 1 << 20
_PREF = re.compile(r'user_pref\("(mail\.[A-Za-z0-9._-]{1,200})", (.{1,4096})\);\s*')
_SERVICES = {"imap": "imap", "pop3": "pop3", "owl": "exchange", "ews": "exchange", "exchange": "exchange"}
_BOOKS = ("abook.sqlite", "history.sqlite", "abook.mab", "history.mab")

Prefs = dict[str, str]


def of_thunderbird(room: Room) -> Told:
    """The accounts and address books of every profile."""
    for profile in _profiles(room):
        kept: set[str] = set()
        logins, prefs = rf"{profile}\logins.json", rf"{profile}\prefs.js"
        yield from room.reading(logins, _MOST, lambda content, kept=kept: _note(kept, content))  # type: ignore[misc]
        yield from room.reading(prefs, _MOST, lambda content, at=prefs, kept=kept: _accounts(room, at, content, kept))  # type: ignore[misc]
        yield from _books(room, profile)


def _profiles(room: Room) -> list[str]:
    """The folders of all profiles: those in the usual place, and those that ``profiles.ini`` puts elsewhere on the drive."""
    top = rf"{room.roaming}\{_FOLDER}"
    found = {path.lower(): path for path in (*room.folders(rf"{top}\Profiles"), *portable_profiles(room))}
    try:
        content = room.read(rf"{top}\profiles.ini", _INI) or b""
        rows = [values for name, values in sections(content) if name.lower().startswith("profile") and values.get("path")]
    except BadEvidence as bad:
        room.lacks.append(room.gap(room.at(rf"{top}\profiles.ini"), bad))
        rows = []
    for values in rows[:_ACCOUNTS]:
        path = values["path"].replace("/", "\\").rstrip("\\")
        whole = rf"{top}\{path}" if values.get("isrelative") == "1" else path
        if room.here(whole):
            found.setdefault(whole.lower(), whole)
    return sorted(found.values())


def _note(kept: set[str], content: bytes) -> Iterable[Holding]:
    """Note for which servers a password is kept (``imap://host``, ``oauth://host``); it gives nothing by itself."""
    kept.update(host for row in mozilla_logins(content) if (host := host_of(str(row.get("hostname") or ""))))
    return ()


def _accounts(room: Room, path: str, content: bytes, kept: set[str]) -> Iterator[Holding]:
    prefs = _prefs(content)
    for server, identities in _pairs(prefs):
        service = _SERVICES.get(prefs.get(f"mail.server.{server}.type", ""))
        if service is None:
            continue  # the local folders, news, feeds
        own = f"mail.server.{server}"
        host = host_of(prefs.get(f"{own}.realhostname") or prefs.get(f"{own}.hostname") or "")
        addresses = [text for one in identities if "@" in (text := prefs.get(f"mail.identity.{one}.useremail", ""))]
        login = prefs.get(f"{own}.realuserName") or prefs.get(f"{own}.userName") or ""
        for address in addresses or [login if "@" in login else ""]:
            yield room.holding(
                room.at(path), Held.MAIL_ACCOUNT, PROGRAM, account=address, place=host, service=service, saved=host in kept
            )
        for sending in sorted({_sending(prefs, one) for one in identities} - {"", host}):
            yield room.holding(
                room.at(path), Held.MAIL_ACCOUNT, PROGRAM, account=addresses[0] if addresses else "", place=sending,
                service="smtp", saved=sending in kept,
            )  # fmt: skip


def _pairs(prefs: Prefs) -> Iterator[tuple[str, list[str]]]:
    """Each account's server, and its identities."""
    accounts = sorted(name.split(".")[2] for name in prefs if re.fullmatch(r"mail\.account\.[\w-]+\.server", name))
    if len(accounts) > _ACCOUNTS:
        raise BadEvidence(Reason.TOO_LARGE, f"more than {_ACCOUNTS} accounts")
    for account in accounts:
        identities = prefs.get(f"mail.account.{account}.identities", "").split(",")
        yield prefs[f"mail.account.{account}.server"], [one.strip() for one in identities if one.strip()][:_ACCOUNTS]


def _sending(prefs: Prefs, identity: str) -> str:
    server = prefs.get(f"mail.identity.{identity}.smtpServer") or prefs.get("mail.smtp.defaultserver") or ""
    return host_of(prefs.get(f"mail.smtpserver.{server}.hostname", ""))


def _prefs(content: bytes) -> Prefs:
    found: Prefs = {}
    for line in text_of(content).splitlines():
        if (row := _PREF.fullmatch(line)) and (value := _value(row[2])) is not None:
            found[row[1]] = value
    return found


def _value(text: str) -> str | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else None


def _books(room: Room, profile: str) -> Told:
    for name in _BOOKS:
        yield from room.book(rf"{profile}\{name}", PROGRAM)
