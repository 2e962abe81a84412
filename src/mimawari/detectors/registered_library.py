"""An autostart that loads a ``.dll`` with random names from a folder of its own: Emotet of 2022 and 2023."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.library import dll_library
from mimawari.detectors.marks.technique import is_no_program, moment, technique
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


@detector
def registered_library(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> Iterator[RegisteredLibrary]:
    """An entry named like its library: strong if folder and file look random, and Emotet's if it bears the full name."""
    library = dll_library(start, folders, known)
    if library is None or not library.is_named or is_no_program(start):
        return
    yield RegisteredLibrary(
        origin=start.origin,
        strength=Strength.STRONG if library.is_random else Strength.HINT,
        family="emotet" if library.is_random and library.is_own and start.loader == "regsvr32" else None,
        attack=(technique(start), "T1218.010" if start.loader == "regsvr32" else "T1218.011"),
        words=RegisteredLibrary.words if library.is_random else _HINT,
        seen_at=moment(start.written),
        past=start.deleted,
        name=start.name,
        loader=start.loader,
        target=start.target,
        command=start.command,
    )
