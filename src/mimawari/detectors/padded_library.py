"""A library blown up to hundreds of megabytes, so that scanners leave it alone: Emotet of March 2023."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.library import is_dll, is_known_folder, looks_random
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.technique import moment
from mimawari.knowledge import Knowledge
from mimawari.model import File, Finding, ProgramFolders, Strength, Words

# The sample of 2023-03-07 has 547,028,493 bytes.
SMALLEST = 300_000_000
_UNPACKED = re.compile(r"(?i).*\\[0-9]{6}\\[a-z0-9]{10,20}\.dll")


@dataclass(frozen=True, kw_only=True, eq=False)
class PaddedLibrary(Finding):
    """Such a file. ``size`` in bytes."""

    attack: tuple[str, ...] = ("T1027.001",)
    era: tuple[str, ...] = ("P8",)
    words: Words = Words(
        en="{file} has {size} bytes and names such as Emotet gives: it pads its library so that scanners leave it alone.",
        ja="{file} は {size} バイトと極端に大きく、名前もEmotetの付け方に合います。検査を避けるための水増しと見られます。",
    )
    file: str
    size: int


_HINT = Words(
    en="{file} has {size} bytes, far more than a library in such a place usually has.",
    ja="{file} は {size} バイトあり、このような場所のライブラリーとしては大きすぎます。",
)


@detector
def padded_library(file: File, known: Knowledge, folders: ProgramFolders | None) -> Iterator[PaddedLibrary]:
    """Strong with names drawn by chance, or in a folder of six digits as Emotet's documents unpack it; else a hint."""
    if file.size is None or file.size < SMALLEST or not file.is_program or file.extension != "dll":
        return
    place = below_folder(file.path)
    is_named = place is not None and is_dll(place) and not is_known_folder(place, folders) and looks_random(place, known)
    is_sure = is_named or bool(_UNPACKED.fullmatch(file.path))
    if place is None and not is_sure:
        return
    yield PaddedLibrary(
        origin=file.origin,
        strength=Strength.STRONG if is_sure else Strength.HINT,
        words=PaddedLibrary.words if is_sure else _HINT,
        seen_at=moment(file.created, file.modified),
        file=file.path,
        size=file.size,
    )
