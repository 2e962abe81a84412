"""A running program, or a library in rundll32 or regsvr32, whose time was set back by seven days (EmoCheck's v5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.technique import moment
from mimawari.detectors.seven_day import seven_day
from mimawari.model import File, Finding, Process, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SevenDayProcess(Finding):
    """Such a process: that the backdated program runs is a fact beside its date."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1070.006",)
    era: tuple[str, ...] = ("P3", "P4", "P5")
    words: Words = Words(
        en="{process} (PID {pid}) is running {file}, a program dated back by exactly seven days.",
        ja="{process}（PID {pid}）が、日時がちょうど7日前に改ざんされたプログラム {file} を実行しています。",
    )
    process: str
    pid: int
    file: str


@detector
def seven_day_process(process: Process) -> Iterator[SevenDayProcess]:
    """The file of its image, or of what its command runs, is what seven-day finds."""
    for file in _files(process):
        if any(True for _ in seven_day.examine(file)):
            yield SevenDayProcess(
                origin=process.origin,
                seen_at=moment(process.started, file.folder_modified),
                process=process.name,
                pid=process.pid,
                file=file.path,
            )


def _files(process: Process) -> list[File]:
    found = {file.path.lower(): file for file in (process.image_file, process.target_file) if file}
    return list(found.values())
