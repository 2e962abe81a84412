r"""Which Office is there, and what it may do for a user.

Office of today (16.0) has no version in its keys; ``program`` of a setting is the application and, after a space, its version as
Click-to-Run tells it (``Word 16.0.15330.20196``), else that of the keys (``Word 15.0``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mimawari.model import BadEvidence, Setting
from mimawari.sources.windows.hive_value import HiveValue
from mimawari.sources.windows.protections.reading import ABSENT, At, Reading

_SOFTWARE = r"HKLM\SOFTWARE"
_CLICK = r"Microsoft\Office\ClickToRun\Configuration"
_VIEWS = ("", "WOW6432Node\\")
VERSIONS = ("16.0", "15.0", "14.0")
MACRO_APPS = ("Word", "Excel", "PowerPoint")
_APPS = (*MACRO_APPS, "OneNote", "Outlook")
EXTENSIONS = "extensions"
"""The value where OneNote opens embedded files, but for kinds that somebody named."""
_MOST = 50
_RECORD, _MACROS = 24, b"\xff\xff\xff\x7f"
_LOCATION = re.compile(r"(?i)location\d{1,3}")


def office_settings(reading: Reading) -> Iterator[Setting]:
    """The products of Click-to-Run with their version; of other Office each application that is there."""
    products = reading.first((At(_SOFTWARE, _CLICK, "ProductReleaseIds"),))
    version = reading.first((At(_SOFTWARE, _CLICK, "VersionToReport"),))
    there = apps(reading)
    if products is None or version is None or there is None:
        return
    if products[0]:
        yield reading.told("office-support", products[0], (f"{_SOFTWARE}\\{_CLICK}", "ProductReleaseIds"), program=version[0])
    elif there:
        for app, number in there:
            yield reading.told("office-support", app, (rf"{_SOFTWARE}\Microsoft\Office\{number}\{app}",), program=number)
    else:
        yield reading.told("office-support", ABSENT, (_SOFTWARE,))


def apps(reading: Reading) -> list[tuple[str, str]] | None:
    """The applications that are there, with the version of their keys; None where that cannot be told."""
    try:
        found = [(app, version) for version in VERSIONS for app in _APPS if _is_there(reading, app, version)]
        if not found and reading.value(At(_SOFTWARE, _CLICK, "ProductReleaseIds")):
            found = [(app, "16.0") for app in _APPS]
    except BadEvidence as bad:
        reading.refuse((rf"{_SOFTWARE}\Microsoft\Office",), bad.reason, bad.detail)
        return None
    return found


def _is_there(reading: Reading, app: str, version: str) -> bool:
    paths = (rf"{view}Microsoft\Office\{version}\{app}\InstallRoot" for view in _VIEWS)
    return any(reading.value(At(_SOFTWARE, path, "Path")) for path in paths)


def user_office(reading: Reading, hive: str, user: str) -> Iterator[Setting]:
    """What Office may do for a user. *hive* is the name of the user's hive, which is open."""
    there = apps(reading)
    if there is None:
        return
    click = reading.first((At(_SOFTWARE, _CLICK, "VersionToReport"),))
    for app in _APPS:
        versions = [version for name, version in there if name == app]
        if not versions:
            yield from (reading.told(row, ABSENT, (_SOFTWARE,), user, program=app) for row in _OF[app])
        for version in versions:
            told = (click[0] if click else "") if version == "16.0" else version
            yield from _App(reading, hive, user, app, version, f"{app} {told or version}").settings()


_MACRO_ROWS = ("office-macros", "office-internet-macros", "protected-view", "trusted-locations", "trusted-documents")
_OF = {
    "Word": (*_MACRO_ROWS, "word-dde", "macro-scan"), "Excel": (*_MACRO_ROWS, "excel-dde", "excel-xlm"), "PowerPoint": _MACRO_ROWS,
    "OneNote": ("onenote-files",), "Outlook": ("outlook-pictures",),
}  # fmt: skip
_UNPROTECTED = ("DisableInternetFilesInPV", "DisableAttachementsInPV", "DisableUnsafeLocationsInPV")


