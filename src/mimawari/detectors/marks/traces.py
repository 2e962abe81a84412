"""Which row of the table of traces something fits."""

from __future__ import annotations

from mimawari.detectors.marks.random_name import drawn_by_chance
from mimawari.knowledge import Knowledge
from mimawari.knowledge.traces import Trace
from mimawari.model import Artifact, File, Process, Strength, Words

_LIMIT = 8_192


def trace_of(artifact: Artifact, path: str, known: Knowledge, command: str = "", loader: str = "") -> Trace | None:
    """The first row that speaks of such an artifact and fits its *path* or *command*; None if there is none."""
    parent = artifact.parent_image if isinstance(artifact, Process) else ""
    rows = (row for row in known.traces.get(artifact.kind(), ()) if loader or not row.loader)
    fitting = (row for row in rows if row.parent is None or row.parent.fullmatch(parent))
    return next((row for row in fitting if _fits(row, path, command[:_LIMIT], known)), None)


def loaded_trace(path: str, known: Knowledge) -> tuple[Trace, Strength] | None:
    """The first row of a library at *path* that weighs something where a loader loads it, and how much."""
    rows = known.traces[File.kind()]
    return next(((row, row.loaded) for row in rows if row.loaded and _fits(row, path, "", known)), None)


def told(first: Words, row: Trace) -> Words:
    """What a detector says in *first*, and what the row has to say about it."""
    return Words(en=f"{first.en} {row.words.en}", ja=f"{first.ja}{row.words.ja}")


def _fits(row: Trace, path: str, command: str, known: Knowledge) -> bool:
    if row.command:
        return bool(row.command.search(command))
    found = bool(row.path and row.path.fullmatch(path))
    return found and (not row.drawn or _is_drawn(path, known))


def _is_drawn(path: str, known: Knowledge) -> bool:
    folder, _, name = path.rpartition("\\")
    return drawn_by_chance(folder.rpartition("\\")[2], name.rpartition(".")[0], known)
