"""In which order sources are looked at where it is asked whose mails they are: each turn is asked what those before it told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mimawari import sources
from mimawari.engine import tasks
from mimawari.engine.hearing import Hearing
from mimawari.engine.settings import Settings
from mimawari.engine.under_way import Open
from mimawari.knowledge import Knowledge
from mimawari.model import Testimony


@dataclass(slots=True)
class Turns:
    """Sources that wait, by their turn. Without a hearing nobody asks, and nothing waits."""

    hearing: Hearing | None = None
    _now: int = 0
    _waiting: dict[int, list[Open]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, known: Knowledge) -> Turns:
        """Those of a run."""
        return cls(Hearing(settings.inquest, known, tasks.version_of(settings)) if settings.inquest else None)

    @property
    def has_more(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def puts_off(self, opened: Open) -> bool:
        """Whether a source has to wait until those of the turns before are heard; it is kept then."""
        kind = sources.load().get(opened.survey.kind)
        turn = self.hearing.inquest.turn(opened.evidence, kind) if self.hearing and kind else 0
        if turn <= self._now:
            return False
        self._waiting.setdefault(turn, []).append(opened)
        return True

    def begun(self, settings: Settings) -> tuple[Settings, list[Open]]:
        """The settings of the next turn, with what is to be asked, and the sources whose turn it is."""
        if not self._waiting or self.hearing is None:
            return settings, []
        self._now = min(self._waiting)
        return replace(settings, inquest=self.hearing.asking()), self._waiting.pop(self._now)

    def take(self, source: str, testimony: Iterable[Testimony]) -> None:
        """What a piece of *source* testified."""
        if self.hearing:
            self.hearing.take(source, testimony)

    def close(self, source: str, *, is_whole: bool) -> None:
        """There is no more of *source*. *is_whole*: nothing that ought to be looked at in it was passed over."""
        if self.hearing:
            self.hearing.close(source, is_whole=is_whole)
