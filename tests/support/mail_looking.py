"""Looks through a source of mails as the engine does: its survey, every piece of it, and some mails once more."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from pathlib import Path

from support.inside import content

from mimawari import sources
from mimawari.model import Blob, Gap
from mimawari.sources import Evidence, SourceKind, Survey

Way = tuple[str, ...]


def recognised(evidence: Evidence) -> str:
    """The kind that takes it."""
    return next(kind.name for kind in sources.load().values() if kind.recognises(evidence))


class Looked:
    """All that a source gave: blobs and gaps by their paths, the gaps of the survey too."""

    def __init__(self, kind: SourceKind, path: Path, inside: str = "", forced: str = "") -> None:
        self.kind, self.evidence = kind, Evidence(str(path), inside, forced)
        # What crosses a process border.
        self.survey: Survey = pickle.loads(pickle.dumps(kind.survey(self.evidence)))  # our own
        self.blobs: list[Blob] = []
        self.gaps: list[Gap] = list(self.survey.gaps)
        for piece in self.survey.pieces:
            for seen in kind.look(self.evidence, self.survey, piece.key):
                if isinstance(seen, Blob):
                    self.blobs.append(seen)
                else:
                    assert isinstance(seen, Gap)
                    self.gaps.append(seen)

    @property
    def ways(self) -> list[Way]:
        """The paths of the blobs, in their order."""
        return [blob.origin.path for blob in self.blobs]

    @property
    def told(self) -> list[tuple[Way, str, str]]:
        """Path, reason and detail of each gap."""
        return sorted((gap.origin.path, str(gap.reason), gap.detail) for gap in self.gaps)

    def content(self, way: Way) -> bytes:
        """Of the blob at a path."""
        return content(next(blob for blob in self.blobs if blob.origin.path == way))

    def again(self, ways: Iterable[Way]) -> list[Way]:
        """The paths of what is given once more."""
        assert self.kind.reopen is not None
        return [seen.origin.path for seen in self.kind.reopen(self.evidence, self.survey, tuple(ways)) if isinstance(seen, Blob)]
