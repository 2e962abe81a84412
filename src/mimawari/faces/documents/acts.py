"""What is done and what is next, short enough for one sheet: the first steps in full, the rest counted by phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mimawari.faces.documents.blocks import Block, Table, Text, Tone
from mimawari.faces.documents.phrases import PHASE, STATE, WHO
from mimawari.faces.documents.seen import Seen
from mimawari.faces.safe import shown, usable
from mimawari.model import Entry, Opening, Phase, PlanStep, StepState, Words

DONE = Words(en="What is done", ja="済んだこと")
NEXT = Words(en="What is next, and who does it", ja="これから行うことと担当")
NOTHING = Words(en="Nothing is recorded yet.", ja="まだ記録がありません。")
_TOLD = "tell-in-charge"
"""The step that is done by handing the page over to who reads it."""
_NO_STEP = Words(en="No step is open.", ja="残っている対応はありません。")
_AT = Words(en="{time} {who}", ja="{time}　{who}")
_FOR = Words(en="{target}: {title}", ja="{target}：{title}")
_QUOTED = Words(en="“{title}”", ja="「{title}」")
_SAID = Words(en="{text} ({asked})", ja="{text}（{asked}）")
_WAIT = Words(en="{title} (once the suspicion is certain)", ja="{title}（疑いが確かになってから）")
_CARE = Words(en="{title} (as a precaution)", ja="{title}（念のため）")
_THEN = Words(en="After that, {count} more: {phases}.", ja="このあと、さらに{count}件：{phases}")
_OF_PHASE = Words(en="{phase} {count}", ja="{phase} {count}件")


def done(seen: Seen, most: int, text: int) -> Iterator[Block]:
    """What was done, then what is not going to be, each in the order of the plan: the most important first."""
    order = {step.key: place for place, step in enumerate(seen.dossier.plan.steps)}
    every = [(key, state, entry) for key, state, entry in seen.dossier.state.steps if state is not StepState.OPEN]
    every.sort(key=lambda one: (one[1] is StepState.SKIPPED, order.get(one[0], len(order)), one[2].number))
    if not every:
        yield Text(seen.say(NOTHING), Tone.FAINT)
        return
    yield Table((), tuple(_done(seen, *one, text) for one in every[:most]), (2, 13, 5))
    if len(every) > most:
        yield Text(seen.more(len(every) - most), Tone.FAINT)


def _done(seen: Seen, key: str, state: StepState, entry: Entry, text: int) -> tuple[str, ...]:
    """What the person wrote first: the title of a step is what somebody is asked to do, not what was done."""
    step = seen.dossier.plan.step(key)
    quoted = _QUOTED.say(seen.tongue).format(title=seen.told(step.step.title, text).rstrip("。.")) if step else shown(key, 80)
    asked = _FOR.say(seen.tongue).format(target=usable(step.target), title=quoted) if step and step.target else quoted
    said = _SAID.say(seen.tongue).format(text=shown(entry.text, text), asked=asked) if entry.text else asked
    return (seen.say(STATE[state]), said, _AT.say(seen.tongue).format(time=seen.minute(entry.at), who=shown(entry.who, 30)))


def title(seen: Seen, step: PlanStep, text: int) -> str:
    """What the step is, for which machine or account, and whether it is only a precaution."""
    said = seen.told(step.step.title, text)
    if step.target:
        said = _FOR.say(seen.tongue).format(target=usable(step.target), title=said)
    how = _WAIT if step.waits else _CARE
    return how.say(seen.tongue).format(title=said) if step.is_precaution else said


def first(seen: Seen, opening: Opening, text: int) -> Iterator[str]:
    """What comes first in that situation. Once something was done it is the next step: nobody is told to do what is done."""
    state, steps = seen.dossier.state, seen.dossier.plan.steps
    if all(state.step(one.key) is StepState.OPEN for one in steps):
        yield seen.told(opening.first, text)
        return
    still = [one for one in steps if opening.situation in one.step.situations and state.step(one.key) is StepState.OPEN]
    still = [one for one in still if one.step.id != _TOLD] or still
    # What is done to a machine or an account comes before what is done around it.
    still.sort(key=lambda one: (one.step.phase.rank, not one.target))
    yield from (title(seen, one, text) for one in still[:1])


def following(seen: Seen, most: int, text: int) -> Iterator[Block]:
    """The next steps in their order, with who takes them; of the rest how many of each phase."""
    every = [one for one in seen.dossier.plan.steps if seen.dossier.state.step(one.key) is StepState.OPEN]
    if not every:
        yield Text(seen.say(_NO_STEP), Tone.FAINT)
        return
    rows = tuple((str(n), title(seen, one, text), seen.say(WHO[one.step.who])) for n, one in enumerate(every[:most], 1))
    yield Table((), rows, (1, 12, 5))
    if rest := every[most:]:
        counted = Counter(one.step.phase for one in rest)
        phases = [
            seen.say(_OF_PHASE, phase=seen.say(PHASE[one]), count=number) for one, number in sorted(counted.items(), key=_rank)
        ]
        yield Text(seen.say(_THEN, count=len(rest), phases=("、" if seen.tongue == "ja" else ", ").join(phases)), Tone.FAINT)


def _rank(counted: tuple[Phase, int]) -> int:
    return counted[0].rank
