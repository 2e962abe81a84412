"""The programs that are installed, as Windows lists them: their names and versions."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import Setting
from mimawari.sources.windows.protections.reading import Reading

_LISTS = (r"Microsoft\Windows\CurrentVersion\Uninstall", r"WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall")
MOST = 2_000
"""Programs of one list."""


def installed(reading: Reading, hive: str, user: str, prefix: str = "") -> Iterator[Setting]:
    """Each program of the lists in a hive; behind them an empty setting where the lists could be read wholly."""
    if not reading.is_open(hive):
        return
    is_whole = True
    for path in _LISTS:
        keys, are_all = reading.below(hive, prefix + path, MOST)
        is_whole = is_whole and are_all
        for key in keys:
            at = f"{hive}\\{prefix}{path}\\{key.name}"
            name, version = reading.texts(key, at, "DisplayName", "DisplayVersion")
            if name:
                yield reading.told("installed", name, (at,), user, program=version[:60])
    if is_whole:
        yield reading.told("installed", "", (hive,), user)
