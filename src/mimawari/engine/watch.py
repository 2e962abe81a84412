"""Who wants to know of a run while it goes on."""

from __future__ import annotations

from typing import Protocol

from mimawari.model import Finding


class Watch(Protocol):
    """Told of full scans, in the parent. It must not raise."""

    def found(self, finding: Finding) -> None:
        """Something above a hint, as soon as the piece of work that it is in is done."""

    def known(self, source: str, files: int, size: int, is_all: bool) -> None:
        """So many files and bytes there are to be read in a source, as far as they are listed; *is_all*: they are."""

    def trouble(self, locator: str, what: str) -> None:
        """What is wrong with the journal of a source (a constant of :mod:`mimawari.engine.journal`)."""
