"""The library that such a rundll32 or regsvr32 has loaded is really there, and is a program: what EmoCheck calls infected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.library_process import LibraryProcess, is_regsvr32, library_process
from mimawari.detectors.marks.library import is_strange, looks_installed, looks_random
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.technique import moment
from mimawari.detectors.marks.traces import loaded_trace
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Process, ProgramFolders, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class RunningLibrary(Finding):
    """Such a file. ``size`` in bytes, None where unknown."""

    strength: Strength = Strength.STRONG
    attack: tuple[str, ...] = ("T1036.008",)
    words: Words = Words(
        en="{file} is a program, and {process} (PID {pid}) keeps it running, as Emotet's does.",
        ja="{file} は実際に存在する実行可能なプログラムで、Emotetと同じく {process}（PID {pid}）の中で動き続けています。",
    )
    file: str
    size: int | None
    process: str
    pid: int


@detector
def running_library(process: Process, known: Knowledge, folders: ProgramFolders | None) -> Iterator[RunningLibrary]:
    """What library-process calls strong, and the file is there and starts with MZ. An honest tray may be a ``.dll`` in rundll32."""
    file = process.target_file
    if file is None or not file.is_program or not _is_doubtless(process, known):
        return
    for running in library_process.examine(process, known, folders):
        is_strong = isinstance(running, LibraryProcess) and running.strength > Strength.HINT
        if is_strong and str(running.facts["library"]).lower() == process.target.lower():
            yield RunningLibrary(
                origin=file.origin,
                family="emotet" if _is_installed(process, known) else running.family,
                era=running.era,
                seen_at=moment(process.started, file.created),
                file=file.path,
                size=file.size,
                process=process.name,
                pid=process.pid,
            )


def _is_doubtless(process: Process, known: Knowledge) -> bool:
    """More than names that look drawn: what honest libraries have not, or regsvr32 and all that Emotet's of 2022 and 2023 had."""
    place = below_folder(process.target)
    if loaded := loaded_trace(process.target, known):
        return loaded[0].strength > Strength.HINT
    if place is None:
        return False
    is_odd = is_strange(place, known) and (is_regsvr32(process) or looks_random(place, known))
    return is_odd or _is_installed(process, known)


def _is_installed(process: Process, known: Knowledge) -> bool:
    """Regsvr32, which honestly ends at once, on a ``.dll`` with the names and the place of Emotet's."""
    place = below_folder(process.target)
    return place is not None and is_regsvr32(process) and looks_installed(place, known)
