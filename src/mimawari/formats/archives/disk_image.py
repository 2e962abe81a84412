"""The image of a disk or of a volume (IMG, VHD, VHDX, VMDK ...), which Windows or its user can open like a drive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives.members import LISTED, MOST, taken
from mimawari.formats.budget import Budget
from mimawari.model import Archive, BadEvidence, Blob, Gap, Member, Reason
from mimawari.trees import Entry, Tree, Volume
from mimawari.trees.image import is_image_head, open_image_stream

_SECTOR = 512
_PATH = 4096
_OWN = frozenset(
    ("$MFT", "$MFTMirr", "$LogFile", "$Volume", "$AttrDef", "$Bitmap", "$Boot", "$BadClus", "$Secure", "$UpCase", "$Extend")
)
"""Files in the root of an NTFS volume that are the file system itself."""


def recognises(head: Head) -> bool:
    """By the first and the last sector: an image format, a volume, or a table of partitions."""
    return is_image_head(head.start[:_SECTOR], head.end[-_SECTOR:], head.size)


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    entry: Entry


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The files of all its volumes, hidden ones too, and the image itself."""
    members: list[Member] = []
    count = 0
    with blob.content.open() as stream:
        found = open_image_stream(stream, blob.content.size, blob.origin)
        for gap in found.gaps:
            yield Gap(gap.origin, gap.reason, "content", gap.detail)
        for volume in (one for one in found.volumes if not one.past):
            for one in _files(volume):
                if isinstance(one, BadEvidence):
                    yield Gap(blob.origin, one.reason, "content", one.detail)
                    continue
                count += 1
                if len(members) < LISTED:
                    members.append(Member(name=one.path, size=one.entry.size))
                yield from _member(blob, budget, volume, one)
                if budget.is_spent:
                    break
    yield Archive(**blob.common, form="image", members=tuple(members), count=count)


def _member(blob: Blob, budget: Budget, volume: Volume, one: _File) -> Iterator[Inside]:
    name = f"{volume.name}/{one.path}" if volume.name else one.path
    try:
        content = volume.tree.open(one.path)
    except BadEvidence as bad:
        yield Gap(blob.origin.at(*blob.origin.path, name), bad.reason, "content", bad.detail)
        return
    with closing(content):
        yield from taken(blob, budget, name, content, by="image")


def _files(volume: Volume) -> Iterator[_File | BadEvidence]:
    """All files with something in them; links are left out, their targets are found where they lie."""
    left, count = [""], 0
    while left:
        folder = left.pop()
        for one in _listed(volume.tree, folder):
            if isinstance(one, BadEvidence):
                yield BadEvidence(one.reason, f"{folder or 'its root'}: {one.detail}")
                continue
            path = f"{folder}/{one.name}" if folder else one.name
            if one.special or (not folder and one.name in _OWN):
                continue
            count += 1
            if one.is_folder and len(path) < _PATH:
                left.append(path)
            elif one.size:
                yield _File(path, one)
            if count == MOST:
                yield BadEvidence(Reason.TOO_LARGE, f"more than {MOST} files, the rest was not opened")
                return


def _listed(tree: Tree, folder: str) -> Iterator[Entry | BadEvidence]:
    try:
        yield from tree.list(folder)
    except BadEvidence as bad:
        yield bad


FORMAT = Format("disk-image", 122, recognises, opened)
