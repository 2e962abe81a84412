"""A file that lies where the documents and scripts of Emotet, or of what it brings, put their own down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.technique import moment
from mimawari.detectors.marks.traces import told, trace_of
from mimawari.knowledge import Knowledge
from mimawari.model import File, Finding, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class DroppedFile(Finding):
    """Such a file; ``trace`` is its row of ``knowledge/data/traces.toml``."""

    words: Words = Words(en="{file} is there.", ja="{file} があります。")
    file: str
    trace: str


@detector
def dropped_file(file: File, known: Knowledge) -> Iterator[DroppedFile]:
    """As strong as the row says; a hint where the content could not be read, nothing where it is no program and should be."""
    row = trace_of(file, file.path, known)
    if row is None or (row.program and file.is_program is False):
        return
    is_seen = file.is_program or not row.program
    yield DroppedFile(
        origin=file.origin,
        strength=row.strength if is_seen else Strength.HINT,
        family=row.family if is_seen else None,
        era=row.era,
        attack=row.attack,
        words=told(DroppedFile.words, row),
        seen_at=moment(file.created, file.modified),
        file=file.path,
        trace=row.name,
    )
