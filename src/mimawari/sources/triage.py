"""What triage tools collect of a running PC: KAPE, Velociraptor's offline collector, acquire, CyLR; folder, zip or tar.

They keep the hives and a choice of files below a folder for each drive, and mostly the file table (``$MFT``), which alone
lists every file of the drive with its times. Sources: KAPE's and Velociraptor's documentation of their output folders,
dissect.target's loaders, CyLR's README.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from mimawari.model import BadEvidence, Gap, Origin, Reason
from mimawari.sources import Evidence, Seen, SourceKind, Survey, folder
from mimawari.sources.windows import reader
from mimawari.sources.windows.installation import drive_letter, find, leads_on
from mimawari.trees import Tree, Volume, Volumes
from mimawari.trees.image import is_image, open_image
from mimawari.trees.layered import Layered
from mimawari.trees.mft import open_mft, serial_of_boot
from mimawari.trees.rooted import Rooted

_DEPTH, _BREADTH = 5, 300
_MARKS = re.compile(
    r"(?i)^(uploads\.json|collection_context\.json|client_info\.json|\$mft|\$extend|\$boot"
    r"|.*_(copylog|skiplog)\.csv|.*_consolelog\.txt|_kape\.cli|acquire\.log|.*_collection_log.*\.log|cylr.*\.log|sysvol|\$fs\$)$"
)
_SHADOW = re.compile(r"(?i)(HarddiskVolumeShadowCopy\d+)")


@dataclass(frozen=True, slots=True)
class Drive:
    """A collector's folder that stands for a drive: its path in the tree, the letter, and the shadow copy's name, if it is one."""

    root: str
    letter: str
    shadow: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """The drives of the first collection in a tree, the paths of others, and whether a triage tool's own marks were seen."""

    drives: tuple[Drive, ...]
    others: tuple[str, ...]
    marked: bool


def collection(tree: Tree, strict: bool, is_volume: bool = False) -> Collection:
    """The folders that hold a drive, not deeper than collectors put them; *strict* as in :func:`~.installation.find`.

    *is_volume*: the tree is a volume that collected files were packed on; its own ``$MFT`` is not the collected drive's.
    """
    found: list[Drive] = []
    level, marked = [Drive("", "")], False
    for _ in range(_DEPTH):
        below: list[Drive] = []
        for drive in level:
            names = _names(tree, drive.root)
            if is_volume and not drive.root:
                names = {name: is_folder for name, is_folder in names.items() if not name.startswith("$")}
            marked = marked or any(_MARKS.match(name) for name in names)
            if {"windows", "$mft"} & {name.lower() for name in names}:
                found.append(drive)
            else:
                below += [_below(drive, name) for name, is_folder in names.items() if is_folder and (not strict or leads_on(name))]
        level = below[:_BREADTH]
    containers = sorted({_container(drive.root) for drive in found})
    own = tuple(drive for drive in found if _container(drive.root) == containers[0])
    return Collection(own, tuple(containers[1:]), marked)


def _container(root: str) -> str:
    """The folder that a whole collection lies in: another one is another PC's."""
    parts = root.split("/")
    while parts and leads_on(parts[-1]):
        parts.pop()
    return "/".join(parts)


def _names(tree: Tree, root: str) -> dict[str, bool]:
    try:
        return {entry.name: entry.is_folder for entry in tree.list(root) if not entry.special}
    except BadEvidence:
        return {}


def _below(drive: Drive, name: str) -> Drive:
    shadow = _SHADOW.search(name)
    return Drive(f"{drive.root}/{name}".strip("/"), drive_letter(name) or drive.letter, shadow[1] if shadow else drive.shadow)


def recognises(evidence: Evidence) -> bool:
    """A Windows in it, and a collector's marks beside it. An archive that cannot be read is a file among others."""
    try:
        tree = _tree(evidence)
    except BadEvidence:
        if evidence.path.is_dir():
            raise
        return False
    return tree is not None and bool(find(Volume(tree), evidence.path.is_dir())) and _collection(evidence, tree).marked


def _collection(evidence: Evidence, tree: Tree) -> Collection:
    path = evidence.path
    return collection(tree, path.is_dir(), is_volume=not path.is_dir() and not folder.is_archive(path))


@lru_cache(maxsize=4)
def _tree(evidence: Evidence) -> Tree | None:
    """The tree of a folder or archive, or of an image that holds a collection (KAPE packs into VHD and VHDX)."""
    path = evidence.path
    if path.is_dir() or folder.is_archive(path):
        return folder.opened(evidence)
    if not is_image(path):
        return None
    found = open_image(path, Origin("", evidence.locator)).volumes
    packed = [one for volume in found for one in find(volume) if one.root]
    return packed[0].tree if packed else None


@lru_cache(maxsize=4)
def volumes(evidence: Evidence) -> Volumes:
    """The system drive with all that was collected of it, its file table first; then its shadow copies."""
    tree = _tree(evidence)
    if tree is None:
        raise BadEvidence(Reason.UNSUPPORTED, evidence.path.name)
    found = _collection(evidence, tree)
    drives = found.drives
    system = [d for d in drives if not d.shadow and d.letter in ("C:", "")] or [d for d in drives if not d.shadow]
    now, gaps = _joined(tree, system[:8], evidence)
    older = [Volume(Rooted(tree, d.root), name=d.shadow, past=True) for d in drives if d.shadow]
    unseen = (Gap(Origin("", evidence.locator, (path,)), Reason.UNSUPPORTED, "host", "another collection") for path in found.others)
    return Volumes((now, *older), (*folder.defects(tree, evidence), *gaps, *unseen))


def _joined(tree: Tree, drives: list[Drive], evidence: Evidence) -> tuple[Volume, tuple[Gap, ...]]:
    rooted = [Rooted(tree, drive.root) for drive in drives]
    table = next((one for one in rooted if _has(one, "$MFT")), None)
    serial = next((serial for one in rooted if (serial := _serial(one)) is not None), None)
    origin = Origin("", evidence.locator)
    if table is None:
        return Volume(Layered(rooted), serial=serial), (Gap(origin, Reason.MISSING, "file", "$MFT"),)
    try:
        listing = open_mft(table.open("$MFT"), _opened(table, "$Boot"))
    except BadEvidence as bad:
        return Volume(Layered(rooted), serial=serial), (Gap(origin, bad.reason, "file", "$MFT"),)
    gaps = tuple(Gap(origin, reason, "file-record", detail) for reason, detail in getattr(listing, "defects", ()))
    return Volume(Layered([listing, *rooted]), serial=serial), gaps


def _has(tree: Tree, name: str) -> bool:
    found = tree.entry(name)
    return found is not None and not found.is_folder and not found.special


def _opened(tree: Tree, name: str) -> BinaryIO | None:
    return tree.open(name) if _has(tree, name) else None


def _serial(tree: Tree) -> int | None:
    try:
        return serial_of_boot(tree.open("$Boot")) if _has(tree, "$Boot") else None
    except BadEvidence:
        return None


def survey(evidence: Evidence) -> Survey:
    """The Windows in a collection."""
    return reader.survey("triage", evidence, volumes(evidence))


def look(evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:
    """One piece of it."""
    yield from reader.look(volumes(evidence), evidence, found, piece)


KIND = SourceKind("triage", 20, recognises, survey, look)
