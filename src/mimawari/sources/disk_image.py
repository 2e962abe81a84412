"""A disk image: raw, E01, VMDK, VHD, VHDX, QCOW2 or VDI, a whole disk or one volume, and its shadow copies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mimawari.model import Origin
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources.windows import reader
from mimawari.trees import Volumes
from mimawari.trees.container import is_alone
from mimawari.trees.image import is_image, open_image

SMALL = 4 << 30
"""In bytes: an image that is sent to somebody is no larger."""


def recognises(evidence: Evidence) -> bool:
    """A disk image, by its content; a small one without a Windows is a file among others, which the formats open."""
    return evidence.path.is_file() and is_image(evidence.path) and not _is_small_and_other(evidence)


def _is_small_and_other(evidence: Evidence) -> bool:
    if evidence.path.stat().st_size > SMALL or not is_alone(evidence.path):
        return False
    found = volumes(evidence)
    return bool(found.volumes) and not reader.installations(found)


@lru_cache(maxsize=2)
def volumes(evidence: Evidence) -> Volumes:
    """The volumes of the image, kept open for the next piece."""
    return open_image(evidence.path, Origin("", evidence.locator))


def survey(evidence: Evidence) -> Survey:
    """The Windows on the image; an image without one cannot be judged."""
    found = volumes(evidence)
    if not reader.installations(found):
        return reader.no_windows("disk-image", evidence, found)
    return reader.survey("disk-image", evidence, found)


def look(evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:
    """One piece of it."""
    yield from reader.look(volumes(evidence), evidence, found, piece)


KIND = SourceKind("disk-image", 30, recognises, survey, look)
