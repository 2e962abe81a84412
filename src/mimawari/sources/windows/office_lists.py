"""What Office remembers of documents in a user's hive: the lists of those opened last, and those that its user trusts.

Microsoft documents neither; the forms are as forensic tools read them, and as public hives have them (those of plaso and
regipy). A list's value is ``[F00000000][T<FILETIME in hex>][O00000000]*<path>``. A trust record bears the document's path as its
name (``%USERPROFILE%/Downloads/a%20b.docm``); its data are a FILETIME of the file, the offset of the time zone, the minute of the
decision counted from 1970, and 1 where editing was allowed, 0x7FFFFFFF where what is in the document was.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import unquote

from mimawari.model import Way
from mimawari.model.filetime import from_unix_ns
from mimawari.sources.windows.hive_value import HiveValue
from mimawari.sources.windows.paths import LIMIT, expand
from mimawari.sources.windows.registry import RegistryHive, RegistryKey
from mimawari.sources.windows.traces import Refusals, Trace

_OFFICE = r"Software\Microsoft\Office"
_VERSION = re.compile(r"\d{1,2}\.\d")
_APPS = ("Word", "Excel", "PowerPoint", "Access", "Publisher", "Visio", "OneNote")
_ITEM = re.compile(r"(?i)item \d{1,4}")
_LISTED = re.compile(r"(?:\[F[0-9A-Fa-f]{1,8}\])?\[T([0-9A-Fa-f]{16})\](?:\[O[0-9A-Fa-f]{1,8}\])?\*(.{3,})", re.DOTALL)
_RECORD = struct.Struct("<QqII")
_MACROS = 0x7FFFFFFF
_MINUTE = 60_000_000_000
_ACCOUNTS = 50
_RECORDS = r"Security\Trusted Documents\TrustRecords"


def office_traces(hive: RegistryHive, root: str, variables: Mapping[str, str], refusals: Refusals) -> Iterator[Trace]:
    r"""Every document that Office remembers; *root* is how an origin names the hive."""
    place = rf"{root}\{_OFFICE}"
    with refusals.at(place):
        office = hive.key(_OFFICE)
        for version in office.subkeys() if office else ():
            for app in _APPS if _VERSION.fullmatch(version.name) else ():
                with refusals.at(rf"{place}\{version.name}\{app}"):
                    if found := version.subkey(app):
                        yield from _of_app(found, rf"{place}\{version.name}\{app}", variables, refusals)


def _of_app(app: RegistryKey, at: str, variables: Mapping[str, str], refusals: Refusals) -> Iterator[Trace]:
    with refusals.at(rf"{at}\{_RECORDS}"):
        yield from _trusted(app, rf"{at}\{_RECORDS}", variables)
    with refusals.at(rf"{at}\File MRU"):
        yield from _listed(app, rf"{at}\File MRU", app.name)
    with refusals.at(rf"{at}\User MRU"):
        accounts = app.subkey("User MRU")
        for account in islice(accounts.subkeys() if accounts else (), _ACCOUNTS):
            with refusals.at(rf"{at}\User MRU\{account.name}"):
                yield from _listed(account, rf"{at}\User MRU\{account.name}\File MRU", app.name)


def _listed(key: RegistryKey, at: str, app: str) -> Iterator[Trace]:
    documents = key.subkey("File MRU")
    for value in documents.values() if documents else ():
        found = _LISTED.match(value.data) if isinstance(value.data, str) and _ITEM.fullmatch(value.name) else None
        if found:
            yield Trace(Way.LIST, _plain(found[2]), (at, value.name), app, int(found[1], 16) or None)


def _trusted(app: RegistryKey, at: str, variables: Mapping[str, str]) -> Iterator[Trace]:
    key: RegistryKey | None = app
    for name in _RECORDS.split("\\"):
        key = key.subkey(name) if key else None
    for value in key.values() if key else ():
        if trace := _record(value, app.name, at, variables):
            yield trace


def _record(value: HiveValue, app: str, at: str, variables: Mapping[str, str]) -> Trace | None:
    if not isinstance(value.data, bytes) or len(value.data) != _RECORD.size or not value.name:
        return None
    _, _, minute, allowed = _RECORD.unpack(value.data)
    path = _plain(unquote(expand(value.name, variables)))
    time = from_unix_ns(minute * _MINUTE) if minute else None
    return Trace(Way.TRUSTED, path, (at, value.name), app, time, allowed_macros=allowed == _MACROS)


def _plain(path: str) -> str:
    """A path as Windows writes it; an address stays one."""
    path = path.removeprefix("file:///")[:LIMIT]
    return path if "://" in path[:12] else path.replace("/", "\\")
