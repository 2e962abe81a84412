"""The files that lie where Emotet puts its own: with their times, their folder's times and their first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count

from mimawari.model import BadEvidence, File, Gap, Looked, Origin, ProgramFolders, Reason, SystemDirectory
from mimawari.model.filetime import TICKS_PER_SECOND
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.paths import in_tree
from mimawari.trees import Entry

_LIMIT = 2_000_000
_NAMES = 500_000
_NAME_DEPTH = 24
IN_USE = "in use by another program"
"""The detail of a refusal to open what a running program holds for itself alone."""
BLOCKED = "blocked-by-antivirus"
"""The detail of a refusal by an antivirus program, and the word for what is then missing."""
_USUAL_LINK = re.compile(
    r"(?i)(AppData/Local/(Microsoft/Windows/)?(Application Data|History|Temporary Internet Files)|/Microsoft/WindowsApps/.+"
    r"|/INetCache/Content\.IE5|/Documents/My (Music|Pictures|Videos)"
    r"|ProgramData/(Application Data|Desktop|Documents|Favorites|Start Menu|Templates)"
    r"|ProgramData/(スタート メニュー|テンプレート|デスクトップ))$"
)


def below(
    installation: Installation, origin: Origin, folder: str, depth: int, leaving_out: Callable[[str], bool] | None = None
) -> Iterator[File | Gap | Looked]:
    r"""The files in *folder* (``Users/a/AppData/Local``) and up to *depth* folders below it.

    A folder that is not there holds no files; one that cannot be read is a gap. *leaving_out* is asked with the path of
    each folder and file below *folder* (``Temp``, ``Temp/a.exe``).
    """
    folder = in_tree(folder)
    yield Looked(File.kind(), 0)
    for path, entry in _walk(installation, folder, depth, leaving_out or (lambda _: False)):
        if isinstance(entry, Gap):
            yield _placed(entry, installation, origin, path)
            continue
        file, gap = _read(installation, origin, installation.windows_path(path), entry)
        yield file
        if gap:
            yield gap


def timed(
    seen: Iterator[File | Gap | Looked], installation: Installation, origin: Origin, folder: str
) -> Iterator[File | Gap | Looked]:
    """What was *seen* in a folder; in the end a gap where none of the files has a time below the second."""
    exact, files = False, 0
    for thing in seen:
        if isinstance(thing, File):
            files += 1
            exact = exact or _is_exact(thing)
        yield thing
    if files and not (exact and installation.tree.exact):
        at = origin.at(*origin.path, *installation.way(installation.windows_path(in_tree(folder))))
        yield Gap(at, Reason.MISSING, "times-not-kept")


def _read(installation: Installation, origin: Origin, path: str, entry: Entry) -> tuple[File, Gap | None]:
    """A file, and a gap where its content is there and cannot be read.

    That Windows keeps it in a way that cannot be read here (compressed by the system, encrypted for a user) says
    less than that reading failed: Emotet's files are plain ones.
    """
    try:
        return installation.described(origin, path, entry, installation.first_bytes(path, entry)), None
    except BadEvidence as bad:
        kept_otherwise = bad.reason in (Reason.UNSUPPORTED, Reason.ENCRYPTED) or bad.detail == IN_USE
        wanted = "file-content" if kept_otherwise else BLOCKED if bad.detail == BLOCKED else File.kind()
        at = origin.at(*origin.path, *installation.way(path))
        gap = Gap(at, bad.reason, wanted, bad.detail)
        return installation.described(origin, path, entry, None), gap


def _is_exact(file: File) -> bool:
    return any(time is not None and time % TICKS_PER_SECOND for time in (file.modified, file.folder_modified))


def _placed(gap: Gap, installation: Installation, origin: Origin, path: str) -> Gap:
    return Gap(origin.at(*origin.path, *installation.way(installation.windows_path(path))), gap.reason, gap.wanted, gap.detail)


def _walk(
    installation: Installation, folder: str, depth: int, leaving_out: Callable[[str], bool]
) -> Iterator[tuple[str, Entry | Gap]]:
    """Files in *folder* and below it, folder by folder; a gap stands for a folder that could not be listed."""
    folders, nowhere = [(folder, 0)], Origin("", "")
    seen = count()
    while folders:
        path, level = folders.pop()
        try:
            for below, entry in _listed(installation, path, folder, leaving_out):
                if next(seen) > _LIMIT:
                    yield path, Gap(nowhere, Reason.TOO_LARGE, File.kind(), f"more than {_LIMIT} files")
                    return
                if not _is_inner(entry):
                    yield from _unless_usual(below, entry)
                elif level < depth:
                    folders.append((below, level + 1))
        except BadEvidence as bad:
            if bad.reason is not Reason.MISSING:
                yield path, Gap(nowhere, bad.reason, File.kind(), bad.detail)


def _listed(installation: Installation, path: str, folder: str, leaving_out: Callable[[str], bool]) -> Iterator[tuple[str, Entry]]:
    for entry in installation.list(path):
        below = f"{path}/{entry.name}"
        if not leaving_out(below[len(folder) + 1 :]):
            yield below, entry


def _is_inner(entry: Entry) -> bool:
    return entry.is_folder and not entry.special


def system_directory(installation: Installation, origin: Origin) -> SystemDirectory | None:
    """The programs and libraries directly in System32; None where there are none to see."""
    entries: list[Entry] = []
    with suppress(BadEvidence):
        entries.extend(e for e in installation.list("Windows/System32") if not e.is_folder)
    files = tuple((e.name.lower(), e.size) for e in entries if e.name.lower().endswith((".exe", ".dll")))
    return SystemDirectory(origin=origin, files=files) if files else None


def program_folders(installation: Installation, origin: Origin, profiles: list[str]) -> ProgramFolders:
    """Every folder name below the Program Files folders and the roaming folders of *profiles* (their Windows paths)."""
    roots = ["Program Files", "Program Files (x86)", *(rf"{profile}\AppData\Roaming" for profile in profiles)]
    names: set[str] = set()
    for root in roots:
        names.update(_names(installation, root))
    return ProgramFolders(origin=origin, names=frozenset(names))


def _unless_usual(path: str, entry: Entry) -> Iterator[tuple[str, Entry | Gap]]:
    """A file; a gap for a link or a device; nothing for Windows' own links: old names of folders, stubs of Store apps.

    A folder that leads elsewhere is no hole: Emotet makes a folder of its own, and what is started through a link is named by
    the path through it.
    """
    if not entry.special:
        yield path, entry
    elif not _USUAL_LINK.search(path):
        wanted = "linked-folder" if entry.is_folder else File.kind()
        yield path, Gap(Origin("", ""), Reason.UNSUPPORTED, wanted, "a link or a device, not followed")


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
