"""How a case stands, worked out of its entries. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mimawari.model.case_record import Deed, Entry
from mimawari.model.case_state import CaseState, StepState

_STEPS = {Deed.STEP_DONE: StepState.DONE, Deed.STEP_SKIPPED: StepState.SKIPPED, Deed.STEP_REOPENED: StepState.OPEN}


def state_of(case: str, name: str, entries: Sequence[Entry]) -> CaseState:
    """The case as its *entries* tell it, in their order. Raises ``ValueError`` where there are none."""
    if not entries:
        raise ValueError("a case without entries")
    tale = _Tale()
    for entry in entries:
        tale.hear(entry)
    return CaseState(
        case=case,
        name=name,
        opened=next((one for one in entries if one.deed is Deed.OPENED), entries[0]),
        reports=tuple(tale.reports),
        steps=tuple((key, state, entry) for key, (state, entry) in tale.steps.items()),
        known_at=tale.known_at,
        replies=tuple(tale.replies.items()),
        contacts=tuple(tale.lists[Deed.CONTACTED]),
        notes=tuple(tale.lists[Deed.NOTED]),
        rechecks=tuple(tale.lists[Deed.RECHECKED]),
        lifted=tuple(tale.lists[Deed.LIFTED]),
        closed=tale.closed,
        head=entries[-1].hash,
        count=len(entries),
    )


def _lists() -> dict[Deed, list[Entry]]:
    return {deed: [] for deed in (Deed.CONTACTED, Deed.NOTED, Deed.RECHECKED, Deed.LIFTED)}


@dataclass(slots=True)
class _Tale:
    """What was heard so far."""

    reports: dict[str, None] = field(default_factory=dict)
    steps: dict[str, tuple[StepState, Entry]] = field(default_factory=dict)
    replies: dict[str, Entry] = field(default_factory=dict)
    lists: dict[Deed, list[Entry]] = field(default_factory=_lists)
    known_at: Entry | None = None
    closed: Entry | None = None

    def hear(self, entry: Entry) -> None:
        if entry.deed in _STEPS:
            self.steps[entry.about] = (_STEPS[entry.deed], entry)
        elif entry.deed in self.lists:
            self.lists[entry.deed].append(entry)
        elif entry.deed in _HEARD:
            _HEARD[entry.deed](self, entry)

    def report(self, entry: Entry) -> None:
        self.reports.setdefault(entry.about)

    def reply(self, entry: Entry) -> None:
        self.replies[entry.about] = entry

    def knowledge(self, entry: Entry) -> None:
        self.known_at = entry

    def close(self, entry: Entry) -> None:
        self.closed = entry

    def reopen(self, _entry: Entry) -> None:
        self.closed = None


_HEARD: dict[Deed, Callable[[_Tale, Entry], None]] = {
    Deed.REPORT_ADDED: _Tale.report,
    Deed.REPLIED: _Tale.reply,
    Deed.KNOWN_AT: _Tale.knowledge,
    Deed.CLOSED: _Tale.close,
    Deed.REOPENED: _Tale.reopen,
}
