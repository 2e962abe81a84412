"""The program behind such an autostart is really there: it runs whenever the user logs on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.loader_autostart import loader_autostart
from mimawari.detectors.marks.technique import moment
from mimawari.detectors.marks.traces import loaded_trace, trace_of
from mimawari.detectors.payload_autostart import payload_autostart
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, ProgramFolders, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class StartedPayload(Finding):
    """Such a file. ``size`` in bytes, None where unknown."""

    strength: Strength = Strength.STRONG
    words: Words = Words(
        en="{file} is a program, and the autostart entry “{name}” starts it in a way that honest programs do not use.",
        ja="{file} は実際に存在する実行可能なプログラムで、正規のソフトには見られない自動起動の項目「{name}」から起動されます。",
    )
    file: str
    size: int | None
    name: str


@detector
def started_payload(start: Autostart, known: Knowledge, folders: ProgramFolders | None) -> Iterator[StartedPayload]:
    """What payload-autostart or loader-autostart call strong by its place or command, not by its names alone; it starts with MZ."""
    file = start.target_file
    if file is None or not file.is_program or start.deleted:
        return
    row = trace_of(start, start.target, known, start.command, start.loader)
    said: list[Finding] = [*payload_autostart.examine(start, known)] if row and (row.path or start.loader) else []
    if loaded_trace(start.target, known):
        said += loader_autostart.examine(start, known, folders)
    for reason in said:
        if reason.strength > Strength.HINT:
            yield StartedPayload(
                origin=file.origin,
                family=reason.family,
                era=reason.era,
                attack=reason.attack,
                seen_at=moment(file.created, start.written),
                file=file.path,
                size=file.size,
                name=start.name,
            )
