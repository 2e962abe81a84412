"""What is done and what is next, short enough for one sheet: the first steps in full, the rest counted by phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mimawari.faces.documents.blocks import Block, Table, Text, Tone
from mimawari.faces.documents.phrases import PHASE, WHO
from mimawari.faces.documents.seen import Seen
from mimawari.faces.safe import shown
from mimawari.model import Entry, Phase, PlanStep, StepState, Words

DONE = Words(en="What is done", ja="済んだこと")
NEXT = Words(en="What is next, and who does it", ja="これから行うことと担当")
NOTHING = Words(en="Nothing is recorded yet.", ja="まだ記録がありません。")
_NO_STEP = Words(en="No step is open.", ja="残っている対応はありません。")
_AT = Words(en="{time} {who}", ja="{time}　{who}")
_FOR = Words(en="{target}: {title}", ja="{target}：{title}")
_SKIPPED = Words(en="(left out) {title}", ja="（見送り）{title}")
_CARE = Words(en="{title} (as a precaution)", ja="{title}（念のため）")
_THEN = Words(en="After that, {count} more steps: {phases}.", ja="このあと、さらに{count}件：{phases}")
_OF_PHASE = Words(en="{phase} {count}", ja="{phase} {count}件")


def done(seen: Seen, most: int, text: int) -> Iterator[Block]:
    """The newest first: what happened last is what the reader does not know yet."""
    every = [(key, state, entry) for key, state, entry in seen.dossier.state.steps if state is not StepState.OPEN]
    every.sort(key=lambda one: -one[2].number)
    if not every:
        yield Text(seen.say(NOTHING), Tone.FAINT)
        return
    rows = tuple(_done(seen, *one, text) for one in every[:most])
    yield Table((), rows, (13, 5))
    if len(every) > most:
        yield Text(seen.more(len(every) - most), Tone.FAINT)


def _done(seen: Seen, key: str, state: StepState, entry: Entry, text: int) -> tuple[str, ...]:
    step = seen.dossier.plan.step(key)
    said = title(seen, step, text) if step else shown(key, 80)
    if state is StepState.SKIPPED:
        said = _SKIPPED.say(seen.tongue).format(title=said)
    return (said, _AT.say(seen.tongue).format(time=seen.minute(entry.at), who=shown(entry.who, 30)))


def title(seen: Seen, step: PlanStep, text: int) -> str:
    """What the step is, for which machine or account, and whether it is only a precaution."""
    said = seen.told(step.step.title, text)
    if step.target:
        said = _FOR.say(seen.tongue).format(target=shown(step.target, 40), title=said)
    return _CARE.say(seen.tongue).format(title=said) if step.is_precaution else said


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
