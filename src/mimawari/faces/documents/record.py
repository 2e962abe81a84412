"""The record of a case on a page: its entries, each told by the name of what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.documents.acts import title
from mimawari.faces.documents.blocks import Block, Table, Text, Tone
from mimawari.faces.documents.seen import Seen
from mimawari.faces.safe import shown, usable
from mimawari.faces.text.case import ANSWERS
from mimawari.model import DEED_WORDS, Deed, Entry, Fact, Words

MOST_ENTRIES, MOST_FACTS = 200, 6
"""How many entries stand in the annex, and how many named values of one."""
STEPS = frozenset((Deed.STEP_DONE, Deed.STEP_SKIPPED, Deed.STEP_REOPENED))
_BY_TEXT = frozenset((Deed.REPORT_ADDED,))
"""What they are about is a long number; their text is the name of the file."""
_LONGEST_KEY = 120
LEFT_OUT = Words(
    en="{count} more are left out here. All of them: mimawari case export timesketch-jsonl, and mimawari case show.",
    ja="このほか{count}件は省略しています。すべては mimawari case export timesketch-jsonl、mimawari case show で確認できます。",
)
_LOG_HEADS = (
    Words(en="no.", ja="No."),
    Words(en="{zone} / UTC", ja="{zone}／UTC"),
    Words(en="who", ja="誰が"),
    Words(en="what", ja="内容"),
    Words(en="hash (SHA-256)", ja="ハッシュ値（SHA-256）"),
)
_CHAIN = Words(
    en="Each entry is bound to the one before it by its hash. {count} entries; head: {head}. To check it: mimawari case verify",
    ja="各記録は、直前の記録のハッシュ値とつながっています。全{count}件、末尾のハッシュ値：{head}。"
    "確認するには mimawari case verify を実行してください。",
)


def record(seen: Seen) -> Iterator[Block]:
    """Each entry with its times, who made it, what it says, and its hash."""
    every = seen.dossier.entries
    yield Text(_CHAIN.say(seen.tongue).format(count=f"{len(every):,}", head=shown(seen.dossier.state.head, 64)))
    # What opened the case, and what happened last.
    half = MOST_ENTRIES // 2
    kept = every if len(every) <= MOST_ENTRIES else (*every[:half], *every[-half:])
    heads = tuple(seen.say(head, zone=seen.zone) for head in _LOG_HEADS)
    yield Table(heads, tuple(_entry(seen, one) for one in kept), (2, 6, 4, 13, 11), fixed=(4,))
    if left := len(every) - len(kept):
        yield Text(seen.say(LEFT_OUT, count=f"{left:,}"), Tone.CARE)


def _entry(seen: Seen, one: Entry) -> tuple[str, ...]:
    facts = "; ".join(f"{shown(name, 40)}={shown(_fact(value), 80)}" for name, value in one.facts[:MOST_FACTS])
    said = [seen.say(DEED_WORDS[one.deed]), about(seen, one), text(seen, one), facts]
    times = f"{seen.minute(one.at)}\n{seen.utc(one.at)}"
    return (str(one.number), times, shown(one.who, 40), "\n".join(filter(None, said)), one.hash)


def about(seen: Seen, one: Entry) -> str:
    """The name of the step, question or desk that it is about, with its key."""
    key = (
        ""
        if one.deed in _BY_TEXT and one.text
        else usable(one.about)
        if len(one.about) <= _LONGEST_KEY
        else shown(one.about, _LONGEST_KEY)
    )
    named = name(seen, one, 120)
    return f"{named} ({key})" if named else key


def name(seen: Seen, one: Entry, limit: int) -> str:
    """The name of the step, question or desk that it is about; empty for none."""
    it = seen.dossier
    if one.deed in STEPS:
        step = it.plan.step(one.about)
        return title(seen, step, limit) if step else ""
    every = {desk.id: desk.name for desk in it.desks} if one.deed is Deed.CONTACTED else {}
    if one.deed is Deed.REPLIED:
        every = {question.id: question.words for question in (*it.clock.questions, *seen.view.known.law.questions)}
    return seen.told(every[one.about], limit) if one.about in every else ""


def text(seen: Seen, one: Entry, limit: int = 400) -> str:
    """What it says in the words of the person; a moment of knowledge by the case's zone."""
    if one.deed is Deed.KNOWN_AT and seen.local(one.text):
        return f"{seen.minute(one.text)} ({seen.zone})"
    if one.deed is Deed.REPLIED and one.text in ANSWERS:
        return seen.say(ANSWERS[one.text])
    return shown(one.text, limit) if one.text else ""


def _fact(value: Fact) -> str:
    return "-" if value is None else str(value)
