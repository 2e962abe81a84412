"""How a file that somebody opened came to the PC, as far as its place and Windows' mark tell."""

from __future__ import annotations

import re
from enum import StrEnum

from mimawari.knowledge import Knowledge
from mimawari.model import OpenedFile
from mimawari.model.filetime import to_iso

_INTERNET = 3
_DOWNLOADS = re.compile(r"\\users\\[^\\]+\\(?:onedrive[^\\]*\\)?(?:downloads|ダウンロード)\\", re.IGNORECASE)
PROGRAMS = {
    "outlook": "Outlook", "new-outlook": "Outlook (new)", "mail-app": "Mail (Windows)", "thunderbird": "Thunderbird",
    "zip-view": "Explorer", "7-zip": "7-Zip", "winrar": "WinRAR", "bandizip": "Bandizip", "onenote": "OneNote",
}  # fmt: skip
"""The names that people know the programs by that keep passing copies."""
_MAIL = frozenset({"outlook", "new-outlook", "mail-app", "thunderbird"})
_VIEWERS = frozenset({"zip-view", "7-zip", "winrar", "bandizip"})


class Came(StrEnum):
    """The way that it came, the surest first."""

    MAIL = "mail"
    NOTEBOOK = "notebook"
    ARCHIVE = "archive"
    INTERNET = "internet"


def came(file: OpenedFile, known: Knowledge) -> Came | None:
    """The way that it came; None where it may have been there all along."""
    if file.kept_by in _MAIL or any(_is_mail(host, known) for host in file.sources):
        return Came.MAIL
    if file.kept_by == "onenote":
        return Came.NOTEBOOK
    if file.kept_by in _VIEWERS or file.container:
        return Came.ARCHIVE
    is_marked = file.zone is not None and file.zone >= _INTERNET
    return Came.INTERNET if is_marked or _DOWNLOADS.search(file.path) else None


def _is_mail(host: str, known: Knowledge) -> bool:
    return any(host == service or host.endswith(f".{service}") for service in known.marks["mail-services"])


def shown_program(file: OpenedFile) -> str:
    """The program that tells of it, as people call it."""
    return PROGRAMS.get(file.kept_by) or " / ".join(file.programs)


def opened_at(file: OpenedFile) -> str | None:
    """The moment of its last opening that is known, as ISO 8601."""
    return to_iso(file.time) if file.time else None
