"""A program that borrowed the names of two of Windows' own files for itself and its folder (EmoCheck's v3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.system_names import is_borrowed_pair, is_redistributed, is_unlike_namesake
from mimawari.detectors.marks.technique import moment
from mimawari.knowledge import Knowledge
from mimawari.model import File, Finding, Strength, SystemDirectory, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SystemPair(Finding):
    """A file with borrowed names. ``size`` in bytes, None where unknown."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1036.005",)
    era: tuple[str, ...] = ("P3",)
    words: Words = Words(
        en="{file} and its folder bear names of Windows' own files, and it is not the file of that name that Windows has.",
        ja="{file} は、フォルダー名・ファイル名ともにWindows標準ファイルの名前ですが、標準のファイルとは中身の異なるものです。",
    )
    file: str
    size: int | None


_HINT = Words(
    en="{file} and its folder bear names of Windows' own files; honest programs bring along such copies too.",
    ja="{file} は、フォルダー名・ファイル名ともにWindows標準ファイルの名前です。正規のソフトが同梱している場合もあります。",
)


@detector
def system_pair(file: File, system: SystemDirectory, known: Knowledge) -> Iterator[SystemPair]:
    """Names of two files of System32, 10,000 bytes or more, other than its namesake; tools that programs bring along: a hint."""
    place = below_folder(file.path)
    if place is None or file.is_program is False or not is_borrowed_pair(place, system):
        return
    unlike = is_unlike_namesake(file, system)
    if unlike is False:
        return
    is_sure = unlike and not is_redistributed(place, known)
    yield SystemPair(
        origin=file.origin,
        strength=Strength.STRONG if is_sure else Strength.HINT,
        family="emotet" if is_sure else None,
        words=SystemPair.words if is_sure else _HINT,
        seen_at=moment(file.created, file.modified),
        file=file.path,
        size=file.size,
    )
