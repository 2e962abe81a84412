"""A running program that borrowed the names of two of Windows' own files (EmoCheck's v3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.system_names import is_borrowed_pair, is_redistributed, is_unlike_namesake
from mimawari.detectors.marks.technique import moment
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Process, Strength, SystemDirectory, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SystemPairProcess(Finding):
    """Such a process."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1036.005",)
    era: tuple[str, ...] = ("P3",)
    words: Words = Words(
        en="{process} (PID {pid}) is running from {image}: folder and program bear names of Windows' own files.",
        ja="{process}（PID {pid}）が {image} から動いています。フォルダー名・プログラム名ともにWindows標準ファイルの名前です。",
    )
    process: str
    pid: int
    image: str


@detector
def system_pair_process(process: Process, system: SystemDirectory, known: Knowledge) -> Iterator[SystemPairProcess]:
    """As system-pair judges the file; a hint where the file could not be seen, or is a tool that programs bring along."""
    place, file = below_folder(process.image), process.image_file
    if place is None or not is_borrowed_pair(place, system):
        return
    unlike = is_unlike_namesake(file, system) if file else None
    if unlike is False:
        return
    is_sure = unlike and not is_redistributed(place, known)
    yield SystemPairProcess(
        origin=process.origin,
        strength=Strength.STRONG if is_sure else Strength.HINT,
        family="emotet" if is_sure else None,
        seen_at=moment(process.started),
        process=process.name,
        pid=process.pid,
        image=process.image,
    )
