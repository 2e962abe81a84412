"""An autostart that has rundll32 or regsvr32 load a program with an odd extension (EmoCheck's v4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.library import Library, odd_library
from mimawari.detectors.marks.technique import is_no_program, loading, moment, technique
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, ProgramFolders, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class LibraryAutostart(Finding):
    """Such an autostart."""

    family: str | None = "emotet"
    words: Words = Words(
        en="The autostart entry “{name}” has {loader} load {target}, a file with random letters for an extension, as Emotet does.",
        ja="自動起動の項目「{name}」は、Emotetと同じく、でたらめな拡張子のファイル {target} を {loader} で読み込みます。",
    )
    name: str
    loader: str
    target: str
    command: str


_HINT = Words(
    en="The autostart entry “{name}” has {loader} load {target}, a file with an unusual extension.",
    ja="自動起動の項目「{name}」は、見慣れない拡張子のファイル {target} を {loader} で読み込みます。",
)


@detector
def library_autostart(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> Iterator[LibraryAutostart]:
    """EmoCheck's names and command, every user's; at Emotet's places under any name. Vendors' own extensions: a hint."""
    library = odd_library(start, folders, known)
    if library is None:
        return
    is_sure = is_emotets(start, library)
    yield LibraryAutostart(
        origin=start.origin,
        strength=Strength.STRONG if is_sure else Strength.HINT,
        family="emotet" if is_sure else None,
        era=eras(start),
        attack=(technique(start), loading(start)),
        words=LibraryAutostart.words if is_sure else _HINT,
        seen_at=moment(start.written),
        past=start.deleted,
        name=start.name,
        loader=start.loader,
        target=start.target,
        command=start.command,
    )


def eras(start: Autostart) -> tuple[str, ...]:
    """The periods in which a library with an odd extension was loaded in this way: first by rundll32, later by regsvr32."""
    return ("P5", "P6") if start.loader == "regsvr32" else ("P4", "P5")


def is_emotets(start: Autostart, library: Library) -> bool:
    """Whether all of Emotet's own is there. An entry without its file, or with an honest extension, must show more."""
    if is_no_program(start):
        return False
    if library.is_honest:
        return library.is_own and (library.is_random or start.loader == "rundll32")
    is_drawn = library.is_random and (library.is_named or library.is_at_home)
    is_there = start.target_file is not None and (library.is_named or (library.is_at_home and not library.is_wordy))
    return is_drawn or is_there or library.is_own or library.is_stem
