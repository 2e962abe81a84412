"""A Windows installation in a tree: where it is, and how to reach its files and hives by their Windows paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol
from urllib.parse import unquote

from mimawari.model import BadEvidence, File, Gap, Origin, Process, Reason
from mimawari.model.os_words import cause
from mimawari.sources.windows.hive import open_hive
from mimawari.sources.windows.paths import in_tree, placed
from mimawari.sources.windows.registry import RegistryHive
from mimawari.trees import Entry, Tree, Volume, Volumes

_DEPTH, _BREADTH = 5, 200
HEAD = 64


class Running(Protocol):
    """A Windows that is running: what is asked of it and not read from a disk. Everything may raise ``BadEvidence``."""

    @property
    def limited(self) -> bool:
        """Whether the user who looks is no administrator: Windows then keeps parts of itself back."""

    def hive(self, name: str) -> RegistryHive | None:
        """The hive of this name (``HKLM\\SOFTWARE``, ``HKU\\S-1-5-18``); None if it is not loaded."""

    def users(self) -> tuple[str, ...]:
        """The SIDs of the users whose hives are loaded, the system's own accounts apart."""

    def long_path(self, path: str) -> str:
        """A path without short names (``YAMADA~1``), where there is such a file."""

    def processes(self) -> Iterator[Process | Gap]:
        """The running programs, without their files; a gap for what is not told of them."""

    def administrators(self) -> tuple[str, ...]:
        """The members of the machine's group of administrators, as SIDs."""

    def who_looks(self, group: str) -> tuple[str, bool]:
        """The SID of the user who runs this, and whether *group* (a SID) is among that one's groups."""


@dataclass(slots=True, eq=False)
class Installation:
    """A Windows installation. ``root`` is its path in the tree, ``letter`` its drive letter, ``C:`` unless known.

    ``running`` is there where it is: the files of its loaded hives are in use.
    """

    volume: Volume
    root: str = ""
    letter: str = "C:"
    running: Running | None = None
    _folders: dict[str, Entry | None] = field(default_factory=dict)

    @property
    def tree(self) -> Tree:
        """The tree that it stands in."""
        return self.volume.tree

    def within(self, path: str) -> str:
        """A path of the installation (``Windows/System32`` or a Windows path) as the tree knows it.

        Raises ``BadEvidence`` for a path on another drive.
        """
        if path[1:2] == ":" and path[:2].upper() != self.letter.upper():
            raise BadEvidence(Reason.MISSING, f"drive {path[:2]}")
        inner = in_tree(path)
        return f"{self.root}/{inner}".strip("/")

    def windows_path(self, inner: str) -> str:
        """``Windows/System32`` as Windows writes it."""
        return rf"{self.letter}\{inner.replace('/', chr(92))}"

    def list(self, path: str) -> Iterator[Entry]:
        """The entries of a folder; raises ``BadEvidence``."""
        yield from self.tree.list(self.within(path))

    def entry(self, path: str) -> Entry | None:
        """The entry at a path, or None; nothing on another drive is there."""
        try:
            return self.tree.entry(self.within(path))
        except BadEvidence as bad:
            if bad.reason is Reason.MISSING:
                return None
            raise

    def open(self, path: str) -> BinaryIO:
        """The content of a file; raises ``BadEvidence``."""
        return self.tree.open(self.within(path))

    def hive(self, path: str, name: str) -> RegistryHive:
        r"""The hive that is loaded under *name* (``HKU\<SID>``), else the file at *path* with its transaction logs applied.

        Raises ``BadEvidence``.
        """
        loaded = self.running.hive(name) if self.running else None
        return loaded or open_hive(self.open(path), list(self._logs(path)))

    def _logs(self, path: str) -> Iterator[BinaryIO]:
        for suffix in (".LOG1", ".LOG2", ".LOG"):
            found = self.entry(path + suffix)
            if found and not found.is_folder and not found.special and found.size != 0:
                try:
                    yield self.open(path + suffix)
                except BadEvidence:
                    continue

    def folder_entry(self, path: str) -> Entry | None:
        """The entry of a folder, remembered: its times belong to every file in it."""
        if path not in self._folders:
            if len(self._folders) > 10_000:
                self._folders.clear()
            self._folders[path] = self.entry(path)
        return self._folders[path]

    def file(self, origin: Origin, path: str) -> File | None:
        """The file at a Windows path with its folder's times and its first bytes; None if there is none."""
        found = self.entry(path)
        if found is None or found.is_folder or found.special:
            return None
        return self.described(origin, path, found, self.head(path, found))

    def described(self, origin: Origin, path: str, found: Entry, head: bytes | None) -> File:
        """The file at a Windows path, with what its folder's listing and its first bytes say."""
        folder = self.folder_entry(path.rsplit("\\", 1)[0])
        place, depth = placed(path)
        return File(
            origin=origin.at(*origin.path, *self.way(path)),
            path=path,
            size=found.size,
            created=found.created,
            modified=found.modified,
            folder_created=folder.created if folder else None,
            folder_modified=folder.modified if folder else None,
            head=head,
            place=place,
            depth=depth,
        )

    def head(self, path: str, entry: Entry) -> bytes | None:
        """The first bytes of a file; None where there is no content to read, or where it cannot be read."""
        try:
            return self.first_bytes(path, entry)
        except BadEvidence:
            return None

    def first_bytes(self, path: str, entry: Entry) -> bytes | None:
        """The first bytes of a file; None where there is only its name. Raises ``BadEvidence`` where reading fails."""
        if entry.size == 0:
            return b""
        try:
            with self.open(path) as content:
                return content.read(HEAD)
        except BadEvidence as bad:
            if bad.reason is Reason.MISSING:
                return None
            raise
        except OSError as error:
            raise BadEvidence(Reason.CORRUPT, cause(error).en) from error

    def way(self, path: str) -> tuple[str, ...]:
        """The path of an origin in this installation: the Windows path."""
        return (path,)


