"""An autostart, a scheduled task above all, that has rundll32 or regsvr32 load a library from where any program can write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.library_autostart import library_autostart
from mimawari.detectors.marks.command import is_writable
from mimawari.detectors.marks.random_name import drawn_by_chance
from mimawari.detectors.marks.technique import is_no_program, loading, moment, technique
from mimawari.detectors.marks.traces import loaded_trace, trace_of
from mimawari.detectors.random_library import RandomLibrary
from mimawari.detectors.registered_library import names_alone, registered_library
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, ProgramFolders, Strength, Task, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class LoaderAutostart(Finding):
    """Such an autostart."""

    words: Words = Words(
        en="The autostart entry “{name}” has {loader} load {target}, a place or a name that honest programs do not use for that.",
        ja="自動起動の項目「{name}」は {target} を {loader} で読み込みます。正規のソフトには見られない場所または名前です。",
    )
    name: str
    loader: str
    target: str
    command: str


_HINT = Words(
    en="The autostart entry “{name}” has {loader} load {target}, from where any program can write; vendors' updaters do so too.",
    ja="自動起動の項目「{name}」は、誰でも書き込める場所の {target} を {loader} で読み込みます。正規の更新ツールにも見られます。",
)


@detector
def loader_autostart(
    start: Autostart, known: Knowledge, folders: ProgramFolders | None
) -> Iterator[LoaderAutostart | RandomLibrary]:
    """Strong where Emotet's documents put libraries, else a hint; a task with names drawn by chance in a profile is told as such.

    What other detectors already say of the same entry is not said again: it would count twice.
    """
    if not start.loader or is_no_program(start) or not is_writable(start.target) or _is_told(start, known, folders):
        return
    loaded = loaded_trace(start.target, known)
    if not loaded and _is_drawn(start, known, folders):
        yield names_alone(start)
        return
    row, strength = loaded or (None, Strength.HINT)
    yield LoaderAutostart(
        origin=start.origin,
        strength=strength,
        family=row.family if row else None,
        era=row.era if row else (),
        attack=(technique(start), loading(start)),
        words=LoaderAutostart.words if strength > Strength.HINT else _HINT,
        seen_at=moment(start.written),
        past=start.deleted,
        name=start.name,
        loader=start.loader,
        target=start.target,
        command=start.command,
    )


def _is_told(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> bool:
    told = (*library_autostart.examine(start, known, folders), *registered_library.examine(start, known, folders))
    row = trace_of(start, start.target, known, start.command, start.loader)
    return bool(row) or any(finding.strength > Strength.HINT for finding in told)


def _is_drawn(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> bool:
    """A task's, in a profile: vendors' trays in Run values, and their short names in ProgramData, look much alike."""
    folder, _, name = start.target.rpartition("\\")
    folder = folder.rpartition("\\")[2]
    is_known = folders is not None and folder.lower() in folders.names
    is_profiles = "\\programdata\\" not in start.target.lower() and not is_known
    return isinstance(start, Task) and is_profiles and drawn_by_chance(folder, name.rpartition(".")[0], known)
