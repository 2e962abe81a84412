"""A running program as Emotet's droppers or what it brings run: IcedID, Bumblebee, Cobalt Strike, what comes before ransomware."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.traces import told, trace_of
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, Process, Words

_LOADERS = ("rundll32.exe", "regsvr32.exe")


@dataclass(frozen=True, kw_only=True, eq=False)
class PayloadProcess(Finding):
    """Such a process; ``trace`` is its row of ``knowledge/data/traces.toml``."""

    words: Words = Words(
        en="{process} (PID {pid}) is running ({command}).",
        ja="{process}（PID {pid}）が動いています（{command}）。",
    )
    process: str
    pid: int
    command: str
    trace: str


@detector
def payload_process(process: Process, known: Knowledge) -> Iterator[PayloadProcess]:
    """Strength and family as the row says. A row's path is that of the image, or of the library in rundll32 and regsvr32."""
    is_loader = process.image.rpartition("\\")[2].lower() in _LOADERS
    path = process.target if is_loader else process.image
    if row := trace_of(process, path, known, process.command, "loader" if is_loader else ""):
        yield PayloadProcess(
            origin=process.origin,
            strength=row.strength,
            family=row.family,
            era=row.era,
            attack=row.attack,
            words=told(PayloadProcess.words, row),
            process=process.name,
            pid=process.pid,
            command=process.command or process.image,
            trace=row.name,
        )
