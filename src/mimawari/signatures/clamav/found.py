"""Which daemon is asked, with which settings: the one that the user named, or the one that is found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mimawari.model import Reason
from mimawari.signatures import Chosen, Lack
from mimawari.signatures.clamav.address import AUTO, USUAL, Address, Elsewhere, address
from mimawari.signatures.clamav.limits import CONFIGS, settings

Settings = dict[str, str]
NAME = "ClamAV"


def configured(chosen: Chosen) -> tuple[Settings | None, Lack | None]:
    """The settings that can be read: of the file that was named, or of the first that is where they usually are."""
    named = chosen.clamd_config
    for path in (named,) if named else tuple(map(Path, CONFIGS)):
        try:
            return settings(path), None
        except PermissionError:
            reason = Reason.DENIED
        except OSError:
            reason = Reason.MISSING
        if named:
            return None, Lack(str(named), reason, "ClamAV's settings cannot be read")
    return None, None


def listening(chosen: Chosen, found: Settings | None) -> Address | Lack:
    """Where it is asked."""
    if chosen.clamd != AUTO:
        return _named(chosen.clamd)
    for one in (*_addresses(found or {}), *map(_named, USUAL)):
        if isinstance(one, Address) and _answers(one):
            return one
    return Lack(NAME, Reason.MISSING, "ClamAV is not running, or listens elsewhere")


def _named(text: str) -> Address | Lack:
    try:
        return address(text)
    except Elsewhere:
        return Lack(NAME, Reason.UNSUPPORTED, "ClamAV on another machine: what is checked does not leave this one")


def are_of(found: Settings, where: Address) -> bool:
    """Whether the settings are those of the daemon that listens there."""
    return any(_same(one, where) for one in _addresses(found))


def _addresses(found: Settings) -> Iterator[Address]:
    """Where the daemon with these settings listens."""
    if "LocalSocket" in found:
        yield Address(path=found["LocalSocket"])
    if found.get("TCPSocket", "").isdecimal():
        yield Address(host="127.0.0.1", port=int(found["TCPSocket"]))


def _same(one: Address, other: Address) -> bool:
    if one.path and other.path:
        return os.path.realpath(one.path) == os.path.realpath(other.path)
    return not one.path and not other.path and one.port == other.port


def _answers(one: Address) -> bool:
    """Whether somebody listens; a socket that may not be used is one as well."""
    try:
        one.connected(2.0).close()
    except (PermissionError, TimeoutError):
        return True
    except (OSError, OverflowError):
        return False
    return True
