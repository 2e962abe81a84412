"""The PC that mimawari runs on: its Windows is asked itself. On other systems there is nothing that Emotet could run on."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator

from mimawari.model import Gap, Origin, Reason, digest
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources.windows import reader

WANTED = ("file", "host", "process", "registry-value", "service", "task")


def recognises(_: Evidence) -> bool:
    """Never by itself: no file is this PC."""
    return False


def survey(evidence: Evidence) -> Survey:
    """The running Windows; elsewhere a gap for each thing that only a Windows has."""
    if sys.platform == "win32":
        from mimawari.sources.running.windows import volumes

        return reader.survey("live", evidence, volumes(evidence))
    return _no_windows(evidence)


def look(evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:
    """One piece of it."""
    from mimawari.sources.running.windows import volumes

    yield from reader.look(volumes(evidence), evidence, found, piece)


def _no_windows(evidence: Evidence) -> Survey:
    system = {"darwin": "macOS"}.get(sys.platform, platform.system())
    name = platform.node()
    source = f"{name or 'unnamed'}-{digest('no-windows', name, system, evidence.moment)}"
    origin = Origin(source, evidence.locator)
    gaps = tuple(Gap(origin, Reason.MISSING, want, f"{system}, not Windows") for want in WANTED)
    return Survey("no-windows", source, host=name, seen_at=evidence.moment, gaps=gaps)


KIND = SourceKind("live", 0, recognises, survey, look, is_here=True)