@dataclass(frozen=True, slots=True, eq=False)
class Installed(Volumes):
    """Volumes of which it is known where Windows lies: those of a running one, at a moment (ISO 8601)."""

    windows: tuple[Installation, ...] = ()
    moment: str = ""


_WRAPPER = re.compile(r"(?i)(uploads|auto|file|ntfs|lazy_ntfs|mft|ntfs_vss|fs|sysvol|\$rootfs\$|\$fs\$|fs\d+)")
"""The folders that collectors put around a drive's own: Velociraptor's accessors, acquire's file systems."""


def find(volume: Volume, strict: bool = False) -> list[Installation]:
    """The Windows installations of a volume, the shallowest ones; collectors put them a few folders deep.

    *strict* goes only through folders that stand for a drive or that a collector makes: whatever else lies in a folder
    on this machine is evidence of its own, and another PC's, perhaps.
    """
    level = [("", "C:")]
    for _ in range(_DEPTH):
        found = [Installation(volume, root, letter) for root, letter in level if _has_windows(volume.tree, root)]
        if found:
            return found
        level = [below for root, letter in level for below in _below(volume.tree, root, letter, strict)][:_BREADTH]
    return []


def _has_windows(tree: Tree, root: str) -> bool:
    return any(
        (entry := tree.entry(f"{root}/Windows/{part}".strip("/"))) is not None and entry.is_folder
        for part in ("System32", "System32/config")
    )


def leads_on(folder: str) -> bool:
    """Whether a folder of this name stands for a drive, or is one that collectors put around it."""
    return bool(drive_letter(folder) or _WRAPPER.fullmatch(unquote(folder)) or "HarddiskVolumeShadowCopy" in folder)


def _below(tree: Tree, root: str, letter: str, strict: bool) -> Iterator[tuple[str, str]]:
    try:
        for entry in tree.list(root):
            if entry.is_folder and not entry.special and (not strict or leads_on(entry.name)):
                yield f"{root}/{entry.name}".strip("/"), drive_letter(entry.name) or letter
    except BadEvidence:
        return  # where nothing is found the caller says so


def drive_letter(folder: str) -> str:
    r"""The drive that a collector's folder stands for (``C``, ``C:``, ``C%3A``, ``\\.\C:`` encoded), or empty."""
    found = re.fullmatch(r"(?i)(?:\\\\[.?]\\)?([a-z])(?::|_drive)?", unquote(folder))
    return f"{found[1].upper()}:" if found else ""
