"""Windows' mark of what came from elsewhere: the stream ``Zone.Identifier`` ([MS-FSCC] 5.6.1), written by browsers, mail programs
and what unpacks archives.

Its addresses may hold secrets (the key to a download): only the hosts' names are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

STREAM = "Zone.Identifier"
_LINE = re.compile(r"(?im)^[ \t]*(ZoneId|ReferrerUrl|HostUrl|LastWriterPackageFamilyName)[ \t]*=[ \t]*([^\r\n]{1,2000})")
_MOST = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """``zone`` is the ZoneId; ``hosts`` are the hosts of its addresses and the package of the app that wrote it.

    ``container`` is the archive that it was unpacked from: Windows names its path in place of an address.
    """

    zone: int
    hosts: tuple[str, ...] = ()
    container: str = ""


def mark_of(stream: bytes) -> Mark | None:
    """The mark in a stream; None where it is none."""
    values = [(name.lower(), value.strip()) for name, value in _LINE.findall(_text(stream))[:_MOST]]
    zone = next((int(value) for name, value in values if name == "zoneid" and value in ("0", "1", "2", "3", "4")), None)
    if zone is None:
        return None
    places = [value for name, value in values if name in ("referrerurl", "hosturl")]
    writers = [value.partition("_")[0].lower() for name, value in values if name == "lastwriterpackagefamilyname"]
    hosts = [host for host in map(_host, places) if host]
    return Mark(zone, tuple(sorted({*hosts, *writers})), next((name for name in map(_archive, places) if name), ""))


def _text(stream: bytes) -> str:
    """It is ANSI, by some programs UTF-8 or UTF-16."""
    if stream[:2] == b"\xff\xfe":
        return stream[2 : 2 + (len(stream) - 2 & ~1)].decode("utf-16-le", "replace")
    try:
        return stream.decode("utf-8-sig")
    except UnicodeDecodeError:
        return stream.decode("cp932", "replace")


def _host(place: str) -> str:
    try:
        parts = urlsplit(place)
        return (parts.hostname or "")[:253] if parts.scheme in ("http", "https", "ftp") else ""
    except ValueError:
        return ""


def _archive(place: str) -> str:
    path = place.removeprefix("file:///").replace("/", "\\")
    return path.rpartition("\\")[2][:255] if path[1:3] == ":\\" or path.startswith("\\\\") else ""
