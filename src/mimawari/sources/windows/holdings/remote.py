"""Ways into other machines that programs keep: FTP and SFTP, terminals, remote desktops, dial-up and VPN, network drives.

FileZilla's numbers of protocols are those of its sources (src/include/server.h, ``ServerProtocol``), FFFTP's values those of its
registry.cpp, WinSCP's ``FSProtocol`` that of its core (SessionData.h). A telephone book (``rasphone.pbk``) is an ini file in which
``Type=2`` is a VPN (RASET_Vpn of ras.h) and ``PhoneNumber`` the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import unquote

from mimawari.model import BadEvidence, Gap, Held, Holding, Reason
from mimawari.sources.windows.holdings.documents import records, sections
from mimawari.sources.windows.holdings.room import KEYS, Room, Told, values_of, words_of
from mimawari.sources.windows.holdings.sites import machine_of
from mimawari.sources.windows.registry import RegistryKey

_MOST = 16 << 20
_FILEZILLA = ("sitemanager.xml", "recentservers.xml", "filezilla.xml")
_FILEZILLA_PROTOCOLS = {"0": "ftp", "1": "sftp", "2": "https", "3": "ftp", "4": "ftp", "6": "ftp"}
_WINSCP = r"Software\Martin Prikryl\WinSCP 2\Sessions"
_WINSCP_PROTOCOLS = {0: "sftp", 1: "sftp", 2: "sftp", 5: "ftp", 6: "https", 7: "https"}
_WINSCP_USUAL = 1
_PUTTY = r"Software\SimonTatham\PuTTY\Sessions"
_FFFTP = (r"Software\Sota\FFFTP\Options",)
_FFFTP_LOCKED = r"Software\Sota\FFFTP\EncryptedOptions"
_RDP = r"Software\Microsoft\Terminal Server Client"
_DRIVES = "Network"
_BOOK = r"Microsoft\Network\Connections\Pbk\rasphone.pbk"


def remotes(room: Room) -> Told:
    """All that a user's programs keep."""
    for name in _FILEZILLA:
        path = rf"{room.roaming}\FileZilla\{name}"
        yield from room.reading(path, _MOST, lambda content, at=path: _filezilla(room, at, content))  # type: ignore[misc]
    for path, read in ((_WINSCP, _winscp), (_PUTTY, _putty), *((one, _ffftp) for one in _FFFTP)):
        for key in room.below(path):
            yield from [key] if isinstance(key, Gap) else _of_key(room, path, key, read)
    yield from _ffftp_locked(room)
    ini = rf"{room.roaming}\WinSCP.ini"
    yield from room.reading(ini, _MOST, lambda content: _winscp_ini(room, ini, content))
    yield from _desktops(room)
    for key in room.below(_DRIVES):
        yield from [key] if isinstance(key, Gap) else _of_key(room, _DRIVES, key, _drive)
    yield from phone_book(room, rf"{room.roaming}\{_BOOK}")


def phone_book(room: Room, path: str) -> Told:
    """The VPNs of a telephone book."""
    yield from room.reading(path, _MOST, lambda content: _phone_book(room, path, content))


Values = dict[str, str]
Read = Callable[[str, Values, dict[str, int]], tuple[str, str, str] | None]
"""From a key's name, texts and numbers: program, place and service; None where it is no login."""


def _of_key(room: Room, path: str, key: RegistryKey, read: Read) -> Told:
    at = room.registry_at(rf"{path}\{key.name}")
    try:
        values = values_of(key)
    except BadEvidence as bad:
        yield room.gap(at, bad)
        return
    texts = {name: words_of(value) for name, value in values.items() if not name.startswith("password")}
    numbers = {name: int.from_bytes(value.data[:4], "little") for name, value in values.items() if isinstance(value.data, bytes)}
    saved = any(name.startswith("password") and len(value.data) > 0 for name, value in values.items())
    found = read(key.name, texts, numbers)
    if found and found[1]:
        program, place, service = found
        knows = service in ("ftp", "sftp", "https")
        yield room.holding(at, Held.REMOTE_LOGIN, program, place=place, service=service, saved=saved if knows else None)


