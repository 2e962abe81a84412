"""The plan of one case: which steps, for whom or what, and because of which findings."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.item import Letter
from mimawari.model.playbook import Opening, Per, Phase, PlayStep, Situation, Who
from mimawari.model.words import Words


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason in the evidence for a step: the id of a finding or gap (``f-…``, ``g-…``), and its sentence.

    An id ``s-…`` is of something that would settle "is it us, or only our address?": it is in no report.
    """

    id: str
    words: Words


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step for one target. ``key`` is ``step`` or ``step@target``, the same whenever it is planned anew.

    ``target`` is the host or account; empty for the whole case. ``grounds`` are the reasons in the evidence, the strongest
    first. ``suspected``: it is taken as a precaution, what it rests on is not certain. ``waits``: not before a second look
    made that certain.
    """

    key: str
    step: PlayStep
    target: str = ""
    grounds: tuple[Ground, ...] = ()
    suspected: bool = False
    waits: bool = False

    @property
    def is_precaution(self) -> bool:
        """Whether doing it has to be called a precaution: it costs something or tells others, and nothing is certain."""
        step = self.step
        costs = bool(step.destroys) or step.who is Who.SPECIALIST or step.phase is Phase.NOTIFY
        return self.suspected and (costs or (step.phase is Phase.ISOLATE and step.per is not Per.CASE))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in order. ``situations`` that hold, the gravest first; ``openings`` in the same order.

    ``hosts`` and ``accounts`` are those that the situations speak of; ``forbidden`` is what must not be done now, each once.
    ``letters`` are the dangerous mails that came, the oldest first; ``partners`` the addresses of those whose
    mailbox was probably robbed.
    """

    situations: tuple[Situation, ...]
    openings: tuple[Opening, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    hosts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    forbidden: tuple[Words, ...] = ()
    letters: tuple[Letter, ...] = ()
    partners: tuple[str, ...] = ()

    def step(self, key: str) -> PlanStep | None:
        """The step of that key."""
        return next((one for one in self.steps if one.key == key), None)
