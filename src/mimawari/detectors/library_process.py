"""Rundll32 or regsvr32 at work on a library with random names (EmoCheck's v4 and later eras)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.library import is_dll, is_known_folder, is_odd, looks_random
from mimawari.detectors.marks.places import Spot, below_folder
from mimawari.detectors.marks.technique import image_name
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Process, ProgramFolders, Strength, Words

_LOADERS = ("rundll32.exe", "regsvr32.exe")
_LIMIT = 32_768
_PATH = re.compile(r"(?i)[a-z]:\\[^\",:]*?\.[a-z0-9]{3}(?=[\s\",]|$)")


@dataclass(frozen=True, kw_only=True, eq=False)
class LibraryProcess(Finding):
    """Such a process."""

    strength: Strength = Strength.STRONG
    era: tuple[str, ...] = ("P4", "P5", "P6", "P7", "P8")
    words: Words = Words(
        en="{process} (PID {pid}) is running {library}, whose folder and file name look drawn by chance.",
        ja="{process}（PID {pid}）が、フォルダー名もファイル名もでたらめに見える {library} を実行しています。",
    )
    process: str
    pid: int
    library: str


@detector
def library_process(process: Process, known: Knowledge, folders: ProgramFolders | None) -> Iterator[LibraryProcess]:
    """A loader whose command names a library below Emotet's roots, folder and file named by chance."""
    if image_name(process).lower() not in _LOADERS and process.name.lower() not in _LOADERS:
        return
    for path in _PATH.findall(process.command[:_LIMIT]):
        place = below_folder(path)
        if place and _is_suspect(place, known, folders):
            yield LibraryProcess(
                origin=process.origin,
                family="emotet" if is_odd(place) else None,
                attack=("T1218.010" if "regsvr32" in process.command.lower() else "T1218.011",),
                process=process.name,
                pid=process.pid,
                library=path,
            )


def _is_suspect(place: Spot, known: Knowledge, folders: ProgramFolders | None) -> bool:
    is_library = (is_odd(place) and place.extension not in known.program_extensions) or is_dll(place)
    return is_library and not is_known_folder(place, folders) and looks_random(place, known.letter_pairs)
