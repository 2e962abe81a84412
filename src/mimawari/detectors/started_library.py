"""The library behind an autostart of Emotet's is really there, and is a program: it runs whenever the user logs on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.library_autostart import eras, is_emotets
from mimawari.detectors.marks.library import dll_library, odd_library
from mimawari.detectors.marks.technique import moment
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, ProgramFolders, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class StartedLibrary(Finding):
    """Such a file. ``size`` in bytes, None where unknown."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1036.008",)
    words: Words = Words(
        en="{file} is a program, and the autostart entry “{name}”, of Emotet's making, loads it.",
        ja="{file} は実際に存在する実行可能なプログラムで、Emotetのものと見られる自動起動の項目「{name}」から読み込まれます。",
    )
    file: str
    size: int | None
    name: str


@detector
def started_library(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> Iterator[StartedLibrary]:
    """The file lies there, starts with MZ, and the entry bears its full name, or folder and file look drawn by chance."""
    file = start.target_file
    if file is None or not file.is_program or start.deleted or not _is_emotets(start, known, folders):
        return
    yield StartedLibrary(
        origin=file.origin,
        era=("P6", "P7", "P8") if file.extension == "dll" else eras(start),
        seen_at=moment(file.created, start.written),
        file=file.path,
        size=file.size,
        name=start.name,
    )


def _is_emotets(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> bool:
    if library := odd_library(start, folders, known):
        is_doubtless = library.is_random or (library.is_own and not library.is_honest)
        return library.is_named and is_doubtless and is_emotets(start, library)
    library = dll_library(start, folders, known)
    return library is not None and library.is_own and library.is_random and start.loader == "regsvr32"
