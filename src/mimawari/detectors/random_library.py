"""A library named like Emotet's, which nothing is seen to start: an odd extension (EmoCheck's v4), or names drawn by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.library import is_dll, is_known_folder, is_odd, looks_random
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.technique import moment
from mimawari.knowledge import Knowledge
from mimawari.model import File, Finding, ProgramFolders, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class RandomLibrary(Finding):
    """Such a file."""

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1036",)
    era: tuple[str, ...] = ("P4", "P5", "P6")
    words: Words = Words(
        en="{file} is a program, though its extension does not say so.",
        ja="{file} は、拡張子からは分かりませんが、中身は実行できるプログラムです。",
    )
    file: str


_DRAWN = Words(
    en="{file} is a program or library whose folder and file name look drawn by chance.",
    ja="{file} は、フォルダー名もファイル名もでたらめに見えるプログラムです。",
)


@detector
def random_library(file: File, known: Knowledge, folders: ProgramFolders | None) -> Iterator[RandomLibrary]:
    """A hint, never more: nothing starts it. Extensions that programs honestly have, and names of program folders: nothing."""
    place = below_folder(file.path)
    if not place or not file.is_program or is_known_folder(place, folders):
        return
    seen = moment(file.created, file.modified)
    if is_odd(place) and place.extension not in known.program_extensions:
        yield RandomLibrary(origin=file.origin, seen_at=seen, file=file.path)
    elif place.extension in ("dll", "exe") and looks_random(place, known):
        era = ("P6", "P7", "P8") if is_dll(place) else ()
        yield RandomLibrary(origin=file.origin, seen_at=seen, era=era, words=_DRAWN, file=file.path)
