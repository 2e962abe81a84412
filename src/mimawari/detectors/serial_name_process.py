"""A running program named by this PC's volume serial number (EmoCheck's v1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.technique import image_name
from mimawari.detectors.marks.word_pair import is_windows_own, serial_name_of
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Host, Process, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class SerialNameProcess(Finding):
    """A process with such a name. ``serial`` is eight hex digits."""

    strength: Strength = Strength.CONCLUSIVE
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1036.005",)
    era: tuple[str, ...] = ("P1",)
    words: Words = Words(
        en="{process} (PID {pid}, {image}) is running under the name that Emotet makes of this PC's disk serial number ({serial}).",
        ja="{process}（PID {pid}、{image}）が動いています。ディスクのシリアル番号（{serial}）からEmotetが作る名前です。",
    )
    process: str
    pid: int
    image: str
    serial: str


@detector
def serial_name_process(process: Process, known: Knowledge, host: Host | None) -> Iterator[SerialNameProcess]:
    """The process name that belongs to this PC's serial number; where the serial is unknown there is nothing to compare."""
    if host is None or host.volume_serial is None or is_windows_own(process.image):
        return
    name = serial_name_of(host.volume_serial, known.word_list) + ".exe"
    if name in (process.name.lower(), image_name(process).lower()):
        yield SerialNameProcess(
            origin=process.origin,
            process=process.name,
            pid=process.pid,
            image=process.image,
            serial=f"{host.volume_serial:08X}",
        )
