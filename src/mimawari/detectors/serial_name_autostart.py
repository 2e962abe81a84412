"""An autostart named by this PC's volume serial number, or that starts a program so named (EmoCheck's v1, without a process)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.places import spot
from mimawari.detectors.marks.technique import is_no_program, moment, named_after, technique
from mimawari.detectors.marks.word_pair import is_other_disks, is_pair, is_windows_own, serial_name_of
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, Host, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SerialNameAutostart(Finding):
    """An autostart with such a name. ``serial`` is eight hex digits, empty where this PC's serial number is unknown."""

    strength: Strength = Strength.STRONG
    family: str | None = "emotet"
    era: tuple[str, ...] = ("P1",)
    words: Words = Words(
        en="The autostart entry “{name}” ({command}) bears the name that Emotet makes of this PC's disk serial number ({serial}).",
        ja="自動起動の項目「{name}」（{command}）は、Emotetがこのパソコンのディスクのシリアル番号（{serial}）から作る名前と一致しています。",
    )
    name: str
    command: str
    serial: str


_PAIR = Words(
    en="The autostart entry “{name}” ({command}) starts a program named with two words of Emotet's list, where Emotet put it.",
    ja="自動起動の項目「{name}」（{command}）は、Emotetの単語表の2語を名前に持つプログラムを、Emotetが使う場所から起動します。",
)


@detector
def serial_name_autostart(start: Autostart, known: Knowledge, host: Host | None) -> Iterator[SerialNameAutostart]:
    """The name of this PC's serial number: strong. A pair of its words: only if it is there and no serial speaks against it."""
    serial = host.volume_serial if host else None
    own = "" if serial is None else serial_name_of(serial, known.word_list) + ".exe"
    if is_windows_own(start.target):
        return
    if own and (named_after(start, own) or _target(start) == own):
        strength = Strength.HINT if is_no_program(start) else Strength.STRONG
        yield _finding(start, serial, strength, SerialNameAutostart.words)
    elif _starts_pair(start, known):
        there = start.target_file is not None and not is_no_program(start)
        yield _finding(start, serial, Strength.HINT if is_other_disks(host) or not there else Strength.STRONG, _PAIR)


def _target(start: Autostart) -> str:
    return start.target.rpartition("\\")[2].lower()


def _starts_pair(start: Autostart, known: Knowledge) -> bool:
    place = spot(start.target)
    return place is not None and named_after(start, place.name) and is_pair(place, known.word_list)


def _finding(start: Autostart, serial: int | None, strength: Strength, words: Words) -> SerialNameAutostart:
    return SerialNameAutostart(
        origin=start.origin,
        strength=strength,
        family="emotet" if strength is Strength.STRONG else None,
        attack=(technique(start), "T1036.005"),
        seen_at=moment(start.written),
        past=start.deleted,
        words=words,
        name=start.name,
        command=start.command,
        serial="" if serial is None else f"{serial:08X}",
    )
