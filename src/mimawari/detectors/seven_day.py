"""A program whose time was set back by seven days against its folder's (EmoCheck's v5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.places import below_folder
from mimawari.detectors.marks.seven_days import are_exact, seven_days_apart
from mimawari.detectors.marks.technique import moment
from mimawari.model import File, Finding, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SevenDay(Finding):
    """Such a file, with both times (UTC)."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1070.006",)
    era: tuple[str, ...] = ("P3", "P4", "P5")
    words: Words = Words(
        en="{file} ({file_time}) is dated exactly seven days before its folder ({folder_time}): Emotet sets dates back so.",
        ja="{file} の日時（{file_time}）はフォルダー（{folder_time}）のちょうど7日前です。Emotetが行う日時の改ざんと一致します。",
    )
    file: str
    file_time: str | None
    folder_time: str | None


@detector
def seven_day(file: File) -> Iterator[SevenDay]:
    """Folder time less file time is seven days to 0.3 s; nothing where the copy keeps whole seconds only."""
    if file.modified is None or file.folder_modified is None or not _may_be_program(file) or not below_folder(file.path):
        return
    if are_exact(file.modified, file.folder_modified) and seven_days_apart(file.folder_modified, file.modified):
        yield SevenDay(
            origin=file.origin,
            seen_at=moment(file.folder_modified),
            file=file.path,
            file_time=moment(file.modified),
            folder_time=moment(file.folder_modified),
        )


def _may_be_program(file: File) -> bool:
    """It is one; where only the name is known, a name that says so."""
    return file.extension in ("exe", "dll") if file.is_program is None else file.is_program
