"""A copy of drive C:, as a folder or packed into a zip or a tar; and the collections that triage tools make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from mimawari.model import BadEvidence, Gap, Origin, Reason
from mimawari.sources import Evidence, Seen, SourceKind, Survey, load
from mimawari.sources.windows import reader
from mimawari.sources.windows.installation import Installation, find, leads_on
from mimawari.trees import Tree, Volume, Volumes
from mimawari.trees.archive import is_tar, is_zip, open_tar, open_zip
from mimawari.trees.directory import DirectoryTree

_NEIGHBOURS = 10_000
_FIRST = 200


def is_archive(path: Path) -> bool:
    """Whether a file is a zip or a tar (plain or compressed), by content."""
    return path.is_file() and (is_zip(path) or is_tar(path))


@lru_cache(maxsize=4)
def opened(evidence: Evidence) -> Tree:
    """The tree of a folder or archive. Kept open, for the next piece. A link given as the locator itself is followed."""
    path = evidence.path.resolve()
    if path.is_dir():
        folder = DirectoryTree(path)
        return DirectoryTree(path, unquote) if _is_encoded(folder) else folder
    archive = open_zip(path) if is_zip(path) else open_tar(path)
    return archive.decoded(unquote) if _is_encoded(archive) else archive


def _is_encoded(tree: Tree) -> bool:
    """Whether names are percent-encoded: Velociraptor's drives are (``uploads/auto/C%3A``), at the top or in one folder."""
    tops = ["", *(f"{name}/" for name in _folders(tree, ""))]
    uploads = [f"{top}uploads" for top in tops]
    accessors = (f"{at}/{name}" for at in uploads for name in _folders(tree, at))
    return any(name.upper().endswith("%3A") for accessor in accessors for name in _folders(tree, accessor))


def _folders(tree: Tree, path: str) -> list[str]:
    """The first folders in a folder; none where it cannot be listed."""
    try:
        return [entry.name for entry in islice(tree.list(path), _FIRST) if entry.is_folder and not entry.special]
    except BadEvidence:
        return []


@lru_cache(maxsize=4)
def volumes(evidence: Evidence) -> Volumes:
    """The one volume that a copy is of, and what is broken of it."""
    tree = opened(evidence)
    return Volumes((Volume(tree),), defects(tree, evidence))


def defects(tree: Tree, evidence: Evidence) -> tuple[Gap, ...]:
    """What is broken of a container: its files beyond that point are not there to see."""
    found: tuple[tuple[Reason, str], ...] = getattr(tree, "defects", ())
    return tuple(Gap(Origin("", evidence.locator), reason, "file", detail) for reason, detail in found)


def windows_in(evidence: Evidence) -> list[Installation]:
    """The Windows in a copy; none where it is neither a folder nor an archive."""
    path = evidence.path
    if not path.is_dir() and not is_archive(path):
        return []
    tree = opened(evidence)
    found = find(Volume(tree), strict=path.is_dir())
    broken: tuple[tuple[Reason, str], ...] = () if found else tuple(getattr(tree, "defects", ()))
    if broken:
        raise BadEvidence(*broken[0])
    return found


def recognises(evidence: Evidence) -> bool:
    """A Windows in it. A folder that holds more than one, or other evidence beside it, is a folder of evidence.

    An archive in which none can be found, because it is damaged or encrypted, is a file among others: its format tells why.
    """
    if not evidence.path.is_dir():
        return _has_windows(evidence)
    found = windows_in(evidence)
    if not found:
        return False
    return len(found) == 1 and not (found[0].root and _has_neighbours(evidence, found[0]))


def _has_windows(evidence: Evidence) -> bool:
    try:
        return bool(windows_in(evidence))
    except BadEvidence:
        return False


def _has_neighbours(evidence: Evidence, found: Installation) -> bool:
    """Whether other evidence lies beside the drive's folder."""
    own = found.root.split("/")[0]
    beside = [entry.name for entry in islice(opened(evidence).list(""), _NEIGHBOURS) if entry.name != own and not entry.special]
    return any(
        _is_evidence(replace(evidence, inside=f"{evidence.inside}/{name}".strip("/"))) for name in beside if not leads_on(name)
    )


def _is_evidence(evidence: Evidence) -> bool:
    kinds = (kind for kind in load().values() if kind.name not in ("evidence-folder", "single-file"))
    try:
        return any(kind.recognises(evidence) for kind in kinds)
    except (BadEvidence, OSError):
        return True


def survey(evidence: Evidence) -> Survey:
    """The Windows in a copy."""
    return reader.survey("folder", evidence, volumes(evidence))


def look(evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:
    """One piece of it."""
    yield from reader.look(volumes(evidence), evidence, found, piece)


KIND = SourceKind("folder", 50, recognises, survey, look)
