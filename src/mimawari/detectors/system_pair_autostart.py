"""An autostart for a program that borrowed the names of two of Windows' own files (EmoCheck's v3, its Run value)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.system_names import is_borrowed_pair, is_redistributed, is_unlike_namesake
from mimawari.detectors.marks.technique import is_no_program, moment, named_after, technique
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, Strength, SystemDirectory, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SystemPairAutostart(Finding):
    """An autostart for such a program."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    era: tuple[str, ...] = ("P3",)
    words: Words = Words(
        en="The autostart entry “{name}” starts {target}: folder and program bear names of Windows' own files.",
        ja="自動起動の項目「{name}」は {target} を起動します。フォルダー名・プログラム名ともにWindows標準ファイルの名前です。",
    )
    name: str
    target: str


@detector
def system_pair_autostart(start: Autostart, system: SystemDirectory, known: Knowledge) -> Iterator[SystemPairAutostart]:
    """An entry named like the program it starts: strong. Another name, a tool that programs bring along: a hint."""
    place = below_folder(start.target)
    if place is None or is_no_program(start) or not is_borrowed_pair(place, system):
        return
    unlike = is_unlike_namesake(start.target_file, system) if start.target_file else True
    if unlike is False:
        return
    is_sure = unlike and named_after(start, place.name) and not is_redistributed(place, known)
    yield SystemPairAutostart(
        origin=start.origin,
        strength=Strength.STRONG if is_sure else Strength.HINT,
        family="emotet" if is_sure else None,
        attack=(technique(start), "T1036.005"),
        seen_at=moment(start.written),
        past=start.deleted,
        name=start.name,
        target=start.target,
    )
