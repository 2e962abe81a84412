"""The files that lie where Emotet puts its own: with their times, their folder's times and their first bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from mimawari.model import BadEvidence, File, Gap, Looked, Origin, ProgramFolders, Reason, SystemDirectory
from mimawari.model.filetime import TICKS_PER_SECOND
from mimawari.sources.trees import Entry
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.paths import in_tree

_LIMIT = 2_000_000
_NAMES = 500_000
_NAME_DEPTH = 24


def below(installation: Installation, origin: Origin, folder: str, depth: int) -> Iterator[File | Gap | Looked]:
    r"""The files in *folder* (``Users/a/AppData/Local``) and up to *depth* folders below it.

    A folder that is not there holds no files; one that cannot be read is a gap.
    """
    folder = in_tree(folder)
    yield Looked(File.kind(), 0)
    exact, seen = False, 0
    known = len(_defects(installation))
    for path, entry in _walk(installation, folder, depth):
        if isinstance(entry, Gap):
            yield _placed(entry, installation, origin, path)
            continue
        file = installation.file(origin, installation.windows_path(path), entry)
        if file is not None:
            seen += 1
            exact = exact or _is_exact(file)
            yield file
    for reason, detail in _defects(installation)[known:]:
        yield Gap(origin.at(*origin.path, *installation.way(installation.windows_path(folder))), reason, File.kind(), detail)
    if seen and not (exact and installation.tree.exact):
        at = origin.at(*origin.path, *installation.way(installation.windows_path(folder)))
        yield Gap(at, Reason.MISSING, "times-not-kept")


def _defects(installation: Installation) -> tuple[tuple[Reason, str], ...]:
    """What a tree has found broken so far; some find out while they are listed."""
    found: tuple[tuple[Reason, str], ...] = tuple(getattr(installation.tree, "defects", ()))
    return found


def _is_exact(file: File) -> bool:
    return any(time is not None and time % TICKS_PER_SECOND for time in (file.modified, file.folder_modified))


def _placed(gap: Gap, installation: Installation, origin: Origin, path: str) -> Gap:
    return Gap(origin.at(*origin.path, *installation.way(installation.windows_path(path))), gap.reason, gap.wanted, gap.detail)


def _walk(installation: Installation, folder: str, depth: int) -> Iterator[tuple[str, Entry | Gap]]:
    """Files in *folder* and below it, folder by folder; a gap stands for a folder that could not be listed."""
    folders, nowhere = [(folder, 0)], Origin("", "")
    seen = count()
    while folders:
        path, level = folders.pop()
        try:
            for entry in installation.list(path):
                if next(seen) > _LIMIT:
                    yield path, Gap(nowhere, Reason.TOO_LARGE, File.kind(), f"more than {_LIMIT} files")
                    return
                if entry.is_folder and not entry.special and level < depth:
                    folders.append((f"{path}/{entry.name}", level + 1))
                elif not entry.is_folder and not entry.special:
                    yield f"{path}/{entry.name}", entry
        except BadEvidence as bad:
            if bad.reason is not Reason.MISSING:
                yield path, Gap(nowhere, bad.reason, File.kind(), bad.detail)


def system_directory(installation: Installation, origin: Origin) -> SystemDirectory | None:
    """The programs and libraries directly in System32; None where there are none to see."""
    try:
        entries = [e for e in installation.list("Windows/System32") if not e.is_folder]
    except BadEvidence:
        return None
    files = tuple((e.name.lower(), e.size) for e in entries if e.name.lower().endswith((".exe", ".dll")))
    return SystemDirectory(origin=origin, files=files) if files else None


def program_folders(installation: Installation, origin: Origin, profiles: list[str]) -> ProgramFolders:
    """Every folder name below the Program Files folders and the roaming folders of *profiles* (their Windows paths)."""
    roots = ["Program Files", "Program Files (x86)", *(rf"{profile}\AppData\Roaming" for profile in profiles)]
    names: set[str] = set()
    for root in roots:
        names.update(_names(installation, root))
    return ProgramFolders(origin=origin, names=frozenset(names))


def _names(installation: Installation, root: str) -> Iterator[str]:
    folders, seen = [(root, 0)], count()
    while folders:
        path, depth = folders.pop()
        try:
            for entry in installation.list(path):
                if entry.is_folder and not entry.special and depth < _NAME_DEPTH and next(seen) < _NAMES:
                    yield entry.name.lower()
                    folders.append((f"{path}/{entry.name}", depth + 1))
        except BadEvidence:
            continue
