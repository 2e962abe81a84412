"""An autostart as Emotet's droppers, TrickBot, Qakbot, IcedID, Bumblebee or Cobalt Strike make it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.technique import is_no_program, moment, technique
from mimawari.detectors.marks.traces import told, trace_of
from mimawari.knowledge import Knowledge
from mimawari.model import Autostart, Finding, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class PayloadAutostart(Finding):
    """Such an autostart; ``trace`` is its row of ``knowledge/data/traces.toml``."""

    words: Words = Words(
        en="The autostart entry “{name}” starts {target}.",
        ja="自動起動の項目「{name}」は {target} を起動します。",
    )
    name: str
    target: str
    command: str
    trace: str


@detector
def payload_autostart(start: Autostart, known: Knowledge) -> Iterator[PayloadAutostart]:
    """Strength and family as the row says."""
    row = trace_of(start, start.target, known, start.command, start.loader)
    if row is None or (row.path and is_no_program(start) and not start.target.lower().endswith(".bat")):
        return
    yield PayloadAutostart(
        origin=start.origin,
        strength=row.strength,
        family=row.family,
        era=row.era,
        attack=tuple(dict.fromkeys((technique(start), *row.attack))),
        words=told(PayloadAutostart.words, row),
        seen_at=moment(start.written),
        past=start.deleted,
        name=start.name,
        target=start.target,
        command=start.command,
        trace=row.name,
    )
