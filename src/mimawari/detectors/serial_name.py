"""A program that bears the name which Emotet made of this PC's volume serial number until 2020-02-05 (EmoCheck's v1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.places import spot
from mimawari.detectors.marks.technique import moment
from mimawari.detectors.marks.word_pair import is_pair, is_windows_own, serial_name_of
from mimawari.knowledge import Knowledge
from mimawari.model import File, Finding, Host, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SerialName(Finding):
    """A file with such a name. ``serial`` is eight hex digits, empty where this PC's serial number is unknown."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1036.005",)
    era: tuple[str, ...] = ("P1",)
    words: Words = Words(
        en="{file} bears the very name that Emotet makes of this PC's disk serial number ({serial}).",
        ja="{file} は、Emotetがこのパソコンのディスクのシリアル番号（{serial}）から作るファイル名と一致しています。",
    )
    file: str
    serial: str


_ELSEWHERE = Words(
    en="{file} bears the name that Emotet would have on this PC (disk serial number {serial}), in a place it does not use.",
    ja="{file} は、このパソコン（シリアル番号 {serial}）でEmotetが使うファイル名と同じですが、Emotetが使う場所にはありません。",
)
_PAIR = Words(
    en="{file} is named with two words of Emotet's list, but the name is not known to belong to this PC.",
    ja="{file} の名前はEmotetの単語表の2語の組み合わせですが、このパソコンの名前とは確認できていません。",
)


@detector
def serial_name(file: File, known: Knowledge, host: Host | None) -> Iterator[SerialName]:
    """The name of this PC's serial number, strong below Emotet's roots; any pair of its words where Emotet puts it: a hint."""
    serial = host.volume_serial if host else None
    if file.extension != "exe" or file.is_program is False or is_windows_own(file.path):
        return
    shown, seen = "" if serial is None else f"{serial:08X}", moment(file.created, file.modified)
    if serial is not None and file.stem.lower() == serial_name_of(serial, known.word_list):
        if spot(file.path):
            yield SerialName(origin=file.origin, file=file.path, serial=shown, seen_at=seen)
        else:
            yield SerialName(
                origin=file.origin, file=file.path, serial=shown, seen_at=seen, strength=Strength.HINT, words=_ELSEWHERE
            )
    elif _is_pair(file, known):
        yield SerialName(
            origin=file.origin, file=file.path, serial=shown, seen_at=seen, strength=Strength.HINT, family=None, words=_PAIR
        )


def _is_pair(file: File, known: Knowledge) -> bool:
    place = spot(file.path)
    return place is not None and is_pair(place, known.word_list)
