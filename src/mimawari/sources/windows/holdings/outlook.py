"""Mail accounts of Microsoft's programs: Outlook's profiles, the new Outlook, and the account manager of Outlook Express.

A profile keeps its accounts below ``9375CFF0413111d3B88A00104B2A6676``, one key each, text as UTF-16 bytes (by what public tools
for administrators read there). An account of a server of Exchange or Microsoft 365 bears the service ``MSEMS`` and its address as
``Account Name``; an address book (``CONTAB``, LDAP) has neither server nor address.
"""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.model import BadEvidence, Gap, Held, Holding
from mimawari.sources.windows.hive_value import HiveValue
from mimawari.sources.windows.holdings.documents import as_object, json_object
from mimawari.sources.windows.holdings.room import Room, Told, address_of, values_of, words_of
from mimawari.sources.windows.holdings.sites import host_of
from mimawari.sources.windows.registry import RegistryKey

_VERSIONS = ("16.0", "15.0", "14.0")
_PROFILES = (
    *(rf"Software\Microsoft\Office\{version}\Outlook\Profiles" for version in _VERSIONS),
    r"Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles",
    r"Software\Microsoft\Windows Messaging Subsystem\Profiles",
)
_ACCOUNTS = "9375CFF0413111d3B88A00104B2A6676"
_MANAGERS = (
    r"Software\Microsoft\Internet Account Manager\Accounts",
    r"Software\Microsoft\Office\Outlook\OMI Account Manager\Accounts",
)
_SERVERS = (("imap server", "imap", "imap password"), ("pop3 server", "pop3", "pop3 password"))
_SENDING = ("smtp server", "smtp", "smtp password")
_JSON = 16 << 20

Values = dict[str, HiveValue]


def of_outlook(room: Room) -> Told:
    """The accounts of every profile, and those of the new Outlook."""
    for path in _PROFILES:
        for profile in room.below(path):
            if isinstance(profile, Gap):
                yield profile
                continue
            place = rf"{path}\{profile.name}\{_ACCOUNTS}"
            for key in room.below(place):
                yield from [key] if isinstance(key, Gap) else _read(room, place, key, "Outlook")
    new = rf"{room.local}\Microsoft\Olk\UserSettings.json"
    yield from room.reading(new, _JSON, lambda content: _new_outlook(room, new, content))


def account_managers(room: Room) -> Told:
    """The accounts of Outlook Express and of Outlook up to 2000, which Windows keeps for them."""
    for path in _MANAGERS:
        yield from _managed(room, path)
    for key in room.below("Identities"):
        if isinstance(key, Gap):
            yield key
        else:
            yield from _managed(room, rf"Identities\{key.name}\{_MANAGERS[0]}")


def _managed(room: Room, path: str) -> Told:
    for key in room.below(path):
        yield from [key] if isinstance(key, Gap) else _read(room, path, key, "Outlook Express")


def _read(room: Room, path: str, key: RegistryKey, program: str) -> Told:
    at = room.registry_at(rf"{path}\{key.name}")
    try:
        values = values_of(key)
    except BadEvidence as bad:
        yield room.gap(at, bad)
        return
    address = _first(values, "email", "smtp email address", "account name")
    incoming = [(host, service, _kept(values, kept)) for name, service, kept in _SERVERS if (host := _server(values, name))]
    for host, service, saved in incoming:
        yield room.holding(at, Held.MAIL_ACCOUNT, program, account=address_of(address), place=host, service=service, saved=saved)
    sending, service, kept = _SENDING
    host = _server(values, sending)
    if host and host not in [place for place, _, _ in incoming]:
        yield room.holding(
            at, Held.MAIL_ACCOUNT, program, account=address_of(address), place=host, service=service, saved=_kept(values, kept)
        )
    if not incoming and not host and _is_exchange(values, address):
        yield room.holding(at, Held.MAIL_ACCOUNT, program, account=address_of(address), service="exchange")


def _is_exchange(values: Values, address: str) -> bool:
    service = words_of(values.get("service name")).upper()
    return bool(address_of(address)) and (service == "MSEMS" or "eas server url" in values or not service)


def _first(values: Values, *names: str) -> str:
    return next((text for name in names if (text := words_of(values.get(name))) and "@" in text), "")


def _server(values: Values, name: str) -> str:
    return host_of(words_of(values.get(name)))


def _kept(values: Values, name: str) -> bool:
    """Whether a password is kept, in whichever way the version has it (``POP3 Password``, ``POP3 Password2``)."""
    return any(found.startswith(name) and len(value.data) > 0 for found, value in values.items())


def _new_outlook(room: Room, path: str, content: bytes) -> Iterable[Holding]:
    names = as_object(as_object(json_object(content).get("Identities")).get("IdentityMap"))
    for name in sorted(name for name in names if "@" in name)[:1_000]:
        yield room.holding(room.at(path), Held.MAIL_ACCOUNT, "Outlook (new)", account=name)
