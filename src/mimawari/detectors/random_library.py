"""A library named like Emotet's: an odd extension (EmoCheck's v4), or names drawn by chance, and nothing else against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.library import is_at_home, is_dll, is_known_folder, is_strange, looks_installed, looks_random
from mimawari.detectors.marks.places import Spot, below_folder
from mimawari.detectors.marks.technique import moment
from mimawari.detectors.padded_library import SMALLEST
from mimawari.knowledge import Knowledge
from mimawari.model import File, Finding, ProgramFolders, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class RandomLibrary(Finding):
    """Such a file, whoever tells of it: names are one reason, however often they are met. ``by``: what runs or starts it."""

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1036",)
    era: tuple[str, ...] = ("P4", "P5", "P6")
    words: Words = Words(
        en="{file} is a program, though its extension does not say so.",
        ja="{file} は、拡張子からは分かりませんが、中身は実行できるプログラムです。",
    )
    file: str
    by: str = ""


RUNNING = Words(
    en="{by} is running {file}, a library whose folder and file name look drawn by chance.",
    ja="{by} が、フォルダー名もファイル名もでたらめに見える {file} を実行しています。",
)
STARTED = Words(
    en="The autostart entry “{by}” loads {file}, a library whose folder and file name look drawn by chance.",
    ja="自動起動の項目「{by}」は、フォルダー名もファイル名もでたらめに見える {file} を読み込みます。",
)
_DRAWN = Words(
    en="{file} is a program or library whose folder and file name look drawn by chance.",
    ja="{file} は、フォルダー名もファイル名もでたらめに見えるプログラムです。",
)
_ODD = Words(
    en="{file} is a program whose folder, file name and extension all look drawn by chance, as Emotet's did.",
    ja="{file} は、フォルダー名もファイル名も拡張子もでたらめに見えるプログラムです。Emotetと同じ名前の付け方です。",
)


@detector
def random_library(file: File, known: Knowledge, folders: ProgramFolders | None) -> Iterator[RandomLibrary]:
    """Strong with all that Emotet's names had, where it installs itself; else a hint. Program folders: nothing."""
    place = below_folder(file.path)
    if not place or not file.is_program or is_known_folder(place, folders):
        return
    is_drawn, is_odd = looks_random(place, known), is_strange(place, known)
    if not is_odd and not (is_drawn and place.extension in ("dll", "exe")):
        return
    yield RandomLibrary(
        origin=file.origin,
        strength=Strength.STRONG if _is_emotets(file, place, is_odd and is_drawn, known) else Strength.HINT,
        era=RandomLibrary.era if is_odd else ("P6", "P7", "P8") if is_dll(place) else (),
        words=(_ODD if is_drawn else RandomLibrary.words) if is_odd else _DRAWN,
        seen_at=moment(file.created, file.modified),
        file=file.path,
    )


def _is_emotets(file: File, place: Spot, is_odd: bool, known: Knowledge) -> bool:
    """Whether names alone say it. Of a padded library padded-library tells: names count once."""
    is_told = file.size is not None and file.size >= SMALLEST
    return not is_told and ((is_odd and is_at_home(place)) or looks_installed(place, known))