def _winscp(name: str, texts: Values, numbers: dict[str, int]) -> tuple[str, str, str] | None:
    if unquote(name) == "Default Settings":
        return None
    service = _WINSCP_PROTOCOLS.get(numbers.get("fsprotocol", _WINSCP_USUAL), "sftp")
    return "WinSCP", machine_of(texts.get("hostname", "")), service


def _putty(_: str, texts: Values, __: dict[str, int]) -> tuple[str, str, str]:
    protocol = texts.get("protocol", "ssh") or "ssh"
    return "PuTTY", machine_of(texts.get("hostname", "")), "ssh" if protocol == "ssh" else ""


def _ffftp(name: str, texts: Values, _: dict[str, int]) -> tuple[str, str, str] | None:
    if not name.lower().startswith(("host", "history")):
        return None
    return "FFFTP", machine_of(texts.get("hostadrs", "")), "ftp"


def _drive(_: str, texts: Values, __: dict[str, int]) -> tuple[str, str, str]:
    path = texts.get("remotepath", "")
    return "Windows", machine_of(path.lstrip("\\").partition("\\")[0]) if path.startswith("\\\\") else "", "smb"


def _ffftp_locked(room: Room) -> Told:
    yield from room.unread_key(_FFFTP_LOCKED, Reason.ENCRYPTED, "FFFTP keeps its sites encrypted")


def _desktops(room: Room) -> Told:
    """Servers of remote desktops: each by the key that bears its name, and the list of those last used."""
    places: dict[str, Holding] = {}
    for key in room.below(rf"{_RDP}\Servers"):
        if isinstance(key, Gap):
            yield key
        elif host := machine_of(key.name):
            places[host] = _desktop(room, rf"{_RDP}\Servers\{key.name}", host)
    path = rf"{_RDP}\Default"
    try:
        key_of = room.hive.key(path) if room.hive else None
        values = values_of(key_of) if key_of else {}
    except BadEvidence as bad:
        yield room.gap(room.registry_at(path), bad)
        values = {}
    for name, value in values.items():
        if name.startswith("mru") and (host := machine_of(words_of(value))):
            places.setdefault(host, _desktop(room, path, host))
    yield from (places[host] for host in sorted(places)[:KEYS])


def _desktop(room: Room, path: str, host: str) -> Holding:
    return room.holding(room.registry_at(path), Held.REMOTE_LOGIN, "Remote Desktop", place=host, service="rdp")


def _filezilla(room: Room, path: str, content: bytes) -> Iterator[Holding]:
    for server in records(content, "Server", "LastServer", secret=("pass",)):
        if host := machine_of(server.get("host", "")):
            service = _FILEZILLA_PROTOCOLS.get(server.get("protocol", "0"), "ftp")
            saved = bool(server.get("pass"))
            yield room.holding(room.at(path), Held.REMOTE_LOGIN, "FileZilla", place=host, service=service, saved=saved)


def _winscp_ini(room: Room, path: str, content: bytes) -> Iterator[Holding]:
    for name, values in sections(content):
        kind, _, session = name.partition("\\")
        host = machine_of(unquote(values.get("hostname", "")))
        if kind.lower() == "sessions" and host and unquote(session) != "Default Settings":
            number = values.get("fsprotocol", "")
            service = _WINSCP_PROTOCOLS.get(int(number) if number.isascii() and number.isdigit() else _WINSCP_USUAL, "sftp")
            saved = bool(values.get("password"))
            yield room.holding(room.at(path), Held.REMOTE_LOGIN, "WinSCP", place=host, service=service, saved=saved)


def _phone_book(room: Room, path: str, content: bytes) -> Iterator[Holding]:
    for _, values in sections(content):
        if values.get("type") == "2" and (host := machine_of(values.get("phonenumber", ""))):
            yield room.holding(room.at(path), Held.REMOTE_LOGIN, "Windows", place=host, service="vpn")
