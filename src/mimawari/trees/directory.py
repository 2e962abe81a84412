"""A folder of this machine: a copied drive, an unpacked collection."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.model.filetime import from_unix_ns
from mimawari.trees import Entry
from mimawari.trees.faults import of_os, system
from mimawari.trees.nodes import Folder, Folders, parts
from mimawari.trees.side import LIMIT
from mimawari.trees.streams import open_plain

_LONG = "\\\\?\\"
_SURROGATE = 0x20000000
"""The bit of a reparse tag that says that the name stands for another place: IsReparseTagNameSurrogate (Microsoft, "Reparse Point
Tags"). Folders of OneDrive and the like do not have it: what they list lies in them."""
_AWAY = stat.FILE_ATTRIBUTE_OFFLINE | 0x40000 | 0x400000
"""With RECALL_ON_OPEN and RECALL_ON_DATA_ACCESS (Microsoft, "File Attribute Constants"): listing it fetches it from elsewhere."""


class DirectoryTree:
    """A folder and what lies below it; no link is ever followed.

    ``decode`` turns the stored names into the real ones (``urllib.parse.unquote`` for collectors that percent-encode).
    """

    exact = True

    def __init__(self, root: Path, decode: Callable[[str], str] | None = None) -> None:
        self._root = _LONG + os.path.abspath(root) if os.name == "nt" else os.fspath(root)  # noqa: PTH100
        self._decode = decode
        self._folders: Folders[str] = Folders()

    def list(self, path: str) -> Iterator[Entry]:
        """The entries of a folder, sorted by lower-case name. Raises ``BadEvidence``."""
        real = self._locate(path)
        if real is None:
            raise BadEvidence(Reason.MISSING, "no such folder")
        return iter(self._read(path, real))

    def entry(self, path: str) -> Entry | None:
        """The entry at *path*, or None."""
        real = self._locate(path)
        if real is None:
            return None
        try:
            status = os.lstat(real)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            raise of_os(fault, "entry") from fault
        return _entry(self._shown(os.path.basename(real)) if parts(path) else "", status)  # noqa: PTH119

    def open(self, path: str) -> BinaryIO:
        """The content, seekable, read only. Raises ``BadEvidence``."""
        real = self._locate(path)
        if real is None or (stat.S_ISDIR(self._status(real).st_mode)):
            raise BadEvidence(Reason.MISSING, "no such file")
        return self._opened(real)

    def side(self, path: str, name: str) -> bytes:
        """The first bytes of a file's stream *name*; empty where there is none. Raises ``BadEvidence``, ``OSError``."""
        real = self._locate(path)
        if real is None:
            return b""
        if os.name != "nt":
            ask = getattr(os, "getxattr", None)
            return bytes(ask(real, f"user.{name}", follow_symlinks=False))[:LIMIT] if ask else b""
        with self._opened(f"{real}:{name}") as opened:
            return opened.read(LIMIT)

    def _opened(self, real: str) -> BinaryIO:
        return open_plain(real)

    def _status(self, real: str) -> os.stat_result:
        with system("entry"):
            return os.lstat(real)

    def _locate(self, path: str) -> str | None:
        """The stored path. Every folder on the way was listed by its parent, so none is a link."""
        real, way = self._root, ""
        for part in parts(path):
            found = self._names(way, real)
            pair = found.find(part) if found else None
            if pair is None:
                return None
            way = f"{way}/{part.lower()}" if way else part.lower()
            real = os.path.join(real, pair[1])  # noqa: PTH118
        return real

    def _names(self, way: str, real: str) -> Folder[str] | None:
        kept = self._folders.get(way)
        if kept is not None:
            return kept
        if way and not _is_own_folder(self._status(real)):
            return None
        try:
            with system("folder"), os.scandir(real) as found:
                names = [(self._shown(item.name), item.name) for item in found]
        except BadEvidence as bad:
            if bad.reason is Reason.MISSING:
                return None
            raise
        return self._folders.keep(way, Folder(names))

    def _read(self, path: str, real: str) -> Sequence[Entry]:
        if not (_is_own_folder(status := self._status(real)) or (not parts(path) and stat.S_ISDIR(status.st_mode))):
            raise BadEvidence(Reason.MISSING, "no such folder")
        with system("folder"), os.scandir(real) as found:
            listed = [(self._shown(item.name), item.name, item) for item in found]
            entries = {stored: _listed(shown, item) for shown, stored, item in listed}
        folder = self._folders.keep("/".join(parts(path.lower())), Folder((shown, stored) for shown, stored, _ in listed))
        return [entries[stored] for _, stored in folder.nodes]

    def _shown(self, stored: str) -> str:
        if self._decode is None:
            return stored
        name = self._decode(stored)
        return name if name and "/" not in name and "\0" not in name else stored


def _listed(name: str, item: os.DirEntry[str]) -> Entry:
    try:
        return _entry(name, item.stat(follow_symlinks=False))
    except OSError:
        # It went, or may not be asked about; that it was listed is still true.
        return Entry(name, is_folder=False, special=True)


def _entry(name: str, status: os.stat_result) -> Entry:
    mode = status.st_mode
    regular, folder = stat.S_ISREG(mode), stat.S_ISDIR(mode)
    return Entry(
        name,
        folder,
        status.st_size if regular else None,
        _created(status),
        from_unix_ns(status.st_mtime_ns),
        not (regular or folder) or leads_elsewhere(status) or is_away(status),
    )


def leads_elsewhere(status: os.stat_result) -> bool:
    """Windows: a folder that is a reparse point and stands for another place, or whose tag is not told."""
    if not _is_reparse_folder(status):
        return False
    tag = getattr(status, "st_reparse_tag", 0)
    return not tag or bool(tag & _SURROGATE)


def is_away(status: os.stat_result) -> bool:
    """Windows: a folder that stands for no other place, and of which the list of files is to be fetched from a cloud first."""
    if not _is_reparse_folder(status) or leads_elsewhere(status):
        return False
    return bool(getattr(status, "st_file_attributes", 0) & _AWAY)


def _is_reparse_folder(status: os.stat_result) -> bool:
    return bool(getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_REPARSE_POINT and stat.S_ISDIR(status.st_mode))


def _is_own_folder(status: os.stat_result) -> bool:
    """A folder that lies here, and does not lead elsewhere. Raises ``BadEvidence`` for one that only a cloud could list."""
    if is_away(status):
        # Not as missing: that would say that there is no such folder.
        raise BadEvidence(Reason.UNSUPPORTED, "the list of its files is not on this PC")
    return stat.S_ISDIR(status.st_mode) and not leads_elsewhere(status)


def _created(status: os.stat_result) -> int | None:
    """Linux tells no creation time this way; Windows calls it ``st_ctime`` up to Python 3.11."""
    exact: int | None = getattr(status, "st_birthtime_ns", status.st_ctime_ns if os.name == "nt" else None)
    seconds: float | None = getattr(status, "st_birthtime", None)
    if exact is None and seconds is not None:
        exact = int(seconds * 1_000_000) * 1000
    return None if exact is None else from_unix_ns(exact)
