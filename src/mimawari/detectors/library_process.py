"""Rundll32 or regsvr32 at work on a library with Emotet's names, or where its documents put one (EmoCheck's v4, later eras)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.command import libraries_above, paths_in
from mimawari.detectors.marks.library import is_dll, is_known_folder, is_odd, looks_given, looks_random
from mimawari.detectors.marks.places import Spot, below_folder
from mimawari.detectors.marks.technique import image_name
from mimawari.detectors.marks.traces import loaded_trace
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Process, ProgramFolders, Strength, Words

_LOADERS = ("rundll32.exe", "regsvr32.exe")
_OFFICE = re.compile(r"(?i).*\\(?:excel|winword|powerpnt|onenote|mshta|wscript|cscript)\.exe")
_STRETCHED = re.compile(r"(?i).*\.(?!ocx$)o+c+x+")


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


_ODD = Words(
    en="{process} (PID {pid}) is running {library}, whose extension is none that libraries honestly have; Emotet's had such.",
    ja="{process}（PID {pid}）が、正規のライブラリーにはない拡張子の {library} を実行しています。Emotetにも見られる特徴です。",
)
_DROPPED = Words(
    en="{process} (PID {pid}) is running {library}, from a place where Emotet's documents put its library.",
    ja="{process}（PID {pid}）が {library} を実行しています。Emotetの文書ファイルがライブラリーを作る場所と一致します。",
)


@detector
def library_process(process: Process, known: Knowledge, folders: ProgramFolders | None) -> Iterator[LibraryProcess]:
    """A loader whose command names a library below Emotet's roots, folder and file named by chance, or one that documents drop."""
    if image_name(process).lower() not in _LOADERS and process.name.lower() not in _LOADERS:
        return
    for path in dict.fromkeys((*paths_in(process.command), process.target)):
        if "\\..\\" in path:
            continue
        place = below_folder(path)
        if place and _is_suspect(place, known, folders):
            is_drawn = looks_random(place, known)
            family = "emotet" if is_odd(place) and is_drawn else None
            yield _found(process, path, family=family, words=LibraryProcess.words if is_drawn else _ODD)
        elif loaded := loaded_trace(path, known):
            row, strength = loaded
            yield _found(process, path, strength=strength, family=row.family, era=row.era, words=_DROPPED)
    for name in libraries_above(process.command):
        is_own = bool(_STRETCHED.fullmatch(name))
        is_documents = is_own or bool(_OFFICE.fullmatch(process.parent_image))
        strength, family = Strength.STRONG if is_documents else Strength.HINT, "emotet" if is_own else None
        yield _found(process, rf"..\{name}", strength=strength, family=family, era=("P5", "P6", "P7"), words=_DROPPED)


def _found(
    process: Process,
    library: str,
    *,
    family: str | None,
    strength: Strength = Strength.STRONG,
    era: tuple[str, ...] = LibraryProcess.era,
    words: Words = LibraryProcess.words,
) -> LibraryProcess:
    return LibraryProcess(
        origin=process.origin,
        strength=strength,
        family=family,
        era=era,
        words=words,
        attack=("T1218.010" if "regsvr32" in process.command.lower() else "T1218.011",),
        process=process.name,
        pid=process.pid,
        library=library,
    )


def _is_suspect(place: Spot, known: Knowledge, folders: ProgramFolders | None) -> bool:
    """Names drawn by chance; with an extension that no honest library has, names that no person clearly gave are enough."""
    if not (is_odd(place) or is_dll(place)) or is_known_folder(place, folders):
        return False
    is_strange = is_odd(place) and place.extension not in known.program_extensions
    return looks_random(place, known) or (is_strange and not looks_given(place, known))
