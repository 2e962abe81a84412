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


_OTHERS = Words(
    en="{file} is a program, and the autostart entry “{name}” loads it, named like the file: letters drawn by chance, both.",
    ja="{file} は実際に存在する実行可能なプログラムで、同じでたらめな名前の自動起動の項目「{name}」から読み込まれます。",
)


@detector
def started_library(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> Iterator[StartedLibrary]:
    """The file lies there, starts with MZ, and more than its names is Emotet's: the entry's name, the extension, the place."""
    file = start.target_file
    if file is None or not file.is_program or start.deleted:
        return
    is_sure = _is_odd(start, known, folders) or _is_installed(start, known, folders)
    if not is_sure and not _is_named(start, known, folders):
        return
    yield StartedLibrary(
        origin=file.origin,
        family="emotet" if is_sure else None,
        words=StartedLibrary.words if is_sure else _OTHERS,
        era=("P6", "P7", "P8") if file.extension == "dll" else eras(start),
        seen_at=moment(file.created, start.written),
        file=file.path,
        size=file.size,
        name=start.name,
    )


def _is_odd(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> bool:
    library = odd_library(start, folders, known)
    if library is None:
        return False
    is_doubtless = library.is_random or (library.is_own and not library.is_honest)
    return (library.is_named or library.is_at_home) and is_doubtless and is_emotets(start, library)


def _is_installed(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> bool:
    """Regsvr32 and a ``.dll`` with all of Emotet's names: under its full name, or of the sort and in the place of 2022 and 2023."""
    library = dll_library(start, folders, known)
    is_drawn = library is not None and library.is_random and start.loader == "regsvr32"
    return is_drawn and library is not None and (library.is_own or library.is_installed)


def _is_named(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> bool:
    """The same under its stem: other loaders do so, too."""
    library = dll_library(start, folders, known)
    return library is not None and library.is_random and library.is_stem and start.loader == "regsvr32"