class _App:
    """One application of one version, for one user."""

    def __init__(self, reading: Reading, hive: str, user: str, app: str, version: str, program: str) -> None:
        self._reading, self._hive, self._user, self._app, self._program = reading, hive, user, app, program
        self._path = rf"Microsoft\Office\{version}"

    def settings(self) -> Iterator[Setting]:
        """All rows of the application."""
        if self._app in MACRO_APPS:
            yield from self._one("office-macros", "Security", "VBAWarnings")
            yield from self._one("office-internet-macros", "Security", "blockcontentexecutionfrominternet", only_policy=True)
            yield from self._unprotected()
            yield from self._locations()
            yield from self._documents()
        if self._app == "Word":
            yield from self._one("word-dde", "Security", "AllowDDE")
            yield from self._one("macro-scan", "Security", "MacroRuntimeScanScope", app="Common")
        elif self._app == "Excel":
            yield from self._one("excel-dde", r"Security\External Content", "DisableDDEServerLaunch")
            yield from self._one("excel-xlm", "Security", "XL4MacroOff")
        elif self._app == "OneNote":
            yield from self._embedded()
        elif self._app == "Outlook":
            yield from self._one("outlook-pictures", r"Options\Mail", "BlockExtContent")

    def _places(self, key: str, name: str, app: str = "", *, only_policy: bool = False) -> tuple[At, ...]:
        """Where it may stand, what wins first: the user's policies, those of the machine, the user's own choice."""
        path = rf"{self._path}\{app or self._app}\{key}"
        policies = (
            At(self._hive, rf"Software\Policies\{path}", name, policy=True), At(_SOFTWARE, rf"Policies\{path}", name, policy=True),
        )  # fmt: skip
        return policies if only_policy else (*policies, At(self._hive, rf"Software\{path}", name))

    def _one(self, row: str, key: str, name: str, app: str = "", *, only_policy: bool = False) -> Iterator[Setting]:
        places = self._places(key, name, app, only_policy=only_policy)
        yield from self._reading.setting(row, places, self._user, self._program)

    def _embedded(self) -> Iterator[Setting]:
        """Whether files in notebooks can be opened; ``extensions`` where only some kinds of them cannot."""
        for one in self._one("onenote-files", "Options", "DisableEmbeddedFiles"):
            blocked = self._reading.first(self._places(r"Options\EmbeddedFileOpenOptions", "BlockedExtensions"))
            if one.value != "1" and blocked is None:
                return
            yield replace(one, value=EXTENSIONS) if one.value != "1" and blocked and blocked[0] else one

    def _unprotected(self) -> Iterator[Setting]:
        """Of which files Protected View is turned off: the names of the values that are 1, apart by blanks."""
        found = [(name, self._reading.first(self._places(r"Security\ProtectedView", name))) for name in _UNPROTECTED]
        if all(one is not None for _, one in found):
            off = " ".join(name for name, one in found if one and one[0] == "1")
            at = rf"{self._hive}\Software\{self._path}\{self._app}\Security\ProtectedView"
            yield self._told("protected-view", off, (at,))

    def _locations(self) -> Iterator[Setting]:
        """Each folder whose files Office trusts; behind them an empty setting where none was added."""
        is_empty = True
        for hive, top, policy in ((self._hive, r"Software\Policies", True), (self._hive, "Software", False)):
            path = rf"{top}\{self._path}\{self._app}\Security\Trusted Locations"
            keys, are_all = self._reading.below(hive, path, _MOST)
            is_empty = is_empty and are_all
            for key in keys:
                at = (rf"{hive}\{path}\{key.name}",)
                folder, below = self._reading.texts(key, *at, "Path", "AllowSubFolders")
                if folder and _LOCATION.fullmatch(key.name):
                    is_empty = False
                    value = folder.rstrip("\\") + (r"\*" if below == "1" else "")
                    yield self._told("trusted-locations", value, at, policy=policy)
        if is_empty:
            yield self._told("trusted-locations", "", (self._hive,))

    def _documents(self) -> Iterator[Setting]:
        """How many documents there are whose macros run without a question."""
        path = rf"Software\{self._path}\{self._app}\Security\Trusted Documents\TrustRecords"
        try:
            key = self._reading.key(self._hive, path)
            count = sum(map(_runs, key.values() if key else ()))
        except BadEvidence as bad:
            self._reading.refuse((rf"{self._hive}\{path}",), bad.reason, bad.detail)
            return
        yield self._told("trusted-documents", str(count), (rf"{self._hive}\{path}",))

    def _told(self, row: str, value: str, place: tuple[str, ...], *, policy: bool = False) -> Setting:
        return self._reading.told(row, value, place, self._user, policy=policy, program=self._program)


def _runs(record: HiveValue) -> bool:
    """Whether macros of this document were allowed (see ``office_lists``)."""
    return isinstance(record.data, bytes) and len(record.data) == _RECORD and record.data[-4:] == _MACROS
