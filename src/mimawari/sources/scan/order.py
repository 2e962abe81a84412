"""The order that gives the earliest answer: where mails, downloads and droppers put things, the mail itself, profiles, the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from mimawari.sources.scan import Stage

_MOST_NAMES = 5_000
_ROWS: tuple[tuple[Stage, str], ...] = (
    # Windows: what comes in, what is put down, what starts by itself (ATT&CK T1204, T1547.001, T1053.005).
    (Stage.INCOMING, "users/*/downloads"),
    (Stage.INCOMING, "users/*/desktop"),
    (Stage.INCOMING, "users/*/onedrive/desktop"),
    (Stage.INCOMING, "users/*/appdata/local/temp"),
    (Stage.INCOMING, "users/*/appdata/local/microsoft/windows/inetcache"),
    (Stage.INCOMING, "users/*/appdata/roaming/microsoft/windows/start menu/programs/startup"),
    (Stage.INCOMING, "users/*/appdata/roaming/microsoft/windows/recent"),
    (Stage.INCOMING, "programdata/microsoft/windows/start menu/programs/startup"),
    (Stage.INCOMING, "users/public"),
    (Stage.INCOMING, "windows/temp"),
    (Stage.INCOMING, "windows/system32/tasks"),
    (Stage.INCOMING, "windows/system32/config/systemprofile/appdata/local"),
    (Stage.INCOMING, "windows/syswow64/config/systemprofile/appdata/local"),
    (Stage.MAIL, "users/*/documents/outlook files"),
    (Stage.MAIL, "users/*/appdata/local/microsoft/outlook"),
    (Stage.MAIL, "users/*/appdata/roaming/thunderbird"),
    (Stage.MAIL, "users/*/appdata/local/packages/microsoft.windowscommunicationsapps_8wekyb3d8bbwe"),
    (Stage.PROFILES, "users/*/appdata/local"),
    (Stage.PROFILES, "users/*/appdata/roaming"),
    (Stage.PROFILES, "users"),
    (Stage.PROFILES, "programdata"),
    (Stage.SYSTEM, "windows/system32"),
    (Stage.SYSTEM, "windows/syswow64"),
    (Stage.SYSTEM, "windows"),
    # Linux and macOS.
    (Stage.INCOMING, "tmp"),
    (Stage.INCOMING, "var/tmp"),
    (Stage.INCOMING, "private/tmp"),
    (Stage.INCOMING, "home/*/downloads"),
    (Stage.INCOMING, "home/*/desktop"),
    (Stage.INCOMING, "home/*/.config/autostart"),
    (Stage.INCOMING, "users/*/library/launchagents"),
    (Stage.INCOMING, "library/launchagents"),
    (Stage.MAIL, "home/*/.thunderbird"),
    (Stage.MAIL, "home/*/maildir"),
    (Stage.MAIL, "users/*/library/mail"),
    (Stage.MAIL, "users/*/library/thunderbird"),
    (Stage.MAIL, "var/mail"),
    (Stage.MAIL, "var/spool/mail"),
    (Stage.PROFILES, "home"),
    (Stage.PROFILES, "root"),
    (Stage.SYSTEM, "usr/local"),
    (Stage.SYSTEM, "opt"),
    (Stage.SYSTEM, "etc"),
)
_KNOWN = tuple((stage, re.compile(re.escape(row).replace(r"\*", "[^/]+") + r"\Z", re.IGNORECASE)) for stage, row in _ROWS)

Names = Callable[[str], Iterable[str]]
"""The names of the folders in a folder; none where it cannot be listed."""


def staged(way: str) -> Stage | None:
    """The stage that begins with the folder at *way* from a drive's root on; None: it is of that around it."""
    return next((stage for stage, row in _KNOWN if row.match(way)), None)


def begins(names: Names) -> Iterator[tuple[Stage, str]]:
    """The folders with which the stages begin, as far as they are there, and the root itself as the last."""
    for stage, row in _ROWS:
        for way in _fitting(row.split("/"), names):
            yield stage, way
    yield Stage.REST, ""


def _fitting(row: list[str], names: Names) -> list[str]:
    ways = [""]
    for part in row:
        ways = [f"{way}/{name}".strip("/") for way in ways for name in _named(part, names(way))][:_MOST_NAMES]
    return ways


def _named(part: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if part in ("*", name.lower())]
