"""Entries, states and plans of a case, for tests of what follows from a report."""

from __future__ import annotations

from mimawari.model import (
    CaseState,
    Certainty,
    Cited,
    Deed,
    Entry,
    Phase,
    Plan,
    PlanStep,
    PlayStep,
    Situation,
    StepState,
    Who,
    Words,
)

CITED = Cited(title=Words(en="a source", ja="出典"), as_of="2026-11-01", certainty=Certainty.READ)


def entry(
    deed: Deed, at: str = "2026-11-27T01:00:00Z", about: str = "", text: str = "", number: int = 1, who: str = "田中"
) -> Entry:
    return Entry(case="c-1", number=number, at=at, who=who, deed=deed, about=about, text=text)


def state(
    known_at: str = "",
    replies: dict[str, str] | None = None,
    done: dict[str, str] | None = None,
    skipped: tuple[str, ...] = (),
    reopened: tuple[str, ...] = (),
) -> CaseState:
    """*done*: keys of steps and when each was recorded as done (UTC)."""
    steps = [(key, StepState.DONE, entry(Deed.STEP_DONE, at, key)) for key, at in (done or {}).items()]
    steps += [(key, StepState.SKIPPED, entry(Deed.STEP_SKIPPED, about=key)) for key in skipped]
    steps += [(key, StepState.OPEN, entry(Deed.STEP_REOPENED, about=key)) for key in reopened]
    return CaseState(
        case="c-1",
        name="case",
        opened=entry(Deed.OPENED),
        known_at=entry(Deed.KNOWN_AT, text=known_at) if known_at else None,
        replies=tuple((name, entry(Deed.REPLIED, about=name, text=text)) for name, text in (replies or {}).items()),
        steps=tuple(steps),
    )


def step(name: str, phase: Phase, target: str = "") -> PlanStep:
    words = Words(en=f"the step {name}", ja=f"手順 {name}")
    play = PlayStep(
        id=name, phase=phase, situations=frozenset({Situation.OUR_DEVICE}), title=words, how=(words,), why=words,
        who=Who.ANYBODY, done_when=(words,),
    )  # fmt: skip
    return PlanStep(key=f"{name}@{target}" if target else name, step=play, target=target)


def plan(*hosts: str, accounts: tuple[str, ...] = ("a@shop.example",), suspected: tuple[str, ...] = ()) -> Plan:
    """The steps that lifting rests on; *suspected* hosts have none for making them anew."""
    steps = [step("reimage", Phase.ERADICATE, host) for host in hosts]
    steps += [step("clean-device", Phase.RESET), *(step("mail-password", Phase.RESET, one) for one in accounts)]
    steps += [step("watch-mail", Phase.WATCH)]
    return Plan((Situation.OUR_DEVICE,), steps=tuple(steps), hosts=(*hosts, *suspected), accounts=accounts)
