"""What ClamAV's daemon leaves out without a word, as its settings say. It does not tell them to who asks it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CONFIGS = (
    ("C:\\Program Files\\ClamAV\\clamd.conf",)
    if sys.platform == "win32"
    else (
        "/etc/clamav/clamd.conf",
        "/etc/clamd.d/scan.conf",
        "/etc/clamd.conf",
        "/usr/local/etc/clamd.conf",
        "/usr/local/etc/clamav/clamd.conf",
        "/opt/homebrew/etc/clamav/clamd.conf",
    )
)
"""Where its settings usually are: Windows; Debian, Fedora, Arch, FreeBSD and others, Homebrew."""

MOST = (1 << 31) - 3
"""A limit of 0 means none, but no file of more bytes is looked at (clamd.conf(5), libclamav's ``INT_MAX - 2``)."""

_M = 1 << 20
_NAMES = ("StreamMaxLength", "MaxFileSize", "MaxScanSize")
_DEFAULTS = (100 * _M, 100 * _M, 400 * _M)
_OLD_DEFAULTS = (25 * _M, 25 * _M, 100 * _M)
_RAISED = (0, 105)
"""The version with which the limits were raised (its release notes)."""

_TIME = 120_000
_UNTOLD = 120.0
_PARTS = (
    "ScanPE", "ScanELF", "ScanMail", "ScanArchive", "ScanHTML", "ScanOLE2", "ScanPDF", "ScanSWF", "ScanXMLDOCS", "ScanHWP3",
    "ScanOneNote", "ScanImage",
)  # fmt: skip
_BYTES = re.compile(r"([0-9]{1,15})([KMG]?)", re.IGNORECASE | re.ASCII)
_UNITS = {"": 1, "K": 1 << 10, "M": _M, "G": 1 << 30}
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """``size`` bytes of a content are looked at, because of ``name``; ``seconds`` of time, 0 where that has no limit.

    ``left_out`` are kinds of files that it does not look into. ``are_known``: they stand in its settings, and are not assumed.
    """

    name: str
    size: int
    seconds: float = _UNTOLD
    left_out: tuple[str, ...] = ()
    are_known: bool = False


ASSUMED = Limits("MaxFileSize", 25 * _M)
"""Where its settings cannot be read: the smallest that are usual, Debian's own and those before version 0.105."""


def limits(settings: Mapping[str, str], version: tuple[int, ...]) -> Limits:
    """The limits of the daemon with these *settings*; what they leave out is as that *version* has it (empty: unknown)."""
    defaults = _DEFAULTS if version >= _RAISED else _OLD_DEFAULTS
    sizes = [(_size(settings.get(name), usual) or MOST, name) for name, usual in zip(_NAMES, defaults, strict=True)]
    size, name = min(sizes, key=lambda one: one[0])
    left_out = tuple(part for part in _PARTS if settings.get(part, "yes").lower() in ("no", "false", "0", "off"))
    return Limits(name, min(size, MOST), _size(settings.get("MaxScanTime"), _TIME) / 1000, left_out, True)


def _size(text: str | None, usual: int) -> int:
    found = _BYTES.fullmatch(text or "")
    return int(found[1]) * _UNITS[found[2].upper()] if found else usual


def settings(path: Path) -> dict[str, str]:
    """The options of a ``clamd.conf`` and what each is set to, the last where it stands more than once. Raises ``OSError``."""
    with path.open("rb") as file:
        text = file.read(_LONGEST).decode("utf-8", "replace")
    pairs = (line.strip().split(None, 1) for line in text.splitlines())
    return {pair[0]: pair[1].strip().strip("\"'") for pair in pairs if len(pair) == 2 and not pair[0].startswith("#")}
