"""What a source was looked at with, as its report tells it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

from mimawari import knowledge, signatures
from mimawari.engine.settings import Settings
from mimawari.model import Part, Used
from mimawari.signatures import WANTED


class Using:
    """What a run uses, the same for all sources of which anything was held against signatures, and for all others."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[bool, Used] = {}

    def by(self, parts: Iterable[Part]) -> Used:
        """What it used for *parts*; those of an earlier run among them are not its own."""
        now = signatures.version(self._settings.signatures, self._settings.knowledge)
        own = (looked for part in parts if part.knowledge == now for looked in part.looked)
        is_held = any(looked.kind == WANTED and looked.count for looked in own)
        if is_held not in self._made:
            self._made[is_held] = self._of(now, is_held=is_held)
        return self._made[is_held]

    def _of(self, now: str, *, is_held: bool) -> Used:
        known = knowledge.load(self._settings.knowledge)
        ready = signatures.ready(self._settings.signatures, self._settings.knowledge) if is_held else ()
        return Used(
            program=version("mimawari"),
            knowledge=now,
            as_of=known.as_of,
            source=self._settings.provenance or known.provenance,
            sets=tuple(sorted({one for kind in ready for one in kind.sets})),
        )
