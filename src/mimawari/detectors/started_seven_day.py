"""An autostart for a program whose time was set back by seven days against its folder's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.technique import moment, technique
from mimawari.detectors.seven_day import seven_day
from mimawari.model import Autostart, Finding, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class StartedSevenDay(Finding):
    """Such an autostart: that the backdated program starts by itself is a fact beside its date."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    era: tuple[str, ...] = ("P3", "P4", "P5")
    words: Words = Words(
        en="The autostart entry “{name}” starts {target}, a program dated back by exactly seven days.",
        ja="自動起動の項目「{name}」は、日時がちょうど7日前に改ざんされたプログラム {target} を起動します。",
    )
    name: str
    target: str


@detector
def started_seven_day(start: Autostart) -> Iterator[StartedSevenDay]:
    """The file behind it is there and is what seven-day finds."""
    file = start.target_file
    if file is None or start.deleted or not any(True for _ in seven_day.examine(file)):
        return
    yield StartedSevenDay(
        origin=start.origin,
        attack=(technique(start), "T1070.006"),
        seen_at=moment(start.written, file.folder_modified),
        name=start.name,
        target=start.target,
    )
