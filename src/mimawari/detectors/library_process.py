"""Rundll32 or regsvr32 at work on a library with Emotet's names, or where its documents put one (EmoCheck's v4, later eras)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.command import libraries_above, paths_in
from mimawari.detectors.marks.library import (
    is_dll,
    is_known_folder,
    is_odd,
    is_strange,
    looks_given,
    looks_installed,
    looks_random,
)
from mimawari.detectors.marks.places import Spot, below_folder
from mimawari.detectors.marks.technique import image_name
from mimawari.detectors.marks.traces import loaded_trace
from mimawari.detectors.random_library import RUNNING, RandomLibrary
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Process, ProgramFolders, Strength, Words

_LOADERS = ("rundll32.exe", "regsvr32.exe")
_OFFICE = re.compile(r"(?i).*\\(?:excel|winword|powerpnt|onenote|mshta|wscript|cscript)\.exe")
# adw.dll, wurod.ocx, xgev4.ocx: Emotet's were short and small; an add-in's name says what it is.
_MEANINGLESS = re.compile(r"[a-z]{2,6}[0-9]?\.(?:dll|ocx)")
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
def library_process(process: Process, known: Knowledge, folders: ProgramFolders | None) -> Iterator[LibraryProcess | RandomLibrary]:
    """A loader whose command names a library below Emotet's roots, folder and file named by chance, or one that documents drop."""
    if image_name(process).lower() not in _LOADERS and process.name.lower() not in _LOADERS:
        return
    for path in dict.fromkeys((*paths_in(process.command), process.target)):
        if "\\..\\" in path:
            continue
        place = below_folder(path)
        loaded = loaded_trace(path, known)
        if place and _is_suspect(place, known, folders) and (is_odd(place) or not loaded):
            yield _named(process, path, place, known)
        elif loaded:
            row, strength = loaded
            yield _found(process, path, strength=strength, family=row.family, era=row.era, words=_DROPPED)
    for name in libraries_above(process.command):
        is_own = bool(_STRETCHED.fullmatch(name))
        is_documents = is_own or bool(_OFFICE.fullmatch(process.parent_image) and _MEANINGLESS.fullmatch(name))
        strength, family = Strength.STRONG if is_documents else Strength.HINT, "emotet" if is_own else None
        yield _found(process, rf"..\{name}", strength=strength, family=family, era=("P5", "P6", "P7"), words=_DROPPED)


def _named(process: Process, path: str, place: Spot, known: Knowledge) -> LibraryProcess | RandomLibrary:
    """What its names weigh. Of a ``.dll`` under rundll32, or of few letters under regsvr32, they are all that there is."""
    is_drawn, is_registering = looks_random(place, known), is_regsvr32(process)
    if is_strange(place, known):
        words = LibraryProcess.words if is_drawn else _ODD
        return _found(process, path, family="emotet" if is_drawn else None, words=words)
    if is_registering and looks_installed(place, known):
        return _found(process, path, family=None, era=("P6", "P7", "P8"))
    return RandomLibrary(
        origin=process.origin,
        strength=Strength.STRONG,
        attack=("T1036", "T1218.010" if is_registering else "T1218.011"),
        era=("P6", "P7", "P8") if is_registering else (),
        words=RUNNING,
        file=path,
        by=f"{process.name} (PID {process.pid})",
    )


def is_regsvr32(process: Process) -> bool:
    """Whether it is regsvr32, by its image or, where that is not told or renamed, by its command line."""
    return "regsvr32" in f"{image_name(process)} {process.command}".lower()


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
        attack=("T1218.010" if is_regsvr32(process) else "T1218.011",),
        process=process.name,
        pid=process.pid,
        library=library,
    )


def _is_suspect(place: Spot, known: Knowledge, folders: ProgramFolders | None) -> bool:
    """Names drawn by chance; with an extension that no honest library has, names that no person clearly gave are enough."""
    if not (is_odd(place) or is_dll(place)) or is_known_folder(place, folders):
        return False
    return looks_random(place, known) or (is_strange(place, known) and not looks_given(place, known))
