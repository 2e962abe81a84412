"""A disk image: raw, E01, VMDK, VHD, VHDX, QCOW2 or VDI, a whole disk or one volume, and its shadow copies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mimawari.model import Origin
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources.windows import reader
from mimawari.trees import Volumes
from mimawari.trees.image import is_image, open_image


def recognises(evidence: Evidence) -> bool:
    """A disk image, by its content."""
    return evidence.path.is_file() and is_image(evidence.path)


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
