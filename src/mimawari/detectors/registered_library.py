"""An autostart that loads a ``.dll`` with random names from a folder of its own: Emotet of 2022 and 2023."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.library import Library, dll_library
from mimawari.detectors.marks.technique import is_no_program, loading, moment, technique
from mimawari.detectors.random_library import STARTED, RandomLibrary
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, ProgramFolders, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class RegisteredLibrary(Finding):
    """Such an autostart."""

    era: tuple[str, ...] = ("P5", "P6", "P7", "P8")
    words: Words = Words(
        en="The autostart entry “{name}” has {loader} load {target}, whose folder and file name look drawn by chance.",
        ja="自動起動の項目「{name}」は、フォルダー名もファイル名もでたらめに見える {target} を {loader} で読み込みます。",
    )
    name: str
    loader: str
    target: str
    command: str


_HINT = Words(
    en="The autostart entry “{name}” has {loader} load {target}, as add-ins do, and as Emotet did.",
    ja="自動起動の項目「{name}」は {target} を {loader} で読み込みます。正規のアドインにも、Emotetにも見られる方法です。",
)
_FULL = Words(
    en="The autostart entry “{name}” bears the full file name of {target} and has {loader} load it, as Emotet's does.",
    ja="自動起動の項目「{name}」は、Emotetと同じく、{target} のファイル名そのものを項目名にして {loader} で読み込みます。",
)


@detector
def registered_library(
    start: Autostart, known: Knowledge, folders: ProgramFolders | None
) -> Iterator[RegisteredLibrary | RandomLibrary]:
    """Strong: regsvr32, and drawn names of Emotet's sort or in the entry too; or the full name. Drawn names alone: told as such."""
    library = dll_library(start, folders, known)
    if library is None or is_no_program(start) or not (library.is_named or _is_drawn_at_home(start, library)):
        return
    is_registered = start.loader == "regsvr32"
    if library.is_random and not (is_registered and (library.is_named or library.is_installed)):
        yield names_alone(start)
        return
    is_full = is_registered and library.is_own and not library.is_wordy
    yield RegisteredLibrary(
        origin=start.origin,
        strength=Strength.STRONG if library.is_random or is_full else Strength.HINT,
        family="emotet" if library.is_random and is_full else None,
        attack=(technique(start), loading(start)),
        words=RegisteredLibrary.words if library.is_random else _FULL if is_full else _HINT,
        seen_at=moment(start.written),
        past=start.deleted,
        name=start.name,
        loader=start.loader,
        target=start.target,
        command=start.command,
    )


def names_alone(start: Autostart) -> RandomLibrary:
    """What an entry weighs of which only the names speak: a vendor's abbreviations may look drawn as well."""
    return RandomLibrary(
        origin=start.origin,
        strength=Strength.STRONG,
        attack=("T1036", technique(start), loading(start)),
        era=("P6", "P7", "P8") if start.loader == "regsvr32" else (),
        words=STARTED,
        seen_at=moment(start.written),
        past=start.deleted,
        file=start.target,
        by=start.name,
    )


def _is_drawn_at_home(start: Autostart, library: Library) -> bool:
    """Whatever the entry is called: regsvr32 and names drawn by chance, where Emotet installs itself."""
    return start.loader == "regsvr32" and library.is_random and library.is_at_home
